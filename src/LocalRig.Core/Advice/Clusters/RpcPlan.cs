using System.Collections.Immutable;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Units;

namespace LocalRig.Advice.Clusters;

/// <summary>llama.cpp over several machines: the others' devices join the first machine's through RPC servers.</summary>
public sealed record RpcPlan
{
    private const int PassesPerMachine = 2; // in and out

    private RpcPlan(MemoryPlan plan, Cluster cluster) => (Plan, Cluster) = (plan, cluster);

    /// <summary>The plan over all devices; its forecast counts the link, or is a bound where that can't be told.</summary>
    public MemoryPlan Plan { get; private init; }

    /// <summary>The machines.</summary>
    public Cluster Cluster { get; }

    /// <summary>What the link costs each token of an answer; null where nothing passes or the model's shape is unknown.</summary>
    public LinkEffect? Link { get; private init; }

    /// <summary>The forecast as if the link took no time; null where a device's bandwidth is unknown.</summary>
    public Forecast? WithoutLink { get; private init; }

    /// <summary>What the upper bound of the software's own loss rests on.</summary>
    public static RpcReport Software => RpcReport.Slowest;

    /// <summary>The devices as llama.cpp sees them: those behind RPC first (it puts them at the front), then its own.</summary>
    public static Rig Joined(Cluster cluster) => Rig(cluster, remote => Backend.Rpc);

    /// <summary>The answer for a plan over <see cref="Joined"/> devices.</summary>
    public static RpcPlan Of(MemoryPlan plan, Cluster cluster)
    {
        RpcPlan answer = new(plan with { Forecast = null, AtMost = null }, cluster);
        if (plan.Model.Architecture is not { } architecture || Forecaster.Unknown(plan.Rig) is not null)
        {
            return answer;
        }

        // Behind its server a device computes with its own backend.
        MemoryPlan native = plan with { Rig = Rig(cluster, remote => remote.Backend) };
        Forecast alone = Forecaster.Default.Of(native);
        LinkCrossings passes = Forecaster.Crossings(native, Machines(cluster));
        if (passes.Count == 0)
        {
            return answer with { WithoutLink = alone, Plan = plan with { Forecast = alone, AtMost = null } };
        }

        int prompt = Math.Max(1, plan.Question.EffectivePromptTokens);
        int batch = Math.Min(prompt, plan.Question.Workload.Microbatch);
        LinkEffect decode = RpcTraffic.Of(architecture, cluster.Link, passes.Count, passes.Logits, 1, plan.Question.EffectiveDepth);
        LinkEffect prefill = RpcTraffic.Of(architecture, cluster.Link, passes.Count, passes.Logits, batch, prompt);
        double others = (double)passes.Count / PassesPerMachine;
        LinkTime perToken = Time(decode, others * Software.DecodeSeconds);
        LinkTime perBatch = Time(prefill, others * Software.PrefillShare * batch / alone.Prefill.TokensPerSecond);
        Forecast? behind = alone.Behind(perToken, perBatch, prompt, batch);
        SpeedBound? bound = behind is null ? SpeedBound.Of(alone.Decode, perToken.Least, Missing(cluster)) : null;
        return answer with { WithoutLink = alone, Link = decode, Plan = plan with { Forecast = behind, AtMost = bound } };
    }

    /// <summary>What each machine holds and what to type there.</summary>
    public ImmutableArray<RpcNode> Nodes
    {
        get
        {
            ImmutableArray<int> machines = Machines(Cluster);
            string server = $"{LlamaServerCommand.RpcPort}";
            string[] servers = [.. Enumerable.Range(1, Cluster.Nodes.Length - 1).Select(n => $"NODE{n}:{server}")];
            return
            [
                .. Cluster.Nodes.Select((rig, node) => new RpcNode(
                    node, rig.Name,
                    [.. Plan.Devices.Where((_, i) => (i < machines.Length ? machines[i] : 0) == node)],
                    node == 0 && rig.Devices.Any(d => d.SharesHostMemory),
                    node == 0 ? LlamaServerCommand.Line(Plan, servers) : $"ggml-rpc-server -H 0.0.0.0 -p {server}")),
            ];
        }
    }

    private static string Missing(Cluster cluster) =>
        cluster.Link is { } link ? $"LocalRig knows no upper figure for the latency of {link.Name}, so there is no lower bound."
        : "Nobody said what joins the machines, so there is no lower bound: add \"over 10gbe\".";

    /// <summary>The link's bounds; the upper one with what the software was seen to lose besides.</summary>
    private static LinkTime Time(LinkEffect effect, double lost) => new(effect.LeastSeconds ?? 0, effect.MostSeconds + lost);

    private static ImmutableArray<int> Machines(Cluster cluster) =>
        [.. Enumerable.Range(1, cluster.Nodes.Length - 1).Append(0).SelectMany(n => Enumerable.Repeat(n, cluster.Nodes[n].Devices.Length))];

    private static Rig Rig(Cluster cluster, Func<Device, Backend> backend)
    {
        IEnumerable<Device> remote = cluster.Nodes.Skip(1).SelectMany((rig, n) => rig.Devices.Select(d => d with { Name = $"{n + 1}:{d.Name}", Backend = backend(d) }));
        return new Rig { Name = cluster.Name, Devices = [.. remote, .. cluster.Nodes[0].Devices], Host = cluster.Nodes[0].Host };
    }
}

/// <summary>One machine of an RPC plan.</summary>
/// <param name="Node">Its number, 0 for the one that runs llama-server.</param>
/// <param name="Rig">What it is called.</param>
/// <param name="Devices">What each of its devices holds; machine 0's main memory too.</param>
/// <param name="IsShared">Whether its devices' memory is its main memory.</param>
/// <param name="Command">What to type there.</param>
public sealed record RpcNode(int Node, string Rig, ImmutableArray<DevicePlan> Devices, bool IsShared, string Command)
{
    /// <summary>Everything it holds.</summary>
    public ByteSize Total => new(Devices.Sum(d => d.Total.Bytes));

    /// <summary>What programs can have of its memories, each counted once.</summary>
    public ByteSize Usable => IsShared ? Devices.Max(d => d.Usable) : new(Devices.Sum(d => d.Usable.Bytes));
}
