using System.Collections.Immutable;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Shapes;

namespace LocalRig.Proof.Benching;

/// <summary>What was measured, beside what was forecast.</summary>
public sealed record BenchReport
{
    /// <summary>The runtime with its version.</summary>
    public required string Runtime { get; init; }

    /// <summary>The plan that ran.</summary>
    public required MemoryPlan Plan { get; init; }

    /// <summary>Every test that was done.</summary>
    public required ImmutableArray<BenchResult> Results { get; init; }

    /// <summary>The forecast of the plan before anything of this was known.</summary>
    public Forecast? Before { get; init; }

    /// <summary>The same afterwards; null where no forecast rests on anything of it.</summary>
    public Forecast? After { get; init; }

    /// <summary>What matters besides, a sentence each.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool Stopped { get; init; }
}

/// <summary>One test.</summary>
/// <param name="IsPrompt">Of a prompt rather than an answer.</param>
/// <param name="Tokens">Tokens of the test.</param>
/// <param name="Depth">Tokens already in context.</param>
/// <param name="Users">Prompts or answers at once.</param>
/// <param name="TokensPerSecond">The mean of the samples, of all users together.</param>
/// <param name="Deviation">Their standard deviation, in tokens per second.</param>
/// <param name="Samples">How many.</param>
/// <param name="Forecast">What was forecast without this machine's own measurements.</param>
/// <param name="Record">The record's id in the ledger; empty where it wasn't kept.</param>
/// <param name="Flag">Why the ledger doesn't use it; empty where it does.</param>
/// <param name="Seen">What was seen meanwhile: power, temperature, slowing down because of heat.</param>
public sealed record BenchResult(bool IsPrompt, int Tokens, int Depth, int Users, double TokensPerSecond, double Deviation, int Samples, RateForecast? Forecast, string Record, string Flag, ImmutableArray<string> Seen);

/// <summary>The report in JSON.</summary>
public static class BenchJson
{
    private const int Digits = 4;

    /// <summary>The shape.</summary>
    public static ObjectShape<BenchReport> Shape { get; } = new ObjectShape<BenchReport>()
        .Text("model", "The model's name.", r => r.Plan.Model.Id)
        .Text("quant", "Its quantization.", r => r.Plan.Model.QuantName)
        .Text("runtime", "The runtime with its version.", r => r.Runtime)
        .Flag("stopped", "Whether it was stopped before its end.", r => r.Stopped)
        .List("results", "Every test that was done.", r => r.Results, new ObjectShape<BenchResult>()
            .Text("metric", "prefill for prompts, decode for answers.", b => b.IsPrompt ? "prefill" : "decode")
            .Integer("tokens", "Tokens of the test.", b => b.Tokens)
            .Integer("depth", "Tokens already in context.", b => b.Depth)
            .Integer("users", "Prompts or answers at once.", b => b.Users)
            .Number("tokensPerSecond", "The mean of the samples, of all users together.", b => Math.Round(b.TokensPerSecond, Digits))
            .Number("deviation", "Their standard deviation, in tokens per second.", b => Math.Round(b.Deviation, Digits))
            .Integer("samples", "How many samples.", b => b.Samples)
            .NumberIfKnown("forecast", "Tokens per second forecast without this machine's own measurements.", b => b.Forecast is { } f ? Math.Round(f.TokensPerSecond, Digits) : null)
            .NumberIfKnown("forecastLow", "The low end of the forecast's interval.", b => b.Forecast is { } f ? Math.Round(f.Low, Digits) : null)
            .NumberIfKnown("forecastHigh", "The high end.", b => b.Forecast is { } f ? Math.Round(f.High, Digits) : null)
            .NumberIfKnown("ceiling", "What data sheets allow at most.", b => b.Forecast is { } f ? Math.Round(f.Ceiling, Digits) : null)
            .Text("record", "The record's id in the ledger; empty where it wasn't kept.", b => b.Record)
            .Text("flag", "Why the ledger doesn't use it; empty where it does.", b => b.Flag)
            .Texts("seen", "What was seen meanwhile: power, temperature, slowing down because of heat.", b => b.Seen))
        .NumberIfKnown("forecastBefore", "Tokens of an answer per second, forecast for the plan before.", r => r.Before is { } f ? Math.Round(f.Decode.TokensPerSecond, Digits) : null)
        .NumberIfKnown("forecastAfter", "The same afterwards; missing where no forecast rests on anything of it.", r => r.After is { } f ? Math.Round(f.Decode.TokensPerSecond, Digits) : null)
        .Texts("notes", "What matters besides.", r => r.Notes);
}
