using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The nodes that choose experts and weigh them: activation, optional bias, sort, top k, weights, optional division by their sum,
/// optional scale (ggml-cuda.cu, ggml_cuda_topk_moe_fusion).</summary>
internal static class ExpertRouting
{
    /// <summary>How many nodes from <paramref name="start"/> are one routing CUDA computes at once; 0 for none.</summary>
    public static int Match(SplitView split, int start)
    {
        GraphTensor gate = split[start];
        if (gate.Operation is not (Operation.SoftMax or Operation.Sigmoid or Operation.Softplus))
        {
            return 0;
        }

        Chain chain = new(split, start);
        if (gate.Operation == Operation.Softplus && !chain.Follow(Operation.Sqrt))
        {
            return 0;
        }

        int probabilities = chain.Last;
        if (!chain.Follow(Operation.Reshape))
        {
            return 0;
        }

        int reshaped = chain.Last;
        bool biased = chain.FollowFrom(Operation.Add, probabilities);
        if (!chain.FollowFrom(Operation.Argsort, biased ? chain.Last : probabilities) || !chain.Follow(Operation.View))
        {
            return 0;
        }

        int chosen = chain.Last;
        if (!chain.FollowFrom(Operation.GetRows, reshaped) || !chain.Reads(chain.Last, 1, chosen))
        {
            return 0;
        }

        FollowNormalization(chain);
        chain.Follow(Operation.Scale);
        return IsFusable(split, start, chosen, chain.Last) ? chain.Last - start + 1 : 0;
    }

    /// <summary>Division of the chosen weights by their sum, all of it or nothing.</summary>
    private static void FollowNormalization(Chain chain)
    {
        int before = chain.Last;
        bool whole = chain.Follow(Operation.Reshape);
        int weights = chain.Last;
        whole = whole && chain.Follow(Operation.SumRows) && chain.Follow(Operation.Clamp);
        int sum = chain.Last;
        whole = whole && chain.FollowFrom(Operation.Div, weights) && chain.Reads(chain.Last, 1, sum) && chain.Follow(Operation.Reshape);
        if (!whole)
        {
            chain.Last = before;
        }
    }

    private static bool IsFusable(SplitView split, int start, int chosen, int last)
    {
        Span<int> places = stackalloc int[last - start + 1];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = start + i;
        }

        GraphTensor gate = split[start];
        GraphTensor ids = split[chosen];
        return split.CanFuse(places, [chosen, last])
            && HasKernel(ids.Strides.Nb1 / ids.Strides.Nb0)
            && gate.Sources[0]!.IsContiguous()
            && split[last].IsContiguous()
            && (gate.Operation != Operation.SoftMax || IsPlainSoftMax(gate));
    }

    /// <summary>Numbers of experts a kernel was compiled for (topk-moe.cu, ggml_cuda_should_use_topk_moe).</summary>
    private static bool HasKernel(long experts) =>
        (long.IsPow2(experts) && experts <= 512) || experts is 288 or 576;

    private static bool IsPlainSoftMax(GraphTensor softMax)
    {
        bool masked = softMax.Sources is [_, not null, ..] or [_, _, not null, ..];
        int[] p = softMax.Parameters;
        bool scaled = p.Length > 0 && p[0] != BitConverter.SingleToInt32Bits(1f);
        return !masked && !scaled && (p.Length < 2 || p[1] == 0);
    }

    /// <summary>Walks from node to node while each has the wanted operation and source.</summary>
    private sealed class Chain(SplitView split, int start)
    {
        public int Last { get; set; } = start;

        public bool Follow(Operation operation) => FollowFrom(operation, Last);

        public bool FollowFrom(Operation operation, int source)
        {
            int next = Last + 1;
            if (next >= split.Count || split[next].Operation != operation || !Reads(next, 0, source))
            {
                return false;
            }

            Last = next;
            return true;
        }

        public bool Reads(int reader, int place, int source) => ReferenceEquals(split[reader].Sources[place], split[source]);
    }
}
