using System.Numerics;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>
/// The order Vulkan runs a split in (ggml-vulkan.cpp, ggml_vk_graph_optimize). Nodes that need no barrier between them are drawn together:
/// each group begins with the first node left and takes what can run from the next twenty, computing nodes first, then views.
/// Rows of nodes one kernel computes stay together. Sets of nodes are bits counted from the first node left.
/// </summary>
internal sealed partial class VulkanGraphOptimizer
{
    /// <summary>Nodes a group is drawn from (NUM_TO_CHECK).</summary>
    private const int Window = 20;

    private readonly SplitView _split;
    private readonly SplitNodes _nodes;
    private readonly Operation[] _operations;
    private readonly GraphTensor[] _order;
    private readonly int[] _rank;
    private readonly int _count;
    private int _drawn;
    private int _groupStart;
    private int _first;
    private int _last;
    private ulong _views;
    private ulong _taken;
    private ulong _group;

    private VulkanGraphOptimizer(SplitView split)
    {
        _split = split;
        _nodes = new SplitNodes(split);
        _operations = _nodes.Operations;
        _count = split.Count;
        _order = new GraphTensor[_count];
        _rank = new int[_count];
        Array.Fill(_rank, int.MaxValue);
    }

    /// <summary>Puts the split in Vulkan's order and keeps what choices of experts read until they are done.</summary>
    public static void Optimize(SplitView split)
    {
        VulkanGraphOptimizer optimizer = new(split);
        while (optimizer._first < optimizer._count)
        {
            optimizer.TakeGroup();
        }

        split.Reorder(optimizer._order);
    }

    private void TakeGroup()
    {
        _group = 0;
        _groupStart = _drawn;
        _views = _nodes.ViewsFrom(_first);
        if (!DrawSequence())
        {
            Draw(_first);
            DrawComputing();
            if (_operations[_last] != Operation.Add)
            {
                DrawViews();
            }
        }

        _taken |= _group;
        int done = BitOperations.TrailingZeroCount(~_taken);
        _taken >>= done;
        _first += done;
    }

    private bool DrawSequence()
    {
        for (int open = _nodes.Sequences[_first]; open != 0; open &= open - 1)
        {
            int sequence = BitOperations.TrailingZeroCount(open);
            int length = FusedSequences.Length(sequence);
            if ((_taken & Lowest(length)) != 0)
            {
                continue;
            }

            if (sequence < FusedSequences.Routings)
            {
                KeepRead(length);
            }

            for (int i = 0; i < length; i++)
            {
                Draw(_first + i);
            }

            return true;
        }

        return false;
    }

    /// <summary>What a choice of experts reads from outside stays until its last node, a scale after it included.</summary>
    private void KeepRead(int length)
    {
        int last = _first + length - 1;
        GraphTensor until = _nodes.Nodes[last + 1 < _count && _operations[last + 1] == Operation.Scale ? last + 1 : last];
        foreach (GraphTensor node in _nodes.Nodes.AsSpan(_first, length))
        {
            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null && _nodes.PlaceOf(source) is int place && (place < _first || place > last))
                {
                    _split.Keep(source, until);
                }
            }
        }
    }

    private void DrawComputing()
    {
        ulong next = Lowest(Math.Min(Window, _count - _first)) & ~_views & ~1UL;
        while ((next &= ~_taken) != 0)
        {
            int ahead = BitOperations.TrailingZeroCount(next);
            next &= next - 1;
            ulong waitsFor = WaitsFor(ahead);
            bool free = waitsFor == 0 || (_last < _first + ahead && waitsFor == 1UL << (_last - _first) && Continues(ahead));
            if (free && !BeginsSequence(ahead))
            {
                Draw(_first + ahead);
                TakeFollowers(_first + ahead);
            }
        }
    }

    private void DrawViews()
    {
        ulong next = Lowest(Math.Min(Window, _count - _first)) & _views & ~_taken & ~1UL;
        for (; next != 0; next &= next - 1)
        {
            int ahead = BitOperations.TrailingZeroCount(next);
            if ((WaitsFor(ahead) & ~_group) == 0)
            {
                Draw(_first + ahead);
            }
        }
    }

    /// <summary>Nodes in order before this one, not yet run, whose results or storage it needs.</summary>
    private ulong WaitsFor(int ahead)
    {
        ulong earlier = _nodes.Earlier[_first + ahead];
        return (ahead < 32 ? earlier >> (32 - ahead) : earlier << (ahead - 32)) & ~_taken;
    }

    /// <summary>Whether a node and the one drawn last, which it needs, run as one.</summary>
    private bool Continues(int ahead)
    {
        int last = _last - _first;
        ulong between = Lowest(ahead) & ~Lowest(last + 1) & ~_views & ~_taken;
        bool adjacent = ahead == last + 1;
        return (_operations[_last], _operations[_first + ahead]) switch
        {
            (Operation.RmsNorm or FusedSequences.Unary, Operation.Mul) => between == 0,
            (Operation.MulMat or Operation.Add or Operation.SsmConv, Operation.Add) => adjacent,
            (Operation.MulMatId, Operation.AddId or Operation.Mul) => adjacent,
            (Operation.SsmConv, FusedSequences.Unary) => adjacent,
            _ => false,
        };
    }

    private bool BeginsSequence(int ahead)
    {
        for (int open = _nodes.Sequences[_first + ahead]; open != 0; open &= open - 1)
        {
            int length = FusedSequences.Length(BitOperations.TrailingZeroCount(open));
            if ((_taken >> ahead & Lowest(length)) == 0)
            {
                return true;
            }
        }

        return _nodes.HasSparseSelection && IsInSparseSelection(ahead);
    }

    private bool IsInSparseSelection(int ahead)
    {
        int length = FusedSequences.Length(FusedSequences.SparseSelection);
        for (int start = Math.Max(0, ahead - length + 1); start <= ahead; start++)
        {
            bool begins = (_nodes.Sequences[_first + start] & (1 << FusedSequences.SparseSelection)) != 0;
            if (begins && (_taken >> start & Lowest(length)) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Draw(int node)
    {
        _order[_drawn] = _nodes.Nodes[node];
        _rank[node] = _drawn++;
        _group |= 1UL << (node - _first);
        _last = node;
    }

    private static ulong Lowest(int bits) => (1UL << bits) - 1;
}
