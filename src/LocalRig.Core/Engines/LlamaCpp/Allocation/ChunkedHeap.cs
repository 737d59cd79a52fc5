namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>A place in a <see cref="ChunkedHeap"/>.</summary>
/// <param name="Chunk">Which of its chunks.</param>
/// <param name="Offset">Bytes from the chunk's start.</param>
internal readonly record struct HeapAddress(int Chunk, long Offset);

/// <summary>
/// A buffer being measured: hands out and takes back addresses without memory behind them, and remembers the highest ever used.
/// Best fit among the holes; the open end of a chunk only when no hole fits; a new chunk when no chunk has room
/// (ggml-alloc.c, ggml_dyn_tallocr_alloc and ggml_dyn_tallocr_free_bytes).
/// </summary>
/// <param name="alignment">Bytes every address and size is a multiple of.</param>
/// <param name="chunkLimit">The largest single buffer the backend gives.</param>
internal sealed class ChunkedHeap(long alignment, long chunkLimit)
{
    /// <summary>Buffers one heap may be split into (ggml-alloc.c, GGML_VBUFFER_MAX_CHUNKS).</summary>
    private const int MaxChunks = 16;

    /// <summary>Room that never runs out (ggml-alloc.c uses half of size_t's range).</summary>
    private const long Endless = long.MaxValue / 2;

    private readonly FreeList[] _chunks = new FreeList[MaxChunks];
    private int _count;

    /// <summary>Bytes of all chunks: each one's highest address ever used.</summary>
    public long Size
    {
        get
        {
            long sum = 0;
            for (int c = 0; c < _count; c++)
            {
                sum += _chunks[c].HighWater;
            }

            return sum;
        }
    }

    /// <summary>A size as the heap counts it.</summary>
    public long Align(long size) => (size + alignment - 1) & -alignment;

    /// <summary>Takes an aligned number of bytes.</summary>
    public HeapAddress Take(long size)
    {
        (int chunk, int block) = FindHole(size);
        if (block < 0)
        {
            (chunk, block) = FindOpenEnd(size);
        }

        if (block < 0)
        {
            (chunk, block) = (AddChunk(size), 0);
        }

        return new HeapAddress(chunk, _chunks[chunk].Take(block, size));
    }

    /// <summary>Gives an aligned range back.</summary>
    public void Release(HeapAddress address, long size) => _chunks[address.Chunk].Release(address.Offset, size);

    /// <summary>The free ranges as they are now.</summary>
    public FreeList[] Snapshot()
    {
        FreeList[] holes = new FreeList[_count];
        for (int c = 0; c < _count; c++)
        {
            holes[c] = _chunks[c].Clone();
        }

        return holes;
    }

    /// <summary>Whether the free ranges are those of a snapshot.</summary>
    public bool HasSameHoles(FreeList[] snapshot)
    {
        bool same = snapshot.Length == _count;
        for (int c = 0; c < _count && same; c++)
        {
            same = _chunks[c].HasSameHoles(snapshot[c]);
        }

        return same;
    }

    private (int Chunk, int Block) FindHole(long size)
    {
        (int Chunk, int Block) best = (-1, -1);
        for (int c = 0; c < _count; c++)
        {
            // A later chunk's hole wins over an earlier one's whatever its size: ggml compares within a chunk only.
            int block = _chunks[c].BestHole(size);
            if (block >= 0)
            {
                best = (c, block);
            }
        }

        return best;
    }

    private (int Chunk, int Block) FindOpenEnd(long size)
    {
        (int Chunk, int Block) best = (-1, -1);
        long bestSpare = long.MinValue;
        for (int c = 0; c < _count; c++)
        {
            FreeList chunk = _chunks[c];
            if (chunk.Count == 0 || chunk.SizeOfLast < size)
            {
                continue;
            }

            // Below zero: bytes the chunk must grow by; otherwise bytes of it that stay unused. Grow least, then waste least.
            long spare = chunk.HighWater - chunk.OffsetOfLast - size;
            bool growsLess = bestSpare < 0 && spare > bestSpare;
            bool fitsTighter = spare >= 0 && spare < bestSpare;
            if (growsLess || fitsTighter)
            {
                best = (c, chunk.Count - 1);
                bestSpare = spare;
            }
        }

        return best;
    }

    private int AddChunk(long size)
    {
        if (_count == MaxChunks)
        {
            throw new EngineException("The compute graph needs more separate buffers than llama.cpp's allocator can make; use a smaller micro-batch (-ub).");
        }

        long room = _count == MaxChunks - 1 ? Endless : Math.Max(size, Math.Min(chunkLimit, Endless));
        _chunks[_count] = new FreeList(room);
        return _count++;
    }
}
