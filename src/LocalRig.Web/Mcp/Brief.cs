using System.Globalization;
using LocalRig.Advice;
using LocalRig.Answers;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Shapes;
using LocalRig.Units;

namespace LocalRig.Web.Mcp;

/// <summary>What several tools say in the same words and figures.</summary>
internal static class Brief
{
    private const int Digits = 1; // a forecast's interval is tens of per cent wide

    /// <summary>A speed with its interval.</summary>
    public static ObjectShape<RateForecast> Rate { get; } = new ObjectShape<RateForecast>()
        .Number("low", "Tokens per second: one in ten measurements is below.", r => Math.Round(r.Low, Digits))
        .Number("likely", "Tokens per second, likely.", r => Math.Round(r.TokensPerSecond, Digits))
        .Number("high", "Tokens per second: one in ten measurements is above.", r => Math.Round(r.High, Digits));

    /// <summary>What a device of a plan holds.</summary>
    public static ObjectShape<DevicePlan> Device { get; } = new ObjectShape<DevicePlan>()
        .Text("name", "The device; host is main memory.", d => d.Name)
        .Bytes("usedBytes", "Bytes it holds, with driver and runtime.", d => d.Total)
        .Bytes("usableBytes", "Bytes that can be had.", d => d.Usable);

    /// <summary>A model on a machine.</summary>
    public static ObjectShape<SurveyLine> Line { get; } = new ObjectShape<SurveyLine>("line")
        .Text("model", "The model.", l => l.Model.Id)
        .Text("quantization", "How its weights are stored.", l => l.Plan.Model.QuantName)
        .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, l => l.Plan.Verdict)
        .Bytes("totalBytes", "Bytes the engine allocates.", l => l.Plan.Total)
        .Integer("comfortableContext", "The largest context that leaves the margin free, in tokens.", l => l.ComfortableContext)
        .PartIfAny("tokensPerSecond", "Speed of an answer; missing where unknown.", l => l.Plan.Forecast?.Decode, Rate);

    /// <summary>Sentences joined.</summary>
    public static string Sentences(params IEnumerable<string?> sentences) => string.Join(' ', sentences.Where(s => !string.IsNullOrEmpty(s)));

    /// <summary>A list in words: a, b and c.</summary>
    public static string List(IReadOnlyList<string> words, string last = "and") =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}";

    /// <summary>A speed in words: <c>31 (25–38) tokens/s</c>.</summary>
    public static string Speed(RateForecast rate) => $"{Number(rate.TokensPerSecond)} ({Number(rate.Low)}–{Number(rate.High)}) tokens/s";

    /// <summary>How fast a plan answers, in a sentence.</summary>
    public static string Speed(MemoryPlan plan) =>
        plan.Forecast is { } forecast ? $"It answers at {Speed(forecast.Decode)} and reads a prompt at {Speed(forecast.Prefill)}."
        : plan.AtMost is { } bound ? $"It answers at no more than {Number(bound.High)} tokens/s."
        : "How fast it is can't be said for this hardware.";

    /// <summary>Where a plan's memory is, in a sentence.</summary>
    public static string Memory(MemoryPlan plan) =>
        $"Memory: {List([.. plan.AsLoaded.Devices.Where(d => d.IsUsed).Select(d => $"{d.Name} {d.Total} of {d.Usable}")])}.";

    /// <summary>A model on a machine in words: <c>Qwen3.5-27B Q4_K_M, 31 (25–38) tokens/s</c>.</summary>
    public static string Words(SurveyLine line) =>
        $"{line.Model.Id} {line.Plan.Model.QuantName}{(line.Plan.Forecast is { } forecast ? ", " + Speed(forecast.Decode) : "")}, context up to {Tokens(line.ComfortableContext)}";

    /// <summary>A machine in words.</summary>
    public static string Words(Rig rig) =>
        $"{List([.. rig.Devices.Select(d => $"{d.Model ?? d.CatalogId ?? d.Name} with {d.Memory}").GroupBy(w => w).Select(g => g.Count() > 1 ? $"{g.Count()} × {g.Key}" : g.Key).DefaultIfEmpty("no graphics processor")])}; main memory {rig.Host.Memory}";

    /// <summary>Tokens of context: <c>32,768</c>.</summary>
    public static string Tokens(int tokens) => tokens.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with as many digits as tell something.</summary>
    public static string Number(double number) => number.ToString(number < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>A price with its age.</summary>
    public static string Price(HardwareCost cost, PriceRange price) =>
        $"{price}{(cost.Parts.Select(p => p.Price?.AgeDays).Max() is int days ? $" (seen up to {days} days ago{(cost.Stale ? ", stale" : "")})" : "")}";
}
