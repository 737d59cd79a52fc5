using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Groups of nodes CUDA computes in one kernel and whose sources it therefore keeps until the group's end, which can make
/// the buffer larger (ggml-cuda.cu, ggml_backend_cuda_graph_optimize).</summary>
internal static class CudaFusions
{
    /// <summary>Marks the sources of every fused group.</summary>
    public static void KeepSources(SplitView split)
    {
        for (int i = 0; i < split.Count; i++)
        {
            if (ExpertReduction.Match(split, i) is { } reduction)
            {
                split.Keep(reduction.Experts, reduction.Result);
                split.Keep(reduction.Weights, reduction.Result);
                if (reduction.Scale is not null)
                {
                    split.Keep(reduction.Scale, reduction.Result);
                }

                i += reduction.Count - 1;
            }

            Operation operation = split[i].Operation;
            if (operation.IsUnary() || operation == Operation.SoftMax)
            {
                int count = ExpertRouting.Match(split, i);
                KeepRouting(split, i, count);
                i += Math.Max(count - 1, 0);
            }
        }
    }

    /// <summary>ggml keeps the routing's tensors until the node that follows it, which may lie in the next split.</summary>
    private static void KeepRouting(SplitView split, int start, int count)
    {
        if (count == 0 || split.AtOrAfter(start + count) is not { } until)
        {
            return;
        }

        for (int i = start; i < start + count; i++)
        {
            split.Keep(split[i], until);
            foreach (GraphTensor? source in split[i].Sources)
            {
                if (source is not null)
                {
                    split.Keep(source, until);
                }
            }
        }
    }
}
