namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>The free ranges of one chunk, in order of address; the last one is the chunk's open end.</summary>
internal sealed class FreeList
{
    private long[] _offsets = new long[32];
    private long[] _sizes = new long[32];

    /// <summary>A chunk that is free from its start.</summary>
    public FreeList(long room)
    {
        _sizes[0] = room;
        Count = 1;
    }

    /// <summary>Number of free ranges.</summary>
    public int Count { get; private set; }

    /// <summary>The highest address ever handed out.</summary>
    public long HighWater { get; private set; }

    /// <summary>Where the open end begins.</summary>
    public long OffsetOfLast => _offsets[Count - 1];

    /// <summary>Bytes left at the open end.</summary>
    public long SizeOfLast => _sizes[Count - 1];

    /// <summary>The smallest range before the open end that holds <paramref name="size"/>; the later of equals; -1 for none.</summary>
    public int BestHole(long size)
    {
        int best = -1;
        long bestSize = long.MaxValue;
        for (int i = 0; i < Count - 1; i++)
        {
            if (_sizes[i] >= size && _sizes[i] <= bestSize)
            {
                best = i;
                bestSize = _sizes[i];
            }
        }

        return best;
    }

    /// <summary>Takes bytes from the front of a range and says where.</summary>
    public long Take(int block, long size)
    {
        long offset = _offsets[block];
        _offsets[block] += size;
        _sizes[block] -= size;
        if (_sizes[block] == 0)
        {
            Remove(block);
        }

        HighWater = Math.Max(HighWater, offset + size);
        return offset;
    }

    /// <summary>Gives bytes back. The first free range that touches them takes them in, and then joins the one neighbour it has come to touch
    /// (ggml-alloc.c, ggml_dyn_tallocr_free_bytes). Ranges of no bytes count like others: given back, a tensor without elements may leave
    /// one where it lay, and that one takes in what is given back from there on.</summary>
    public void Release(long offset, long size)
    {
        for (int i = 0; i < Count && _offsets[i] <= offset + size; i++)
        {
            if (_offsets[i] + _sizes[i] == offset)
            {
                _sizes[i] += size;
                JoinWithNext(i);
                return;
            }

            if (offset + size == _offsets[i])
            {
                _offsets[i] = offset;
                _sizes[i] += size;
                JoinWithNext(i - 1);
                return;
            }
        }

        Insert(offset, size);
    }

    /// <summary>A copy that later calls leave alone.</summary>
    public FreeList Clone() => new(0) { _offsets = [.. _offsets], _sizes = [.. _sizes], Count = Count, HighWater = HighWater };

    /// <summary>Whether the same ranges are free.</summary>
    public bool HasSameHoles(FreeList other) =>
        _offsets.AsSpan(0, Count).SequenceEqual(other._offsets.AsSpan(0, other.Count))
        && _sizes.AsSpan(0, Count).SequenceEqual(other._sizes.AsSpan(0, other.Count));

    /// <summary>Makes one range of two that touch; nothing where there is no such pair.</summary>
    private void JoinWithNext(int block)
    {
        if (block >= 0 && block + 1 < Count && _offsets[block] + _sizes[block] == _offsets[block + 1])
        {
            _sizes[block] += _sizes[block + 1];
            Remove(block + 1);
        }
    }

    private void Insert(long offset, long size)
    {
        int at = 0;
        while (at < Count && _offsets[at] < offset)
        {
            at++;
        }

        if (Count == _offsets.Length)
        {
            Array.Resize(ref _offsets, Count * 2);
            Array.Resize(ref _sizes, Count * 2);
        }

        Array.Copy(_offsets, at, _offsets, at + 1, Count - at);
        Array.Copy(_sizes, at, _sizes, at + 1, Count - at);
        _offsets[at] = offset;
        _sizes[at] = size;
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        Array.Copy(_offsets, at + 1, _offsets, at, Count - at);
        Array.Copy(_sizes, at + 1, _sizes, at, Count - at);
    }
}
