using System.Collections.Immutable;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Serving;
using LocalRig.Shapes;
using LocalRig.Units;

namespace LocalRig.Proof.Watching;

/// <summary>A running server at one moment, beside its plan.</summary>
public sealed record WatchReport
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The server with its version.</summary>
    public required string Server { get; init; }

    /// <summary>The model it runs, as it names it; empty for none.</summary>
    public required string Model { get; init; }

    /// <summary>What it does: <c>ready</c>, <c>answering</c>, <c>loading</c>, <c>idle</c> (no model loaded).</summary>
    public required string State { get; init; }

    /// <summary>Those it answers; empty where it doesn't tell.</summary>
    public ImmutableArray<WatchedSlot> Slots { get; init; } = [];

    /// <summary>The cache pool that all it answers share; null where each has a place of its own.</summary>
    public WatchedPool? Pool { get; init; }

    /// <summary>Tokens of answers per second since the last look, of all together; null where nothing was answered or it isn't told.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Tokens of prompts read per second since the last look.</summary>
    public double? PromptTokensPerSecond { get; init; }

    /// <summary>What was forecast for as many answers at this depth; null where there is no plan or no forecast.</summary>
    public RateForecast? Forecast { get; init; }

    /// <summary>Memory of every device and of the host, where it can be seen.</summary>
    public ImmutableArray<WatchedMemory> Memory { get; init; } = [];

    /// <summary>Main memory that programs can still have; null where that isn't told.</summary>
    public ByteSize? FreeHost { get; init; }

    /// <summary>Seconds until the first answer has no context left, at the speed it has now; null where none comes near it or nothing is answered.</summary>
    public double? FullInSeconds { get; init; }

    /// <summary>The plan; null where it isn't known what runs.</summary>
    public MemoryPlan? Plan { get; init; }

    /// <summary>What matters besides, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Tokens in context of all that are answered; null where that isn't told.</summary>
    public long? Used => Slots.Any(s => s.Used is not null) ? Slots.Sum(s => (long)(s.Used ?? 0)) : null;

    /// <summary>The answer that is nearest to the end of its context.</summary>
    public WatchedSlot? Fullest => Slots.Where(s => s.Used is not null && s.Context > 0).MaxBy(s => s.Used / (double)s.Context);
}

/// <summary>One of those a server answers.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Context">Tokens of context it has.</param>
/// <param name="Used">Tokens in it; missing where it isn't told (llama-server tells it of answers under way).</param>
/// <param name="IsBusy">Whether something is answered.</param>
public sealed record WatchedSlot(int Number, int Context, int? Used, bool IsBusy);

/// <summary>A cache pool that several answers share.</summary>
/// <param name="Tokens">Tokens it holds.</param>
/// <param name="Used">Tokens in it.</param>
/// <param name="Running">Requests that are answered.</param>
/// <param name="Waiting">Requests that wait.</param>
/// <param name="Planned">What the plan gives it; null without a plan.</param>
public sealed record WatchedPool(long Tokens, long Used, int Running, int Waiting, CountRange? Planned)
{
    /// <summary>How it compares with the plan's bounds: <c>within</c>, <c>below</c>, <c>above</c>, <c>unplanned</c>.</summary>
    public string Verdict => Planned is not CountRange planned ? "unplanned" : Tokens < planned.Low ? "below" : Tokens > planned.High ? "above" : "within";
}

/// <summary>Memory of a device, or of the host.</summary>
/// <param name="Device">Which.</param>
/// <param name="Planned">What the plan gives it; null without a plan.</param>
/// <param name="Actual">What the server has there.</param>
public sealed record WatchedMemory(string Device, ByteSize? Planned, ByteSize Actual);

/// <summary>The report in JSON.</summary>
public static class WatchJson
{
    private const int Digits = 4;

    /// <summary>The shape.</summary>
    public static ObjectShape<WatchReport> Shape { get; } = new ObjectShape<WatchReport>()
        .Text("at", "When, in ISO 8601.", r => r.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture))
        .Text("server", "The server with its version.", r => r.Server)
        .Text("model", "The model it runs, as it names it; empty for none.", r => r.Model)
        .Text("state", "ready, answering, loading, idle.", r => r.State)
        .NumberIfKnown("tokensPerSecond", "Tokens of answers per second since the last look, of all together.", r => Round(r.TokensPerSecond))
        .NumberIfKnown("promptTokensPerSecond", "Tokens of prompts read per second since the last look.", r => Round(r.PromptTokensPerSecond))
        .NumberIfKnown("forecast", "Tokens per second forecast for as many answers at this depth.", r => Round(r.Forecast?.TokensPerSecond))
        .NumberIfKnown("forecastLow", "The low end of the forecast's interval.", r => Round(r.Forecast?.Low))
        .NumberIfKnown("forecastHigh", "The high end.", r => Round(r.Forecast?.High))
        .List("slots", "Those it answers.", r => r.Slots, new ObjectShape<WatchedSlot>()
            .Integer("slot", "Its number.", s => s.Number)
            .Integer("context", "Tokens of context it has.", s => s.Context)
            .IntegerIfKnown("used", "Tokens in it; missing where it isn't told.", s => s.Used)
            .Flag("busy", "Whether something is answered.", s => s.IsBusy))
        .PartIfAny("pool", "The cache pool that all it answers share (vLLM); missing where each has a place of its own.", r => r.Pool, new ObjectShape<WatchedPool>()
            .Integer("tokens", "Tokens it holds.", p => p.Tokens)
            .Integer("used", "Tokens in it.", p => p.Used)
            .Integer("running", "Requests that are answered.", p => p.Running)
            .Integer("waiting", "Requests that wait.", p => p.Waiting)
            .IntegerIfKnown("plannedLow", "The low end of what the plan gives it, in tokens.", p => p.Planned?.Low)
            .IntegerIfKnown("plannedLikely", "What the plan thinks likely.", p => p.Planned?.Likely)
            .IntegerIfKnown("plannedHigh", "The high end.", p => p.Planned?.High)
            .Text("verdict", "within, below or above what the plan gives it; unplanned without a plan.", p => p.Verdict))
        .NumberIfKnown("fullInSeconds", "Seconds until the first answer has no context left, at the speed it has now.", r => Round(r.FullInSeconds))
        .List("memory", "Memory of every device and of the host.", r => r.Memory, new ObjectShape<WatchedMemory>()
            .Text("device", "Which.", m => m.Device)
            .BytesIfKnown("plannedBytes", "What the plan gives it.", m => m.Planned)
            .Bytes("actualBytes", "What the server has there.", m => m.Actual))
        .BytesIfKnown("freeHostBytes", "Main memory that programs can still have.", r => r.FreeHost)
        .Texts("notes", "What matters besides.", r => r.Notes);

    private static double? Round(double? number) => number is double known ? Math.Round(known, Digits) : null;
}
