using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>What the walk knows of every tensor: readers left, views left, and where its storage is.</summary>
internal sealed class WalkState : IDisposable
{
    private readonly AllocatorGraph _graph;
    private readonly ChunkedHeap[] _heaps;
    private readonly WalkIndex _index;
    private readonly TensorUse[] _uses;

    public WalkState(AllocatorGraph graph)
    {
        _graph = graph;
        _heaps = MakeHeaps(graph.Buffers);
        _index = new WalkIndex(graph);
        _uses = ArrayPool<TensorUse>.Shared.Rent(_index.Count);
        Array.Clear(_uses, 0, _index.Count);
    }

    public int NodeCount => _index.NodeCount;

    /// <summary>Gives the tables back.</summary>
    public void Dispose()
    {
        ArrayPool<TensorUse>.Shared.Return(_uses);
        _index.Dispose();
    }

    /// <summary>Bytes per buffer; a shared heap counts at its first place only (ggml_gallocr_get_buffer_size).</summary>
    public long[] Sizes()
    {
        long[] sizes = new long[_heaps.Length];
        for (int i = 0; i < _heaps.Length; i++)
        {
            sizes[i] = Array.IndexOf(_heaps, _heaps[i]) == i ? _heaps[i].Size : 0;
        }

        return sizes;
    }

    public void TakeLeafs()
    {
        for (int i = 0; i < _index.LeafCount; i++)
        {
            Take(_index.Leafs[i], _graph.LeafBuffers[i], []);
        }
    }

    public void CountUsesAndTakeInputs()
    {
        ReadOnlySpan<TensorFacts> facts = _index.Facts;
        for (int i = 0; i < _index.NodeCount; i++)
        {
            int node = _index.Nodes[i];
            if (facts[node].CountsAsView)
            {
                _uses[facts[node].Storage].Views++;
            }

            ReadOnlySpan<int> sources = _index.SourcesOf(i);
            if (facts[node].IsInput)
            {
                Take(node, _graph.NodeBuffers[i], sources);
            }

            foreach (int source in sources)
            {
                _uses[source].Readers++;
                if (facts[source].IsInput)
                {
                    Take(source, _graph.NodeBuffers[i], []);
                }
            }
        }
    }

    public void TakeAndReleaseNodes(int from, int to)
    {
        ReadOnlySpan<int> buffers = CollectionsMarshal.AsSpan(_graph.NodeBuffers);
        for (int i = from; i < to; i++)
        {
            ReadOnlySpan<int> sources = _index.SourcesOf(i);
            foreach (int source in sources)
            {
                Take(source, buffers[i], []);
            }

            Take(_index.Nodes[i], buffers[i], sources);
            foreach (int source in sources)
            {
                ReadOnce(source);
            }
        }
    }

    /// <summary>Walks to the end of some repeats of alike layers, and tells whether the last left everything as one or two repeats before.</summary>
    public bool StaysSteadyOver(SteadyRepeats repeats, ref int at)
    {
        if (!repeats.AreAlike(_graph, _index))
        {
            return false;
        }

        int[] starts = repeats.Starts;
        TakeAndReleaseNodes(at, starts[2]);
        Snapshot twoBefore = TakeSnapshot();
        TakeAndReleaseNodes(starts[2], starts[3]);
        Snapshot oneBefore = TakeSnapshot();
        TakeAndReleaseNodes(starts[3], starts[4]);
        at = starts[4];
        return IsAsIn(oneBefore, starts[2], starts[3], starts[4]) || IsAsIn(twoBefore, starts[0], starts[2], starts[4]);
    }

    private Snapshot TakeSnapshot()
    {
        Dictionary<int, TensorUse> held = [];
        for (int id = 0; id < _index.Count; id++)
        {
            if (_uses[id].Owned)
            {
                held.Add(id, _uses[id]);
            }
        }

        return new Snapshot(held, Array.ConvertAll(_heaps, static h => h.Snapshot()));
    }

    /// <summary>Whether the state equals an earlier one: the same holes; what the last repeats hold is what those before held then,
    /// of those nothing is left, and everything else is where it was.</summary>
    private bool IsAsIn(Snapshot before, int first, int second, int end)
    {
        int length = end - second;
        bool same = second - first == length;
        for (int i = 0; i < _heaps.Length; i++)
        {
            same = same && _heaps[i].HasSameHoles(before.Holes[i]);
        }

        int held = 0;
        for (int id = 0; id < _index.Count && same; id++)
        {
            if (!_uses[id].Owned)
            {
                continue;
            }

            held++;
            int place = _index.PlaceOf(id);
            bool ofLast = place >= second && place < end;
            same = (place < first || place >= second)
                && before.Held.TryGetValue(ofLast ? _index.Nodes[place - length] : id, out TensorUse then)
                && (ofLast ? then.IsUsedLike(_uses[id]) : then.HoldsSame(_uses[id]));
        }

        return same && held == before.Held.Count;
    }

    /// <summary>One reader of the tensor is done; frees storage nobody needs any more.</summary>
    private void ReadOnce(int tensor)
    {
        ref TensorUse use = ref _uses[tensor];
        use.Readers--;
        if (use.Readers != 0 || use.Views != 0)
        {
            return;
        }

        int storage = _index.Facts[tensor].Storage;
        if (storage < 0)
        {
            Release(tensor, ref use);
            return;
        }

        ref TensorUse below = ref _uses[storage];
        below.Views--;
        if (below.Views == 0 && below.Readers == 0)
        {
            Release(storage, ref below);
        }
    }

    private void Release(int tensor, ref TensorUse use)
    {
        if (use.Owned && !_index.Facts[tensor].IsOutput)
        {
            _heaps[use.Buffer].Release(use.Address, use.Size);
            use.Owned = false;
        }
    }

    private void Take(int tensor, int buffer, ReadOnlySpan<int> sources)
    {
        ref TensorUse use = ref _uses[tensor];
        if (use.Owned)
        {
            return;
        }

        TensorFacts facts = _index.Facts[tensor];
        if (facts.NeedsNone)
        {
            return;
        }

        use.Owned = true;
        if (facts.InPlace && TakeOver(tensor, ref use, sources))
        {
            return;
        }

        use.Buffer = buffer;
        use.Size = SizeIn(buffer, tensor);
        use.Address = _heaps[buffer].Take(use.Size);
    }

    private long SizeIn(int buffer, int tensor) => _heaps[buffer].Align(_graph.Buffers[buffer].AllocSize(_index.Tensor(tensor)));

    /// <summary>Takes over the storage of a source that ends at this node, giving back what is too much of it.</summary>
    private bool TakeOver(int tensor, ref TensorUse use, ReadOnlySpan<int> sources)
    {
        foreach (int source in sources)
        {
            // A view never owns its storage, so ggml (as of 0.25.1) never reuses one: ggml_gallocr_is_own is asked of the view itself.
            ref TensorUse old = ref _uses[source];
            bool endsHere = old.Owned && old.Readers == 1 && old.Views == 0 && !_index.Facts[source].IsOutput;
            if (!endsHere || !SameLayout(_index.Tensor(source), _index.Tensor(tensor)))
            {
                continue;
            }

            use.Buffer = old.Buffer;
            use.Address = old.Address;
            use.Size = SizeIn(old.Buffer, tensor);
            old.Owned = false;
            if (old.Size > use.Size)
            {
                HeapAddress rest = use.Address with { Offset = use.Address.Offset + use.Size };
                _heaps[old.Buffer].Release(rest, old.Size - use.Size);
            }

            return true;
        }

        return false;
    }

    private static bool SameLayout(GraphTensor a, GraphTensor b) =>
        a.Type == b.Type && a.Shape == b.Shape && a.Strides == b.Strides;

    private static ChunkedHeap[] MakeHeaps(ImmutableArray<BufferType> buffers)
    {
        ChunkedHeap[] heaps = new ChunkedHeap[buffers.Length];
        for (int i = 0; i < heaps.Length; i++)
        {
            int first = 0;
            while (!ReferenceEquals(buffers[first], buffers[i]))
            {
                first++;
            }

            heaps[i] = first < i ? heaps[first] : new ChunkedHeap(buffers[i].Alignment, buffers[i].MaxSize);
        }

        return heaps;
    }

    private struct TensorUse
    {
        public int Readers;
        public int Views;
        public int Buffer;
        public bool Owned;
        public long Size;
        public HeapAddress Address;

        /// <summary>Whether both hold the same storage for as many readers and views.</summary>
        public readonly bool IsUsedLike(in TensorUse other) => HoldsSame(other) && Readers == other.Readers && Views == other.Views;

        /// <summary>Whether both hold the same storage.</summary>
        public readonly bool HoldsSame(in TensorUse other) => Buffer == other.Buffer && Size == other.Size && Address == other.Address;
    }

    /// <summary>The state at some place: tensors that hold storage, and the holes between them.</summary>
    private sealed record Snapshot(Dictionary<int, TensorUse> Held, FreeList[][] Holes);
}
