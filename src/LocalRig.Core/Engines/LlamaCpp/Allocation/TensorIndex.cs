using System.Buffers;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>Dense numbers for the tensors of one pass over a graph, kept in <see cref="GraphTensor.Mark"/>. A number left by an earlier
/// pass is recognized by looking back, so nothing has to be cleared.</summary>
internal sealed class TensorIndex(int capacity) : IDisposable
{
    private GraphTensor[] _tensors = ArrayPool<GraphTensor>.Shared.Rent(Math.Max(capacity, 16));

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
            GraphTensor[] longer = ArrayPool<GraphTensor>.Shared.Rent(Count * 2);
            Array.Copy(_tensors, longer, Count);
            Dispose();
            _tensors = longer;
        }

        _tensors[Count] = tensor;
        tensor.Mark = Count;
        return Count++;
    }

    /// <summary>Gives the table back for the next graph; numbers given stay in the tensors.</summary>
    public void Dispose()
    {
        Array.Clear(_tensors, 0, Count);
        ArrayPool<GraphTensor>.Shared.Return(_tensors);
        _tensors = [];
    }
}
