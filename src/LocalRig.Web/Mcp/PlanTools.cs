using LocalRig.Advice.Levers;
using LocalRig.Answers;
using LocalRig.Planning;
using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>Tools about one model on one machine.</summary>
internal static class PlanTools
{
    /// <summary>Whether a model fits.</summary>
    public static ToolText<MemoryPlan> DoesItFit { get; } = new()
    {
        Name = "does_it_fit",
        Title = "Does it fit?",
        Description = "Whether one open model fits one machine with llama.cpp: memory per device to the byte, largest context, speed as an interval, and the command that starts it. "
            + "Without `quant` the best quantization that fits is taken; without `rig` it is the machine LocalRig runs on.",
        Fields = ["model!", "quant", "rig", "ctx", "cacheTypeK", "cacheTypeV", "parallel"],
        Sentences = p => Brief.Sentences(
            $"{p.Model.Id} {p.Model.QuantName} on {p.Rig.Name} with a context of {Brief.Tokens(p.Effective.Context)}: {p.Verdict.Word()}.", p.Advice, Brief.Memory(p), Brief.Speed(p),
            p.MaxContext > 0 ? $"The largest context that fits so is {Brief.Tokens(p.MaxContext)} tokens." : "",
            p.Exactness == Exactness.Exact ? "" : $"The bytes aren't exact: {p.ExactnessReason}", p.Model.Notice, $"Start it with: {LlamaServerCommand.Line(p)}"),
        Figures = new ObjectShape<MemoryPlan>()
            .Text("model", "The model.", p => p.Model.Id)
            .Text("quantization", "How its weights are stored.", p => p.Model.QuantName)
            .Text("rig", "The machine.", p => p.Rig.Name)
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
            .Text("advice", "The verdict in one sentence.", p => p.Advice)
            .Integer("context", "Tokens of context.", p => p.Effective.Context)
            .Integer("maxContext", "The largest context that fits in this placement, in tokens.", p => p.MaxContext)
            .Bytes("totalBytes", "Bytes the engine allocates.", p => p.AsLoaded.Total)
            .Word("exactness", "How exactly the bytes are known.", AnswerWords.Word, p => p.Exactness)
            .List("devices", "What each device holds once it is loaded, main memory last.", p => p.AsLoaded.Devices, Brief.Device)
            .PartIfAny("tokensPerSecond", "Speed of an answer; missing where unknown.", p => p.Forecast?.Decode, Brief.Rate)
            .Text("command", "The llama-server command that starts exactly this.", p => LlamaServerCommand.Line(p)),
    };

    /// <summary>How far the context goes.</summary>
    public static ToolText<Curve> LargestContext { get; } = new()
    {
        Name = "largest_context",
        Title = "Context against memory and speed",
        Description = "How memory and speed of one model on one machine change with the context, from 1k tokens to what the model was trained for, and the largest context that fits.",
        Fields = ["model!", "quant", "rig", "cacheTypeK", "cacheTypeV"],
        Sentences = c => Brief.Sentences(
            $"{c.Points[0].Model.Id} {c.Points[0].Model.QuantName} on {c.Points[0].Rig.Name}:",
            Of(c, Verdict.Comfortable) is { } comfortable ? $"comfortable up to {Brief.Tokens(comfortable.Effective.Context)} tokens of those tried ({Curve.Used(comfortable)} of {Curve.Usable(comfortable)}{Rate(comfortable)})." : "comfortable at no context tried.",
            c.Points.LastOrDefault(p => p.Verdict is not (Verdict.DoesNotFit or Verdict.Spills)) is { } fits ? $"It fits up to {Brief.Tokens(fits.MaxContext)} tokens." : "It fits the devices at no context tried.",
            $"With a context of {Brief.Tokens(c.Points[^1].Effective.Context)} it is: {c.Points[^1].Verdict.Word()}."),
        Figures = new ObjectShape<Curve>()
            .Text("model", "The model.", c => c.Points[0].Model.Id)
            .Text("quantization", "How its weights are stored.", c => c.Points[0].Model.QuantName)
            .List("points", "One per context, shortest first.", c => c.Points, new ObjectShape<MemoryPlan>()
                .Integer("context", "Tokens of context.", p => p.Effective.Context)
                .Bytes("deviceBytes", "Bytes taken on devices, or of main memory where there are none.", Curve.Used)
                .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
                .PartIfAny("tokensPerSecond", "Speed with the context full; missing where unknown.", p => p.Forecast?.Decode, Brief.Rate)),
    };

    /// <summary>What to change.</summary>
    public static ToolText<LeverBoard> MakeItFit { get; } = new()
    {
        Name = "make_it_fit",
        Title = "What to change so that it fits, or runs faster",
        Description = "Every change that makes a model fit a machine, or fit better: smaller cache types, shorter context, another quantization, experts or layers in main memory. What each saves and costs, and the cheapest that helps.",
        Fields = ["model!", "quant", "rig", "ctx"],
        Sentences = b => b.Conclusion,
        Figures = new ObjectShape<LeverBoard>()
            .Word("verdict", "How well it fits as it is.", AnswerWords.Word, b => b.Now.Verdict)
            .Bytes("lackBytes", "Bytes it lacks.", b => b.Lack)
            .PartIfAny("cheapest", "The change that helps and gives up least; missing where none does.", b => b.Cheapest, Effect())
            .List("changes", "The changes that do most.", b => b.Effects.Take(Most), Effect()),
    };

    /// <summary>How to start it.</summary>
    public static ToolText<CommandsAnswer> HowToRun { get; } = new()
    {
        Name = "how_to_run",
        Title = "Commands for each runtime",
        Description = "What to type to run a model on a machine in llama-server, Ollama, LM Studio, vLLM, SGLang or MLX, and what each can't express.",
        Fields = ["model!", "quant", "rig", "ctx", "runtime"],
        Sentences = a => Brief.Sentences([
            $"{a.Plan.Model.Id} {a.Plan.Model.QuantName} on {a.Plan.Rig.Name}: {a.Plan.Verdict.Word()}.",
            .. a.Commands.Select(c => c.Cannot.Length > 0 ? $"{c.Title} can't: {c.Cannot}" : $"{c.Title}: {c.Script.ReplaceLineEndings("; ")}")]),
        Figures = new ObjectShape<CommandsAnswer>()
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, a => a.Plan.Verdict)
            .List("runtimes", "The runtimes.", a => a.Commands, new ObjectShape<RuntimeCommand>()
                .Text("runtime", "The runtime.", c => c.Runtime)
                .Text("script", "What to type; empty where it can't run this.", c => c.Cannot.Length > 0 ? "" : c.Script)
                .Text("cannot", "Why it can't run this; may be empty.", c => c.Cannot)),
    };

    private const int Most = 5;

    private static MemoryPlan? Of(Curve curve, Verdict verdict) => curve.Points.LastOrDefault(p => p.Verdict == verdict);

    private static string Rate(MemoryPlan plan) => plan.Forecast is { } forecast ? ", " + Brief.Speed(forecast.Decode) : "";

    private static ObjectShape<LeverEffect> Effect() =>
        new ObjectShape<LeverEffect>("effect")
            .Texts("changes", "What to do, in words.", e => e.Levers.Select(l => l.Change))
            .Texts("options", "The options that do it.", e => e.Levers.Select(l => l.Options).Where(o => o.Length > 0))
            .Bytes("freedBytes", "Bytes won on the devices.", e => e.Freed)
            .Word("verdict", "How well it fits afterwards.", AnswerWords.Word, e => e.After.Verdict)
            .PartIfAny("tokensPerSecond", "Speed afterwards; missing where unknown.", e => e.After.Forecast?.Decode, Brief.Rate);
}
