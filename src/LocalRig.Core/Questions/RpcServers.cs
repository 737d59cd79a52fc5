using System.Globalization;
using LocalRig.Advice.Clusters;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Serving;

namespace LocalRig.Questions;

/// <summary>llama.cpp's RPC servers whose devices join a plan's own (--rpc). The servers' addresses say nothing of their memory: the rig does,
/// one machine after the other, or devices that are marked as behind RPC.</summary>
internal static class RpcServers
{
    private const string Slash = "name every machine, your own first: --rig \"this / rtx-4090 over 10gbe\"";

    /// <summary>The field <c>rpc</c>.</summary>
    public static Field<T> Of<T>(Func<T, string, T> set) =>
        new()
        {
            Name = "rpc",
            Help = "llama.cpp's RPC servers on other machines: host:port,host:port; the rig names all machines, your own first: \"rtx-3090 / rtx-4090 over 10gbe\"",
            Options = FieldOption.Value("SERVERS", "--rpc"),
            Example = "192.168.1.2:50052",
            Apply = (r, v) => set(r, Read(v)),
        };

    /// <summary>All machines of a request that names servers.</summary>
    /// <returns>The devices as llama.cpp sees them, and the machines where the rig told them apart.</returns>
    /// <exception cref="RequestException">The rig doesn't say what is behind the servers.</exception>
    public static async Task<(Rig Rig, Cluster? Machines)> RigAsync(PlanRequest request, Inquiry inquiry)
    {
        int servers = request.Rpc.Split(',').Length;
        if (request.Rig is not DescribedRig)
        {
            Cluster cluster = await inquiry.ClusterAsync(request.Rig).ConfigureAwait(false);
            return cluster.Nodes.Length == servers + 1 ? (RpcPlan.Joined(cluster), cluster)
                : throw Unsaid($"--rpc names {Count(servers, "server")} and the rig {Count(cluster.Nodes.Length, "machine")}; what memory is behind each server has to be said.");
        }

        Rig rig = await inquiry.RigAsync(request.Rig).ConfigureAwait(false);
        int behind = rig.Devices.TakeWhile(d => d.Backend == Backend.Rpc).Count();
        return behind < rig.Devices.Count(d => d.Backend == Backend.Rpc) ? throw Unsaid("The rig has a device of its own before one of backend rpc; llama.cpp puts those behind servers first.")
            : behind < servers ? throw Unsaid($"--rpc names {Count(servers, "server")} and the rig {behind} devices of backend rpc; each server has one at least.")
            : (rig, null);
    }

    /// <summary>The plan with its speed over what joins the machines.</summary>
    public static MemoryPlan Linked(MemoryPlan plan, Cluster? machines) => machines is null ? plan : RpcPlan.Of(plan, machines).Plan;

    private static RequestException Unsaid(string message) => new(new Problem(ErrorCode.Usage, message, $"In words, {Slash}; in JSON, list devices with \"backend\": \"rpc\" first.", "rpc"));

    private static string Count(int n, string what) => n == 1 ? $"one {what}" : $"{n} {what}s";

    private static string Read(FieldReader value)
    {
        string servers = value.Text("a list of servers");
        foreach (string server in servers.Split(','))
        {
            int colon = server.LastIndexOf(':');
            if (colon <= 0 || server.Any(char.IsWhiteSpace) || !ushort.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
            {
                value.Fail($"'{server}' is no host with a port", "write 192.168.1.2:50052, several parted by commas");
                return "";
            }
        }

        return servers;
    }
}
