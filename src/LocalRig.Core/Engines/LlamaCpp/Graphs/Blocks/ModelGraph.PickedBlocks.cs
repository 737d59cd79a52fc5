using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Attention over blocks of tokens that an indexer picks for each group of heads (models/minimax-m3.cpp; llama-kv-cache-msa.cpp).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Inputs of the layers that pick blocks. At load the cache is empty, so that positions are as few as are padded to (get_n_pos); later
    /// they are those in use, and the graph is allocated anew as it grows.</summary>
    /// <param name="mask">The attention's mask.</param>
    /// <param name="shape">The layers' indexer.</param>
    public BlockInputs BlockInputs(GraphTensor mask, BlockIndexer shape)
    {
        const long Fewest = 256; // llama-kv-cache-msa.cpp, get_n_pos
        KvCacheShape cache = Request.Cache;
        long used = Request.AllPositions ? cache.Cells : Fewest;
        long positions = (used + shape.BlockLength - 1) / shape.BlockLength * shape.BlockLength;
        return new BlockInputs(
            RowsInput("attn_inp_k_idxs", Tokens),
            Input("", TensorType.F32, new TensorShape(positions / shape.BlockLength, Tokens)),
            Input("", TensorType.F32, new TensorShape(positions, Tokens)),
            Input("", TensorType.I32, new TensorShape(positions, cache.Streams)),
            Input("", TensorType.I32, new TensorShape(cache.Cells, cache.Streams)),
            Cast(mask, TensorType.F32));
    }

    /// <summary>Stores keys, values and the indexer's keys, then attends to each stream's picked blocks: [heads·value, tokens].</summary>
    /// <param name="inputs">Inputs of the cache.</param>
    /// <param name="blocks">Inputs of the indexers.</param>
    /// <param name="shape">The layer's heads and indexer.</param>
    /// <param name="x">What enters attention, normed.</param>
    /// <param name="qkv">Queries, keys and values, turned.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="layer">The layer.</param>
    public GraphTensor AttendBlocks(AttentionInputs inputs, BlockInputs blocks, BlockAttention shape, GraphTensor x, Qkv qkv, GraphTensor positions, int layer)
    {
        BlockIndexer indexer = shape.Indexer;
        KvCacheShape cache = Request.Cache;
        GraphTensor Part(WeightRole projection, WeightRole norm, int heads) =>
            Rope(Norm(Heads(MulMat(Weight(layer, projection), x), indexer.KeyLength, heads), Weight(layer, norm), layer), positions, null);
        GraphTensor queries = Part(WeightRole.IndexerQ, WeightRole.IndexerQNorm, shape.KeyValueHeads);
        GraphTensor keys = Part(WeightRole.IndexerKProjection, WeightRole.IndexerKNorm, 1);
        GraphTensor indexed = External($"cache_k_l{layer}", cache.KeyType, new TensorShape(indexer.KeyLength, cache.Cells, cache.Streams), layer);
        Expand(StoreRows(indexed, keys, blocks.KeyRows));

        (GraphTensor q, GraphTensor k, GraphTensor v) = qkv;
        q = inputs.KeyRotation is { } keyRotation ? Rotate(q, keyRotation) : q;
        k = inputs.KeyRotation is { } sameRotation ? Rotate(k, sameRotation) : k;
        v = inputs.ValueRotation is { } valueRotation ? Rotate(v, valueRotation) : v;
        Expand(q);
        Expand(k);
        Expand(v);
        (GraphTensor storedKeys, GraphTensor storedValues) = CacheOf(cache, shape, layer);
        Expand(StoreRows(storedKeys, k, inputs.KeyRows));
        Expand(StoreRows(storedValues, v, inputs.ValueRows!));
        Qkv cached = new(q, CachedKeys(storedKeys, shape.KeyLength, shape.KeyValueHeads), CachedKeys(storedValues, shape.ValueLength, shape.KeyValueHeads));
        GraphTensor indexedKeys = CachedKeys(indexed, indexer.KeyLength, 1);
        GraphTensor? result = null;
        for (int stream = 0; stream < cache.Streams; stream++)
        {
            GraphTensor picked = PickedBlocks(blocks, shape, queries, indexedKeys, stream);
            GraphTensor attended = AttendGroups(cached, StreamMask(blocks, picked, stream), stream);
            result = result is null ? attended : Concat1(result, attended);
        }

        return inputs.ValueRotation is { } back ? Rotate(result!, back) : result!;
    }

    private long StreamTokens => Tokens / Request.Cache.Streams;

    /// <summary>What each token of a stream sees of the blocks, by group: [blocks, tokens, groups] in 16 bits.</summary>
    private GraphTensor PickedBlocks(BlockInputs blocks, BlockAttention shape, GraphTensor queries, GraphTensor keys, int stream)
    {
        (long tokens, long groups, long count, long positions) = (StreamTokens, shape.KeyValueHeads, blocks.Bias.Shape.Ne0, blocks.Visible.Shape.Ne0);
        GraphTensor q = View3(queries, queries.Shape.Ne0, groups, tokens, queries.Strides.Nb1, queries.Strides.Nb2, stream * tokens * queries.Strides.Nb2);
        GraphTensor k = View2(keys, keys.Shape.Ne0, keys.Shape.Ne2, keys.Strides.Nb2, stream * keys.Strides.Nb3);
        GraphTensor places = View1(blocks.CellOfPosition, positions, stream * blocks.CellOfPosition.Strides.Nb1);
        GraphTensor PerToken(GraphTensor input) => View3(input, input.Shape.Ne0, 1, tokens, input.Strides.Nb1, input.Strides.Nb1, stream * tokens * input.Strides.Nb1);
        GraphTensor bias = PerToken(blocks.Bias);
        GraphTensor scores = MulMat(GetRows(k, places), Reshape(q, q.Shape.Ne0, groups * tokens));
        scores = AddInPlace(Reshape(scores, positions, groups, tokens), PerToken(blocks.Visible));
        GraphTensor best = Add(Pool(scores, shape.Indexer.BlockLength), bias);
        GraphTensor picked = TopK(best, Math.Min(count, shape.Indexer.Picked));
        long kept = picked.Shape.Ne0;
        GraphTensor hidden = Repeat(Cast(Scale(bias), TensorType.F16), new TensorShape(count, groups, tokens));
        GraphTensor zeros = Scale(Cast(picked, TensorType.F32));
        GraphTensor seen = SetRows(Reshape(hidden, 1, count, groups * tokens), Reshape(zeros, 1, kept, groups * tokens), Reshape(picked, kept, groups * tokens));
        return Cont(SwapHeadsAndTokens(Reshape(seen, count, groups, tokens)));
    }

    /// <summary>The same by cell, with the attention's own mask: [cells, tokens, 1, groups] in 16 bits.</summary>
    private GraphTensor StreamMask(BlockInputs blocks, GraphTensor picked, int stream)
    {
        (long tokens, long groups, long cells) = (StreamTokens, picked.Shape.Ne2, Request.Cache.Cells);
        GraphTensor blockOfCell = View1(blocks.BlockOfCell, cells, stream * blocks.BlockOfCell.Strides.Nb1);
        GraphTensor mask = View3(blocks.Mask, cells, tokens, 1, blocks.Mask.Strides.Nb1, blocks.Mask.Strides.Nb3, stream * blocks.Mask.Strides.Nb3);
        GraphTensor byBlock = Cont(Transpose(Reshape(picked, picked.Shape.Ne0, tokens * groups)));
        GraphTensor byCell = Reshape(Cont(Transpose(GetRows(byBlock, blockOfCell))), cells, tokens, groups);
        return Cast(Reshape(AddInPlace(byCell, mask), cells, tokens, 1, groups), TensorType.F16);
    }

    /// <summary>One kernel for all groups of heads, each with its own mask.</summary>
    private GraphTensor AttendGroups(Qkv cached, GraphTensor mask, int stream)
    {
        (GraphTensor queries, GraphTensor k, GraphTensor v) = cached;
        (long length, long heads, long tokens, long groups) = (queries.Shape.Ne0, queries.Shape.Ne1, StreamTokens, k.Shape.Ne1);
        GraphTensor q = View3(queries, length, heads, tokens, queries.Strides.Nb1, queries.Strides.Nb2, stream * tokens * queries.Strides.Nb2);
        GraphTensor OfStream(GraphTensor all) => GroupsLast(View(all, all.Shape with { Ne3 = 1 }, all.Strides, stream * all.Strides.Nb3));
        q = SecondLast(Reshape(q, length, heads / groups, groups, tokens));
        GraphTensor result = ExchangeLast(FlashAttention(q, OfStream(k), OfStream(v), mask, null));
        result = IsContiguous(result) ? result : Cont(result);
        return Reshape(result, length * heads, tokens);
    }
}

/// <summary>The inputs that all layers share which pick blocks (minimax-m3.cpp, llm_graph_input_msa).</summary>
/// <param name="KeyRows">Where new keys of indexers go.</param>
/// <param name="Bias">Blocks that are always picked.</param>
/// <param name="Visible">Positions each token may see.</param>
/// <param name="CellOfPosition">Where each position is cached.</param>
/// <param name="BlockOfCell">Which block each cell is of.</param>
/// <param name="Mask">The attention's mask in 32 bits.</param>
internal sealed record BlockInputs(GraphTensor KeyRows, GraphTensor Bias, GraphTensor Visible, GraphTensor CellOfPosition, GraphTensor BlockOfCell, GraphTensor Mask);
