using LocalRig.Contract;

namespace LocalRig.Ledger;

/// <summary>One thing that was measured, claimed, predicted or taken back. Texts that aren't known are empty, numbers null; it never names a person's machine,
/// account or folder. docs/ledger.md describes it for other programs.</summary>
public sealed record EvidenceRecord
{
    /// <summary>What it is.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>When it was measured or said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The machine's fingerprint; empty where it isn't known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>The devices it ran on, as <see cref="Rigs.RigIdentity"/> tells them.</summary>
    public string Rig { get; init; } = "";

    /// <summary>The device most of the model was on: a catalogue id, or the name its driver gives.</summary>
    public string Device { get; init; } = "";

    /// <summary>What drove it: <c>cuda</c>, <c>cpu</c>.</summary>
    public string Backend { get; init; } = "";

    /// <summary>The program: <c>llama.cpp</c>.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Its version or build.</summary>
    public string Build { get; init; } = "";

    /// <summary>The model: a catalogue id, or the file's name without its folder.</summary>
    public string Model { get; init; } = "";

    /// <summary>Its quantization: <c>Q4_K_M</c>.</summary>
    public string Quant { get; init; } = "";

    /// <summary>Bytes of the model's file.</summary>
    public long? FileBytes { get; init; }

    /// <summary>SHA-256 of the first MiB of the file.</summary>
    public string HeaderSha256 { get; init; } = "";

    /// <summary>Digest of its tensors' names, types and shapes (<see cref="Models.LayoutDigest"/>).</summary>
    public string Layout { get; init; } = "";

    /// <summary>What was measured: <c>decode</c>, <c>prefill</c>, <c>memory</c>.</summary>
    public string Metric { get; init; } = "";

    /// <summary>For memory, which part of which device: <c>CUDA0 weights</c>.</summary>
    public string Part { get; init; } = "";

    /// <summary>Tokens of the test.</summary>
    public int Tokens { get; init; }

    /// <summary>Tokens already in context.</summary>
    public int Depth { get; init; }

    /// <summary>Answers at once.</summary>
    public int Users { get; init; } = 1;

    /// <summary>Tokens of context made room for; 0 where that isn't known.</summary>
    public int Context { get; init; }

    /// <summary>Layers on graphics processors, the output included; null where that isn't known.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>Layers a full offload moves; 0 where that isn't known.</summary>
    public int Layers { get; init; }

    /// <summary>Layers whose experts were in main memory.</summary>
    public int CpuMoeLayers { get; init; }

    /// <summary>Type of cached keys; empty for f16.</summary>
    public string CacheTypeK { get; init; } = "";

    /// <summary>Type of cached values; empty for f16.</summary>
    public string CacheTypeV { get; init; } = "";

    /// <summary>The value: tokens per second (all answers together), or bytes.</summary>
    public double Value { get; init; }

    /// <summary>The value's unit: <c>tok/s</c> or <c>bytes</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Standard deviation of the samples, in the value's unit.</summary>
    public double? Spread { get; init; }

    /// <summary>How many samples.</summary>
    public int Samples { get; init; }

    /// <summary>What LocalRig forecast without the machine's own measurements, in the value's unit.</summary>
    public double? Forecast { get; init; }

    /// <summary>What data sheets allow at most, in the value's unit.</summary>
    public double? Ceiling { get; init; }

    /// <summary>The calibration the forecast was made with.</summary>
    public string Calibration { get; init; } = "";

    /// <summary>Share of the machine's processors that other programs kept busy meanwhile; null where nobody looked.</summary>
    public double? Busy { get; init; }

    /// <summary>Everything else that matters: background load, power limits.</summary>
    public string Conditions { get; init; } = "";

    /// <summary>Where it stands: an address.</summary>
    public string Source { get; init; } = "";

    /// <summary>What sort of witness: <c>own</c>, <c>community</c>, <c>vendor</c>.</summary>
    public string Who { get; init; } = "";

    /// <summary>The record taken back or accepted.</summary>
    public string Of { get; init; } = "";
}

/// <summary>What a record is.</summary>
public enum RecordKind
{
    /// <summary>Somebody ran it and read the value.</summary>
    Measurement,

    /// <summary>Somebody says so.</summary>
    Claim,

    /// <summary>LocalRig said so beforehand.</summary>
    Prediction,

    /// <summary>Another record is taken back.</summary>
    Retraction,

    /// <summary>A record in quarantine is accepted.</summary>
    Acceptance,
}

/// <summary>Words for kinds of records.</summary>
public static class RecordKinds
{
    /// <summary>Every kind with its word.</summary>
    public static IReadOnlyList<(string Word, RecordKind Kind)> All { get; } =
        [("measurement", RecordKind.Measurement), ("claim", RecordKind.Claim), ("prediction", RecordKind.Prediction), ("retraction", RecordKind.Retraction), ("acceptance", RecordKind.Acceptance)];

    /// <summary>A kind's word.</summary>
    public static string Word(this RecordKind kind) => All[(int)kind].Word;
}

/// <summary>A record as a store has it.</summary>
/// <param name="Sequence">Its place in the store, from 1; the order records came in, whatever clocks say.</param>
/// <param name="Id">Its id: the same content has the same id everywhere.</param>
/// <param name="Flag">Why it isn't used: <c>impossible</c>, <c>duplicate</c>, <c>quarantined</c>, <c>retracted</c>; empty where it is.</param>
/// <param name="Record">The record.</param>
public sealed record StoredRecord(long Sequence, string Id, string Flag, EvidenceRecord Record)
{
    /// <summary>Flag of what can't be.</summary>
    public const string Impossible = "impossible";

    /// <summary>Flag of what was there before.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Flag of what nobody looked at yet.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>Flag of what was taken back.</summary>
    public const string Retracted = "retracted";
}

/// <summary>A store that can't be read or written, in one sentence with what to do.</summary>
public sealed class LedgerException(string message, string hint, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What to do.</summary>
    public string Hint { get; } = hint;

    /// <summary>The same as faces tell it.</summary>
    public Problem Problem => new(ErrorCode.Runtime, Message, Hint, "ledger");
}
