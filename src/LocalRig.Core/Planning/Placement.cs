using System.Collections.Immutable;

namespace LocalRig.Planning;

/// <summary>Where weights and caches go, in llama.cpp's terms, as asked for: <c>auto</c> values are resolved before an engine sees it.</summary>
public sealed record Placement
{
    /// <summary>The value of <see cref="GpuLayers"/> for "every layer and the output".</summary>
    public const int AllLayers = int.MaxValue;

    /// <summary>Layers on devices, counted from the last, the output layer included (-ngl).</summary>
    public int GpuLayers { get; init; } = AllLayers;

    /// <summary>First layers whose experts stay on the host (--n-cpu-moe).</summary>
    public int CpuMoeLayers { get; init; }

    /// <summary>Memories that tensors of certain names are sent to (-ot); asked before <see cref="CpuMoeLayers"/>.</summary>
    public TensorOverrides Overrides { get; init; } = TensorOverrides.None;

    /// <summary>How several devices share the model (-sm).</summary>
    public SplitMode SplitMode { get; init; } = SplitMode.Layer;

    /// <summary>Share of layers per device (-ts); empty lets the engine go by free memory.</summary>
    public ImmutableArray<double> TensorSplit { get; init; } = [];

    /// <summary>The device that takes everything under <see cref="SplitMode.None"/> (-mg).</summary>
    public int MainGpu { get; init; }

    /// <summary>Keep caches on the device of their layer (not -nkvo).</summary>
    public bool KvOffload { get; init; } = true;

    /// <summary>Let a device compute big batches with weights copied from the host (not -nopo).</summary>
    public bool OpOffload { get; init; } = true;

    /// <summary>Map the file in place of reading it (not --no-mmap).</summary>
    public bool Mmap { get; init; } = true;

    /// <summary>Whether several devices may run pipelined. llama.cpp has no option for it: it gives pipelining up by itself where the buffers for it can't be allocated.</summary>
    public bool MayPipeline { get; init; } = true;

    /// <summary>Skip the device's pinned host buffer type for host weights (no_host).</summary>
    public bool NoHost { get; init; }

    /// <summary>Use the processor's repacked weight layouts (extra buffer types).</summary>
    public bool Repack { get; init; } = true;

    /// <summary>Whether all of it is the same; splits by their shares.</summary>
    public bool Equals(Placement? other) =>
        other is not null
        && (GpuLayers, CpuMoeLayers, SplitMode, MainGpu) == (other.GpuLayers, other.CpuMoeLayers, other.SplitMode, other.MainGpu)
        && (KvOffload, OpOffload, Mmap, MayPipeline, NoHost, Repack) == (other.KvOffload, other.OpOffload, other.Mmap, other.MayPipeline, other.NoHost, other.Repack)
        && Overrides.Equals(other.Overrides)
        && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GpuLayers, CpuMoeLayers, SplitMode, MainGpu, Overrides, Shares.Length);

    private ReadOnlySpan<double> Shares => TensorSplit.IsDefault ? [] : TensorSplit.AsSpan();
}

/// <summary>How several devices share a model.</summary>
public enum SplitMode
{
    /// <summary>Everything on the main device.</summary>
    None,

    /// <summary>Whole layers per device.</summary>
    Layer,

    /// <summary>Rows of each matrix per device.</summary>
    Row,
}
