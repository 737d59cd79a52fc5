using LocalRig.Advice.Clusters;
using LocalRig.Engines;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Shapes;
using LocalRig.Units;

namespace LocalRig.Answers;

/// <summary>A plan over RPC: a plan's figures, and what each machine holds and what joins them besides.</summary>
internal static class RpcJson
{
    private const int Digits = 6; // of seconds: microseconds

    /// <summary>The shape.</summary>
    public static ObjectShape<RpcPlan> Shape { get; } = new ObjectShape<RpcPlan>("rpc")
        .Include(r => r.Plan, PlanJson.Figures)
        .PartOrNull("link", "What the link between the machines costs; null where nothing passes.", r => r.Link, LinkJson.Shape)
        .Part("software", "What the slowest report of the software on the way tells.", _ => RpcPlan.Software, new ObjectShape<RpcReport>()
            .Text("what", "What was measured.", s => s.What)
            .Number("mostSecondsPerToken", "Seconds it added to a token of an answer, per machine.", s => Math.Round(s.DecodeSeconds, Digits))
            .Text("source", "Where it stands.", s => s.Source)
            .Text("date", "When: an ISO date.", s => s.Date)
            .Text("kind", "What sort of source it is.", s => s.Kind))
        .List("nodes", "What each machine holds; the first one answers.", r => r.Nodes, new ObjectShape<RpcNode>()
            .Integer("node", "The machine, counted from 0.", n => n.Node)
            .Text("rig", "What it is.", n => n.Rig)
            .Texts("devices", "Names of its devices.", n => n.Devices.Select(d => d.Name))
            .Include(Parts, PartsJson.Shape)
            .Integer("runtimeBytes", "Likely bytes of driver and runtime.", n => n.Devices.Sum(d => d.RuntimeBytes.Bytes))
            .Bytes("totalBytes", "Bytes of all parts and of driver and runtime.", n => n.Total)
            .Bytes("usableBytes", "Bytes of memory that can be had.", n => n.Usable)
            .Text("command", "How to start it.", n => n.Command))
        .Include(r => r.Plan, PlanJson.Reasons)
        .Include(r => (IEnumerable<RuntimeCommand>)[Server(r)], ScriptsJson.Shape);

    private static DeviceAllocation Parts(RpcNode node)
    {
        ByteSize Sum(Func<DeviceAllocation, ByteSize> part) => new(node.Devices.Sum(d => part(d.Parts).Bytes));
        return new DeviceAllocation(node.Rig, Sum(a => a.Weights), Sum(a => a.KvCache), Sum(a => a.RecurrentState), Sum(a => a.Compute), Sum(a => a.Output));
    }

    /// <summary>A plan alone doesn't know which devices are in one machine, behind one server.</summary>
    private static RuntimeCommand Server(RpcPlan answer) => RuntimeCommands.Of(answer.Plan, "llama-server")! with { Lines = [answer.Nodes[0].Command] };
}
