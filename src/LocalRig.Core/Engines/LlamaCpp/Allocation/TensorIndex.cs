using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>Dense numbers for the tensors of one pass over a graph, kept in <see cref="GraphTensor.Mark"/>. A number left by an earlier
/// pass is recognized by looking back, so nothing has to be cleared.</summary>
internal sealed class TensorIndex(int capacity)
{
    private GraphTensor[] _tensors = new GraphTensor[Math.Max(capacity, 16)];

    /// <summary>Numbers given so far.</summary>
    public int Count { get; private set; }

    /// <summary>The tensor of a number.</summary>
    public GraphTensor this[int id] => _tensors[id];

    /// <summary>The tensor's number, given now if it has none.</summary>
    public int IdOf(GraphTensor tensor)
    {
        int mark = tensor.Mark;
        if ((uint)mark < (uint)Count && ReferenceEquals(_tensors[mark], tensor))
        {
            return mark;
        }

        if (Count == _tensors.Length)
        {
            Array.Resize(ref _tensors, Count * 2);
        }

        _tensors[Count] = tensor;
        tensor.Mark = Count;
        return Count++;
    }
}
