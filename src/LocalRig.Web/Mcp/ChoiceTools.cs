using LocalRig.Advice.Comparing;
using LocalRig.Advice.Matching;
using LocalRig.Advice.Needs;
using LocalRig.Advice.Quants;
using LocalRig.Answers;
using LocalRig.Planning;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>Tools about which model, which quantization, which hardware.</summary>
internal static class ChoiceTools
{
    private const int Most = 5;

    /// <summary>What a machine runs.</summary>
    public static ToolText<MatchAnswer> WhatRuns { get; } = new()
    {
        Name = "what_runs",
        Title = "What does this machine run?",
        Description = "The best open model each machine runs comfortably, in which quantization, how fast, and why not the next. `rig` may be a list of machines; without it it is the machine LocalRig runs on.",
        Fields = ["rig", "for", "family", "ctx", "minTps", "minContext", "accept"],
        Sentences = a => Brief.Sentences(a.Matches.Select(m => m.Best is { } best
            ? Brief.Sentences($"{m.Rig.Name}: {Brief.Words(best)}.", m.Because, m.WhyNot, m.PassedOver)
            : $"{m.Rig.Name}: nothing of the catalogue runs well enough.")),
        Figures = new ObjectShape<MatchAnswer>()
            .List("matches", "One per machine.", a => a.Matches, new ObjectShape<HardwareMatch>()
                .Text("rig", "The machine.", m => m.Rig.Name)
                .List("models", "The best it runs, best first.", m => m.Lines.Take(Most), Brief.Line)),
    };

    /// <summary>Which quantization.</summary>
    public static ToolText<QuantsAnswer> WhichQuant { get; } = new()
    {
        Name = "which_quant",
        Title = "Which quantization?",
        Description = "A model's quantizations on a machine side by side: size, fit, speed, and which to take and why.",
        Fields = ["model!", "rig", "ctx", "all"],
        Sentences = a => Brief.Sentences(
            a.Quants.Pick is { } pick ? $"Take {a.Model.Id} in {pick.Name}: {pick.Plan.Verdict.Word()} on {a.Rig.Name}{(pick.Plan.Forecast is { } f ? ", " + Brief.Speed(f.Decode) : "")}." : $"No quantization of {a.Model.Id} fits {a.Rig.Name}.",
            a.Quants.Because),
        Figures = new ObjectShape<QuantsAnswer>()
            .TextOrNull("pick", "The quantization to take; null when none fits.", a => a.Quants.Pick?.Name)
            .List("quantizations", "Every quantization.", a => a.Quants.Rows, new ObjectShape<QuantRow>()
                .Text("name", "Its name.", r => r.Name)
                .Bytes("totalBytes", "Bytes the engine allocates.", r => r.Plan.Total)
                .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, r => r.Plan.Verdict)
                .Integer("comfortableContext", "The largest context that leaves the margin free, in tokens.", r => r.ComfortableContext)
                .PartIfAny("tokensPerSecond", "Speed of an answer; missing where unknown.", r => r.Plan.Forecast?.Decode, Brief.Rate)),
    };

    /// <summary>What a model needs.</summary>
    public static ToolText<NeedsAnswer> Needs { get; } = new()
    {
        Name = "needs",
        Title = "What does this model need?",
        Description = "The reverse question: the memory a model takes by kind of machine, the bandwidth a speed takes, and machines that have both.",
        Fields = ["model!", "quant", "ctx", "tps"],
        Sentences = a => Brief.Sentences(
            [
                $"{a.Model} with a context of {Brief.Tokens(a.Context)}, in {a.Chosen}:",
                .. Chosen(a).Memory.Select(m => $"{m.Kind.Word()} at least {m.Smallest}, {m.Comfortable} to be comfortable{(m.Host.Bytes > 0 ? $", and {m.Host} of main memory" : "")}."),
                a.TokensPerSecond is double rate ? $"For {Brief.Number(rate)} tokens/s:" : "",
                a.Rigs.IsEmpty ? "No machine of the catalogue does it." : $"Machines that do it: {Brief.List([.. a.Rigs.Take(Most).Select(r => r.Rig.Name)])}{(a.Rigs.Length > Most ? $", and {a.Rigs.Length - Most} more" : "")}.",
            ]),
        Figures = new ObjectShape<NeedsAnswer>()
            .Text("model", "The model.", a => a.Model)
            .Text("quantization", "The quantization machines are reckoned with.", a => a.Chosen)
            .List("memory", "What that takes, by kind of memory.", a => Chosen(a).Memory, new ObjectShape<MemoryNeed>()
                .Word("kind", "The kind of memory.", AnswerWords.Word, m => m.Kind)
                .Bytes("smallestBytes", "The fewest bytes that hold it.", m => m.Smallest)
                .Bytes("comfortableBytes", "The fewest bytes that leave the margin free.", m => m.Comfortable)
                .Bytes("hostBytes", "Bytes of main memory besides.", m => m.Host))
            .List("rigs", "Machines that will do.", a => a.Rigs.Take(Most), new ObjectShape<FittingRig>()
                .Text("rig", "The machine.", r => r.Rig.Name)
                .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, r => r.Plan.Verdict)
                .PartIfAny("tokensPerSecond", "Speed of an answer; missing where unknown.", r => r.Plan.Forecast?.Decode, Brief.Rate)),
    };

    /// <summary>Two things side by side.</summary>
    public static ToolText<Comparison> Compare { get; } = new()
    {
        Name = "compare",
        Title = "Compare two",
        Description = "Two models, quantizations, machines or whole configurations side by side. `first` and `second` are words: a model, a rig, or a model with options, such as \"Qwen3.5-27B --quant Q6_K\".",
        Fields = ["first!", "second!", "model", "quant", "rig", "ctx"],
        Sentences = c => c.Conclusion,
        Figures = new ObjectShape<Comparison>()
            .Text("conclusion", "The difference in one sentence.", c => c.Conclusion)
            .Part("a", "The first.", c => c.A.Plan, Side())
            .Part("b", "The second.", c => c.B.Plan, Side()),
    };

    private static QuantNeed Chosen(NeedsAnswer answer) => answer.Quants.FirstOrDefault(q => q.Quant == answer.Chosen) ?? answer.Quants[0];

    private static ObjectShape<MemoryPlan> Side() =>
        new ObjectShape<MemoryPlan>("side")
            .Text("model", "The model.", p => p.Model.Id)
            .Text("quantization", "How its weights are stored.", p => p.Model.QuantName)
            .Text("rig", "The machine.", p => p.Rig.Name)
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
            .Bytes("totalBytes", "Bytes the engine allocates.", p => p.Total)
            .PartIfAny("tokensPerSecond", "Speed of an answer; missing where unknown.", p => p.Forecast?.Decode, Brief.Rate);
}
