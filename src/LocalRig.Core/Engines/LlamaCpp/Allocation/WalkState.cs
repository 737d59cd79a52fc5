using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>What the walk knows of every tensor: uses left, views left, and where its storage is.</summary>
internal sealed class WalkState
{
    private readonly AllocatorGraph _graph;
    private readonly ChunkedHeap[] _heaps;
    private readonly TensorIndex _index;
    private readonly TensorUse[] _uses;

    public WalkState(AllocatorGraph graph)
    {
        _graph = graph;
        _heaps = MakeHeaps(graph.Buffers);
        _index = IndexAll(graph);
        _uses = new TensorUse[_index.Count];
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
        for (int i = 0; i < _graph.Leafs.Count; i++)
        {
            Take(_graph.Leafs[i], _graph.LeafBuffers[i]);
        }
    }

    public void CountUsesAndTakeInputs()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphTensor node = _graph.Nodes[i];
            int buffer = _graph.NodeBuffers[i];
            if (node.ViewOf is { } storage && node.Operation != Operation.None)
            {
                _uses[storage.Mark].Views++;
            }

            if (node.IsInput)
            {
                Take(node, buffer);
            }

            foreach (GraphTensor? source in node.Sources)
            {
                if (source is null)
                {
                    continue;
                }

                _uses[source.Mark].Readers++;
                if (source.IsInput)
                {
                    Take(source, buffer);
                }
            }
        }
    }

    public void TakeAndReleaseNodes()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphTensor node = _graph.Nodes[i];
            int buffer = _graph.NodeBuffers[i];
            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null)
                {
                    Take(source, buffer);
                }
            }

            Take(node, buffer);
            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null)
                {
                    ReadOnce(source);
                }
            }
        }
    }

    /// <summary>One reader of the tensor is done; frees storage nobody needs any more.</summary>
    private void ReadOnce(GraphTensor source)
    {
        ref TensorUse use = ref _uses[source.Mark];
        use.Readers--;
        if (use.Readers != 0 || use.Views != 0)
        {
            return;
        }

        if (source.ViewOf is { } storage)
        {
            ref TensorUse below = ref _uses[storage.Mark];
            below.Views--;
            if (below.Views == 0 && below.Readers == 0 && below.Owned)
            {
                Release(storage, ref below);
            }
        }
        else if (use.Owned)
        {
            Release(source, ref use);
        }
    }

    private void Release(GraphTensor tensor, ref TensorUse use)
    {
        if (!tensor.IsOutput)
        {
            _heaps[use.Buffer].Release(use.Address, use.Size);
            use.Owned = false;
        }
    }

    private void Take(GraphTensor tensor, int buffer)
    {
        ref TensorUse use = ref _uses[tensor.Mark];
        if (use.Owned || tensor.IsExternal || tensor.ViewOf is not null)
        {
            return;
        }

        use.Owned = true;
        if (AllocatorWalk.CanWorkInPlace(tensor.Operation) && TakeOver(tensor, ref use))
        {
            return;
        }

        use.Buffer = buffer;
        use.Size = _heaps[buffer].Align(_graph.Buffers[buffer].AllocSize(tensor));
        use.Address = _heaps[buffer].Take(use.Size);
    }

    /// <summary>Takes over the storage of a source that ends at this node, giving back what is too much of it.</summary>
    private bool TakeOver(GraphTensor tensor, ref TensorUse use)
    {
        foreach (GraphTensor? source in tensor.Sources)
        {
            if (source is null || source.IsOutput)
            {
                continue;
            }

            // A view never owns its storage, so ggml (as of 0.25.1) never reuses one: ggml_gallocr_is_own is asked of the view itself.
            ref TensorUse old = ref _uses[source.Mark];
            bool endsHere = old.Owned && old.Readers == 1 && old.Views == 0;
            if (!endsHere || source.Type != tensor.Type || source.Shape != tensor.Shape || source.Strides != tensor.Strides)
            {
                continue;
            }

            use.Buffer = old.Buffer;
            use.Address = old.Address;
            use.Size = _heaps[old.Buffer].Align(_graph.Buffers[old.Buffer].AllocSize(tensor));
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

    private static TensorIndex IndexAll(AllocatorGraph graph)
    {
        TensorIndex index = new(graph.Leafs.Count + graph.Nodes.Count + 16);
        foreach (GraphTensor leaf in graph.Leafs)
        {
            index.IdOf(leaf);
        }

        foreach (GraphTensor node in graph.Nodes)
        {
            index.IdOf(node);
            if (node.ViewOf is not null)
            {
                index.IdOf(node.ViewOf);
            }

            foreach (GraphTensor? source in node.Sources)
            {
                if (source is null)
                {
                    continue;
                }

                index.IdOf(source);
                if (source.ViewOf is not null)
                {
                    index.IdOf(source.ViewOf);
                }
            }
        }

        return index;
    }

    private static ChunkedHeap[] MakeHeaps(IReadOnlyList<BufferType> buffers)
    {
        ChunkedHeap[] heaps = new ChunkedHeap[buffers.Count];
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
    }
}
