using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Guesses compute buffers at a context from contexts whose graph was walked: they grow almost along a line. A guess only decides
/// which graph is walked next.</summary>
internal sealed class ScratchGuess
{
    private const int HalfPrecision = 2; // bytes of an F16

    private readonly Workload _workload;

    // Per token of context: attention's mask in F16, a row per token of the physical batch (llama-graph.cpp, build_attn_inp_kq_mask).
    private readonly double _mask;

    // Per token of context, with a quantized cache: the widest layer's keys and values as F16, which CUDA's attention kernels read
    // (ggml-cuda/fattn-common.cuh, launch_fattn).
    private readonly double _copies;

    private readonly List<Walk> _walks = [];

    /// <summary>For contexts of one workload.</summary>
    public ScratchGuess(Model model, Workload workload)
    {
        _workload = workload;
        _mask = HalfPrecision * (double)workload.Microbatch;
        _copies = IsQuantized(workload) ? HalfPrecision * (model.Architecture?.Layers.Max(static l => l.Attention is FullAttention a ? a.KeyWidth + a.ValueWidth : 0) ?? 0) : 0;
    }

    /// <summary>Takes in what a walk found.</summary>
    public void Add(Workload walked, TrialResult result) =>
        _walks.Add(new Walk(walked.Context, IsQuantized(walked), [.. result.Allocation.Devices.Select(d => d.Compute.Bytes)]));

    /// <summary>The guess for a device, by its place.</summary>
    public ByteSize Of(int device, long context)
    {
        bool quantized = IsQuantized(_workload);
        double? guess = Line(quantized, _mask + _copies, device, context) ?? Line(!quantized, _mask, device, context) + _copies * context;
        return new ByteSize((long)Math.Max(0, guess ?? 0));
    }

    /// <summary>On the line through the two nearest walks of a kind, or through the one with a slope; null without any.</summary>
    private double? Line(bool quantized, double slope, int device, long context)
    {
        Walk? near = null;
        Walk? next = null;
        foreach (Walk walk in _walks.Where(w => w.Quantized == quantized))
        {
            if (near is null || Math.Abs(walk.Context - context) < Math.Abs(near.Context - context))
            {
                (near, next) = (walk, near);
            }
            else if (walk.Context != near.Context && (next is null || Math.Abs(walk.Context - context) < Math.Abs(next.Context - context)))
            {
                next = walk;
            }
        }

        if (near is null)
        {
            return null;
        }

        double grows = next is null ? slope : (double)(next.Compute[device] - near.Compute[device]) / (next.Context - near.Context);
        return near.Compute[device] + grows * (context - near.Context);
    }

    private static bool IsQuantized(Workload workload) => workload.CacheTypeK.IsQuantized();

    /// <summary>A graph that was walked: bytes of compute buffer per device.</summary>
    private sealed record Walk(int Context, bool Quantized, long[] Compute);
}
