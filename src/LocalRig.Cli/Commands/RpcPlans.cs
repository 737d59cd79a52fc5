using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Serving;

namespace LocalRig.Cli.Commands;

/// <summary>llama.cpp over several machines: the others' devices join the first machine's through RPC servers.</summary>
internal static class RpcPlans
{
    public static async Task AnswerAsync(Surroundings surroundings, PlanRequest request, bool json, CancellationToken cancellation)
    {
        Cluster cluster = await ClusterWords.FindAsync(request, surroundings.Rigs, cancellation);
        if (cluster.Nodes.Length < 2)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "llama.cpp needs RPC only for a second machine.", $"`localrig plan {request.Model}` plans one; name several: --rig \"rtx-3090 / rtx-3090 over 10gbe\".", "--rig"));
        }

        // speed over RPC has no law yet; the link's cost is told instead
        MemoryPlan plan = await new PlanService(surroundings).AnswerAsync(request with { Rig = new DescribedRig(Joined(cluster)) }, cancellation) with { Forecast = null };
        if (json)
        {
            surroundings.Terminal.Output.WriteLine(PlanResultWriter.ToJson(plan));
            return;
        }

        surroundings.Terminal.Draw(PlanScreen.Of(plan, surroundings.Terminal.Width));
        surroundings.Terminal.Draw(ServeScreen.OfRpc(cluster, plan.Model));
        for (int node = 1; node < cluster.Nodes.Length; node++)
        {
            surroundings.Terminal.Output.WriteLine($"[{node}]$ ggml-rpc-server -H 0.0.0.0 -p {LlamaServerCommand.RpcPort}");
        }

        string[] servers = [.. Enumerable.Range(1, cluster.Nodes.Length - 1).Select(n => $"NODE{n}:{LlamaServerCommand.RpcPort}")];
        surroundings.Terminal.Output.WriteLine($"[0]$ {LlamaServerCommand.Line(plan, servers)}");
    }

    /// <summary>The devices as llama.cpp sees them: those behind RPC first (src/llama.cpp puts them at the front), then its own.</summary>
    private static Rig Joined(Cluster cluster)
    {
        IEnumerable<Device> remote = cluster.Nodes.Skip(1).SelectMany((rig, n) => rig.Devices.Select(d => d with { Name = $"{n + 1}:{d.Name}", Backend = Backend.Rpc }));
        return new Rig { Name = cluster.Name, Devices = [.. remote, .. cluster.Nodes[0].Devices], Host = cluster.Nodes[0].Host };
    }
}
