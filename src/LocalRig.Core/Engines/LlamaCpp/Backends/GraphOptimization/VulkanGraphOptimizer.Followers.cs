using LocalRig.Graphs;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>Nodes drawn along with the one before them because one kernel computes both.</summary>
internal sealed partial class VulkanGraphOptimizer
{
    /// <summary>Places from a node within which its follower is looked for.</summary>
    private const int Reach = 15;

    private void TakeFollowers(int node)
    {
        int stored = node;
        switch (_operations[node - 1], _operations[node])
        {
            case (Operation.RmsNorm, Operation.Mul):
                stored = TakeFollower(node, Operation.Rope);
                break;
            case (Operation.MulMatId, Operation.AddId):
                TakeFollower(node, Operation.Mul);
                break;
            case (Operation.MulMat, Operation.Add):
                TakeFollower(node, Operation.Add);
                break;
            case (Operation.SsmConv, Operation.Add):
                TakeFollower(node, FusedSequences.Unary);
                break;
            case (_, FusedSequences.Unary):
                TakeFollower(node, Operation.Mul);
                break;
        }

        if (_operations[stored] is Operation.Rope or Operation.RmsNorm)
        {
            TakeStoring(stored);
        }
    }

    /// <summary>Takes the next node of a kind that can run right after one; says which node is then the last.</summary>
    private int TakeFollower(int node, Operation wanted)
    {
        int end = Math.Min(node + Reach, _count);
        for (int next = node + 1; next < end; next++)
        {
            if (_operations[next] == wanted && Follows(node, next))
            {
                Take(next);
                return next;
            }
        }

        return node;
    }

    private bool Follows(int node, int next)
    {
        GraphTensor tensor = _nodes.Nodes[node];
        GraphTensor follower = _nodes.Nodes[next];
        Span<GraphTensor?> sources = follower.Sources;
        if (_operations[node] == FusedSequences.Unary)
        {
            GraphTensor? other = ReferenceEquals(sources[0], tensor) ? sources[1] : ReferenceEquals(sources[1], tensor) ? sources[0] : null;
            return other is not null && IsReady(other) && IsGate(tensor, follower, other);
        }

        return ReferenceEquals(sources[0], tensor)
            && _operations[next] switch
            {
                Operation.Rope => sources[1]!.Operation == Operation.None && (sources.Length < 3 || sources[2] is not { Operation: not Operation.None }),
                FusedSequences.Unary => true,
                _ => IsReady(sources[1]!),
            };
    }

    /// <summary>Whether a tensor is no result, or one of a group drawn before.</summary>
    private bool IsReady(GraphTensor tensor)
    {
        if (tensor.Operation == Operation.None)
        {
            return true;
        }

        int place = _nodes.PlaceOf(tensor);
        return place >= 0 && _rank[place] < _groupStart;
    }

    /// <summary>Whether Vulkan multiplies an activation into its partner in one kernel (ggml-vulkan.cpp, ggml_vk_can_fuse_unary_mul).</summary>
    private static bool IsGate(GraphTensor activation, GraphTensor product, GraphTensor other)
    {
        bool hasKernel = activation.Operation is Operation.Gelu or Operation.Sigmoid or Operation.Silu or Operation.Softplus;
        bool sameType = activation.Type is TensorType.F32 or TensorType.F16 && product.Type == activation.Type && other.Type == activation.Type;
        bool leads = ReferenceEquals(product.Sources[0], activation);
        return hasKernel
            && sameType
            && other.IsContiguousFrom(1)
            && activation.Sources[0]!.IsContiguousFrom(1)
            && (leads ? Fills(other, activation) : Fills(activation, other));
    }

    /// <summary>Whether whole repetitions of one shape make another (ggml.c, ggml_can_repeat).</summary>
    private static bool Fills(GraphTensor tile, GraphTensor whole) =>
        whole.Shape.Ne0 % tile.Shape.Ne0 == 0
        && whole.Shape.Ne1 % tile.Shape.Ne1 == 0
        && whole.Shape.Ne2 % tile.Shape.Ne2 == 0
        && whole.Shape.Ne3 % tile.Shape.Ne3 == 0;

    /// <summary>Takes the view of a result and the node that writes it into the cache, when nothing else reads it and nothing in between
    /// touches that cache.</summary>
    private void TakeStoring(int node)
    {
        int end = Math.Min(node + Reach, _count);
        int view = NextUntaken(node, Operation.View, node + 1, end);
        int write = view < 0 ? -1 : NextUntaken(view, Operation.SetRows, view + 1, end);
        if (write < 0 || !_split.CanFuse([node, view, write], [write]))
        {
            return;
        }

        int ahead = node - _first;
        ulong between = Lowest(write - _first) & ~Lowest(ahead + 1) & ~_views;
        if ((WaitsFor(write - _first) & between) == 0)
        {
            Take(view);
            Take(write);
        }
    }

    private int NextUntaken(int source, Operation wanted, int start, int end)
    {
        for (int next = start; next < end; next++)
        {
            bool taken = (_taken >> (next - _first) & 1) != 0;
            if (!taken && _operations[next] == wanted && ReferenceEquals(_nodes.Nodes[next].Sources[0], _nodes.Nodes[source]))
            {
                return next;
            }
        }

        return -1;
    }

    private void Take(int node)
    {
        Draw(node);
        _taken |= 1UL << (node - _first);
    }
}
