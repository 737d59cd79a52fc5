using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Graphs;

/// <summary>One tensor of a compute graph: a weight, a cache, an input, or the result of an operation. Shapes and strides follow ggml (<c>ne</c>, <c>nb</c>).</summary>
public sealed class GraphTensor
{
    private const int CommonSources = 3; // nearly all operations read no more; attention and state-space ones do

    private GraphTensor?[] _sources = [];

    private int _sourceCount;

    /// <summary>The name llama.cpp gives it; empty where it gives none.</summary>
    public string Name { get; set; } = "";

    /// <summary>The operation that makes it; <see cref="Operation.None"/> for weights, caches and inputs.</summary>
    public Operation Operation { get; internal set; }

    /// <summary>How its elements are stored.</summary>
    public TensorType Type { get; internal set; }

    /// <summary>Elements per dimension.</summary>
    public TensorShape Shape { get; internal set; }

    /// <summary>Bytes from one element (block) to the next in dimension 0 to 3.</summary>
    public TensorStrides Strides { get; internal set; }

    /// <summary>What the operation reads, in ggml's order; a null is an unused place.</summary>
    public Span<GraphTensor?> Sources
    {
        get => _sources.AsSpan(0, _sourceCount);
        internal set => Read(value);
    }

    /// <summary>The tensor whose storage this one shares (never itself a view), or null.</summary>
    public GraphTensor? ViewOf { get; internal set; }

    /// <summary>Where this view begins in its storage, in bytes.</summary>
    public long ViewOffset { get; internal set; }

    /// <summary>Filled by the caller before each run; keeps its own storage for the whole run (ggml's input flag).</summary>
    public bool IsInput { get; set; }

    /// <summary>Read by the caller after the run; never overwritten (ggml's output flag).</summary>
    public bool IsOutput { get; set; }

    /// <summary>Stored outside the compute buffers: weights and caches.</summary>
    public bool IsExternal { get; internal set; }

    /// <summary>The weight behind an external tensor, or null for a cache or a computed tensor.</summary>
    public TensorInfo? Weight { get; internal set; }

    /// <summary>The layer it belongs to, or -1 for none.</summary>
    public int Layer { get; set; } = -1;

    /// <summary>Operation parameters that decide sizes, cost or where it may run, in ggml's <c>op_params</c> order; usually empty.</summary>
    public int[] Parameters { get; internal set; } = [];

    /// <summary>Bytes from first to last byte (ggml_nbytes), holes of a view included.</summary>
    public long Bytes => TensorStrides.Bytes(Type, Shape, Strides);

    /// <summary>Where llama.cpp insists it is computed, if anywhere.</summary>
    public Pin Pin { get; set; }

    /// <summary>Free place for the passes over a graph (scheduler, allocator): each sets what it needs, none keeps it.</summary>
    internal int Mark { get; set; }

    /// <summary>Takes over what it reads, in the array it has where that is long enough.</summary>
    internal void Read(ReadOnlySpan<GraphTensor?> sources)
    {
        if (_sources.Length < sources.Length)
        {
            _sources = new GraphTensor?[Math.Max(CommonSources, sources.Length)];
        }

        sources.CopyTo(_sources);
        _sourceCount = sources.Length;
    }
}
