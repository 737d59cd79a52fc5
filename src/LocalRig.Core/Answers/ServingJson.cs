using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A plan under vLLM or SGLang, with bounds.</summary>
internal static class ServingJson
{
    private const int Digits = 3;

    /// <summary>The shape.</summary>
    public static ObjectShape<ServingPlan> Shape { get; } = new ObjectShape<ServingPlan>()
        .Text("model", "The model's name.", p => p.Model.Id)
        .Word("runtime", "The runtime.", AnswerWords.Word, p => p.Question.Runtime)
        .Text("format", "The format of the weights.", p => p.Format.Name)
        .Text("rig", "The machines.", p => p.Cluster.Name)
        .MachineNotes(p => [.. p.Cluster.Nodes.SelectMany(m => m.Notes).Distinct()])
        .Integer("tensorParallel", "Devices that share each layer.", p => p.Parallelism.Tensor)
        .Integer("pipelineParallel", "Stages the layers are divided into.", p => p.Parallelism.Pipeline)
        .Integer("dataParallel", "Copies that serve side by side.", p => p.Parallelism.Data)
        .Integer("expertParallel", "Devices that share the experts.", p => p.Parallelism.ExpertRanks)
        .Integer("context", "Tokens of context of a sequence.", p => p.Question.Context)
        .Number("utilization", "Share of each device's memory the runtime may take, 0 to 1.", p => p.Question.Utilization)
        .Word("verdict", "Whether a sequence of that context fits: surely, likely or not.", ["fits", "tight", "does-not-fit"], p => p.FitsSurely ? "fits" : p.Fits ? "tight" : "does-not-fit")
        .Integer("blockTokens", "Tokens of a block of the cache.", p => p.Block)
        .Bytes("cacheBytesPerToken", "Bytes of cache a token takes over all devices.", p => p.CachePerToken)
        .Part("poolTokens", "Tokens the cache pool holds.", p => p.PoolTokens, Tokens())
        .Part("sequences", "Sequences of that context the pool holds.", p => p.Sequences, Sequences())
        .NumberOrNull("decodeCeiling", "Tokens per second one sequence can't exceed; null where unknown.", p => p.DecodeCeiling)
        .List("ranks", "What each device holds.", p => p.Ranks, Rank(Bytes()))
        .PartOrNull("link", "What the link between machines costs; null where nothing passes.", p => p.Link, LinkJson.Shape)
        .Text("overheadSource", "Where the bounds of what is neither weights nor cache come from.", _ => Overheads.Source)
        .Texts("notes", "What to know, a sentence each.", p => p.Notes)
        .List("commands", "How to start it, by machine.", p => ServingCommands.Of(p), new ObjectShape<NodeCommand>()
            .Integer("node", "The machine, counted from 0.", c => c.Node)
            .Text("command", "The command.", c => c.Text));

    private static ObjectShape<RankPlan> Rank(ObjectShape<SizeRange> bytes) =>
        new ObjectShape<RankPlan>()
            .Integer("node", "The machine, counted from 0.", r => r.Node)
            .Text("device", "The device.", r => r.Device)
            .Integer("stage", "Its stage, counted from 0.", r => r.Stage)
            .Integer("layers", "Layers of the stage.", r => r.Layers)
            .Part("weightsBytes", "Bytes of weights.", r => r.Weights, bytes)
            .Part("activationsBytes", "Bytes of one step's scratch at its peak.", r => r.Overheads.Activations, bytes)
            .Part("runtimeBytes", "Bytes of driver, libraries and communication.", r => r.Overheads.Runtime, bytes)
            .Part("graphsBytes", "Bytes of CUDA graphs.", r => r.Overheads.Graphs, bytes)
            .Part("besidesBytes", "Bytes taken besides weights and cache.", r => r.Besides, bytes)
            .Part("budgetBytes", "Bytes the runtime may take.", r => r.Budget, bytes)
            .Part("poolBytes", "Bytes left for the cache pool.", r => r.Pool, bytes);

    private static ObjectShape<SizeRange> Bytes() =>
        new ObjectShape<SizeRange>("bytes")
            .Bytes("low", "The fewest bytes.", r => r.Low)
            .Bytes("likely", "Likely bytes.", r => r.Likely)
            .Bytes("high", "The most bytes.", r => r.High);

    private static ObjectShape<CountRange> Tokens() =>
        new ObjectShape<CountRange>()
            .Integer("low", "The fewest tokens.", r => r.Low)
            .Integer("likely", "Likely tokens.", r => r.Likely)
            .Integer("high", "The most tokens.", r => r.High);

    private static ObjectShape<SequenceRange> Sequences() =>
        new ObjectShape<SequenceRange>()
            .Number("low", "The fewest sequences.", r => Math.Round(r.Low, Digits))
            .Number("likely", "Likely sequences.", r => Math.Round(r.Likely, Digits))
            .Number("high", "The most sequences.", r => Math.Round(r.High, Digits));
}
