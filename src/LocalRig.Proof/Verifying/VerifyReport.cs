using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Shapes;
using LocalRig.Units;

namespace LocalRig.Proof.Verifying;

/// <summary>Predicted beside actual.</summary>
public sealed record VerifyReport
{
    /// <summary>The runtime with its version.</summary>
    public required string Runtime { get; init; }

    /// <summary>How it told: <c>planned</c> without loading, <c>loaded</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The plan that was compared.</summary>
    public required MemoryPlan Plan { get; init; }

    /// <summary>Every part of every memory.</summary>
    public required ImmutableArray<VerifiedPart> Parts { get; init; }

    /// <summary>Free memory before and while it was loaded; empty where nothing was.</summary>
    public ImmutableArray<FreeMemory> Free { get; init; } = [];

    /// <summary>Tokens of an answer per second, where it was loaded; null otherwise.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>What the comparison stands on and what explains differences, a sentence each.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>The record's id in the ledger; empty where it wasn't written.</summary>
    public string Record { get; init; } = "";

    /// <summary>The machine's fingerprint; empty where the runtime may run elsewhere.</summary>
    public string Machine { get; init; } = "";

    /// <summary>What a difference may be, in percent, beyond what the runtime rounds.</summary>
    public double Tolerance { get; init; }

    /// <summary>Whether every part is within the tolerance.</summary>
    public bool Agrees => Parts.All(p => p.IsWithin(Tolerance)) && !Spilled;

    /// <summary>Whether it answered so slowly that part of it can't be where the runtime says: the driver moved it to main memory without a word.</summary>
    public bool Spilled { get; init; }
}

/// <summary>One part, predicted and actual.</summary>
/// <param name="Device">The memory.</param>
/// <param name="Part">The part.</param>
/// <param name="Predicted">LocalRig's bytes.</param>
/// <param name="Actual">The runtime's bytes; null where it printed none.</param>
/// <param name="Resolution">How exactly the runtime printed it.</param>
public sealed record VerifiedPart(string Device, ModelPart Part, ByteSize Predicted, ByteSize? Actual, ByteSize Resolution)
{
    /// <summary>Actual less predicted.</summary>
    public ByteSize Difference => (Actual ?? ByteSize.Zero) - Predicted;

    /// <summary>Whether it is what was predicted, as exactly as the runtime prints.</summary>
    public bool IsEqual => Math.Abs(Difference.Bytes) <= Resolution.Bytes;

    /// <summary>Whether it is within a tolerance in percent.</summary>
    public bool IsWithin(double percent) => IsEqual || Math.Abs(Difference.Bytes) <= Math.Max(Predicted.Bytes, (Actual ?? ByteSize.Zero).Bytes) * percent / 100 + Resolution.Bytes;
}

/// <summary>Free memory before and while a model was loaded.</summary>
/// <param name="Device">The memory.</param>
/// <param name="Before">Bytes free before.</param>
/// <param name="Loaded">Bytes free while it was loaded.</param>
public sealed record FreeMemory(string Device, ByteSize Before, ByteSize Loaded);

/// <summary>The report in JSON.</summary>
public static class VerifyJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<VerifyReport> Shape { get; } = new ObjectShape<VerifyReport>()
        .Text("model", "The model's name.", r => r.Plan.Model.Id)
        .Text("quant", "Its quantization.", r => r.Plan.Model.QuantName)
        .Text("runtime", "The runtime with its version.", r => r.Runtime)
        .Text("method", "planned: the runtime planned it without loading; loaded: it loaded it.", r => r.Method)
        .Flag("agrees", "Whether every part is within the tolerance.", r => r.Agrees)
        .Number("tolerancePercent", "What a difference may be beyond what the runtime rounds, in percent.", r => r.Tolerance)
        .List("parts", "Every part of every memory.", r => r.Parts, new ObjectShape<VerifiedPart>()
            .Text("device", "The memory.", p => p.Device)
            .Text("part", "weights, context (caches and recurrent state), compute, output, all.", p => p.Part.ToString().ToLowerInvariant())
            .Bytes("predictedBytes", "LocalRig's bytes.", p => p.Predicted)
            .BytesIfKnown("actualBytes", "The runtime's bytes; missing where it printed none.", p => p.Actual)
            .Bytes("resolutionBytes", "How exactly the runtime printed it, in bytes.", p => p.Resolution)
            .Flag("equal", "Whether they are equal as exactly as the runtime prints.", p => p.IsEqual))
        .ListIfAny("free", "Free memory before and while it was loaded; missing where nothing was.", r => r.Free.IsEmpty ? null : r.Free, new ObjectShape<FreeMemory>()
            .Text("device", "The memory.", f => f.Device)
            .Bytes("beforeBytes", "Bytes free before.", f => f.Before)
            .Bytes("loadedBytes", "Bytes free while it was loaded.", f => f.Loaded))
        .NumberIfKnown("tokensPerSecond", "Tokens of an answer per second; missing where it wasn't loaded.", r => r.TokensPerSecond)
        .Flag("spilled", "Whether it is so slow that part of it must be elsewhere than the runtime says.", r => r.Spilled)
        .Texts("notes", "What the comparison stands on and what explains differences.", r => r.Notes)
        .Text("record", "The record's id in the ledger; empty where none was written.", r => r.Record);
}
