using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The first half of a shared expert that CUDA computes in one kernel with that of the routed experts: gate, up and their gated unit
/// move right behind the routed experts' gated unit, and what the routed ones read is kept until then (ggml-cuda.cu of ggml 0.27.0,
/// ggml_backend_cuda_graph_optimize; llama.cpp's pull request 29184, "fuse shared experts into MMVQ"). Conditions were compared with the
/// graphs that the real backend hands its allocator.</summary>
internal static class SharedExpert
{
    /// <summary>Nodes of one half: gate and up in either order, gated unit.</summary>
    private const int Half = 3;

    /// <summary>Moves every shared expert's first half that can be computed with the routed ones.</summary>
    public static void MoveBehindRouted(SplitView split)
    {
        for (int unit = Half - 1; unit < split.Count; unit++)
        {
            if (GateOf(split, unit, Operation.MulMatId) is not { } routed || FindBeside(split, unit + 1, routed) is not { } shared)
            {
                continue;
            }

            split.Move(shared - Half + 1, Half, unit + 1);
            unit += Half;
            split.Keep(routed.Sources[1]!, split[unit]);
            split.Keep(routed.Sources[2]!, split[unit]);
        }
    }

    /// <summary>The gated unit of the shared expert: it reads what the routed ones read, through weights of the same type and width.</summary>
    private static int? FindBeside(SplitView split, int from, GraphTensor routed)
    {
        GraphTensor weights = routed.Sources[0]!;
        GraphTensor input = Storage(routed.Sources[1]!);
        for (int unit = from; weights.Type.IsQuantized() && unit < split.Count; unit++)
        {
            if (!split[unit].Operation.IsGlu())
            {
                continue;
            }

            bool beside = unit >= from + Half - 1
                && GateOf(split, unit, Operation.MulMat) is { } gate
                && Storage(gate.Sources[1]!) == input
                && gate.Sources[0]!.Type == weights.Type
                && gate.Sources[0]!.Shape == weights.Shape with { Ne2 = 1 };
            return beside ? unit : null;
        }

        return null;
    }

    /// <summary>The gate of a gated unit whose gate and up stand right before it, read the same and have weights alike; null for any other
    /// node (ggml_cuda_should_fuse_mul_mat).</summary>
    private static GraphTensor? GateOf(SplitView split, int unit, Operation product)
    {
        GraphTensor node = split[unit];
        if (unit < Half - 1 || node.Operation is not (Operation.Swiglu or Operation.Geglu or Operation.SwigluOai))
        {
            return null;
        }

        return node.Sources is [{ } gate, { } up, ..]
            && gate.Operation == product
            && up.Operation == product
            && ((split[unit - 2] == gate && split[unit - 1] == up) || (split[unit - 2] == up && split[unit - 1] == gate))
            && AreAlike(gate.Sources[0]!, up.Sources[0]!)
            && gate.Sources[1] == up.Sources[1]
            && (product != Operation.MulMatId || gate.Sources[2] == up.Sources[2])
            ? gate
            : null;
    }

    private static bool AreAlike(GraphTensor a, GraphTensor b) => a.Type == b.Type && a.Shape == b.Shape;

    private static GraphTensor Storage(GraphTensor tensor) => tensor.ViewOf ?? tensor;
}
