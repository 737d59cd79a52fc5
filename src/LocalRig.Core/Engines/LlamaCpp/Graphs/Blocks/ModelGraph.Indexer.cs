using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Indexers that pick the tokens latent attention looks at (models/deepseek32.cpp, glm-dsa.cpp; llama-graph.cpp, build_attn_inp_k_dsa and
/// build_attn of llm_graph_input_attn_k_dsa).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Inputs of the layers' indexers, whose cache has the form of the attention's.</summary>
    /// <param name="keyLength">Elements of an indexer's key.</param>
    public IndexerInputs IndexerInputs(int keyLength)
    {
        GraphTensor rows = RowsInput("attn_inp_k_idxs", Tokens);
        TensorShape seen = new(Request.Cache.Cells, Tokens / Request.Cache.Streams, 1, Request.Cache.Streams);
        return new IndexerInputs(rows, MaskInput(seen, Request.FusesIndexer), Rotation("attn_inp_k_rot", IndexerRotation(keyLength))!);
    }

    /// <summary>Side of the Hadamard matrix that turns an indexer's queries and keys, whatever the cache's type (llama-kv-cache.cpp, attn_rot_k).</summary>
    private static int IndexerRotation(int keyLength) => new KvCacheShape(0, 1, false, TensorType.Q8_0, TensorType.Q8_0).KeyRotation(keyLength);

    /// <summary>The tokens a layer's indexer picks, best first: [picked, tokens, 1, streams].</summary>
    /// <param name="inputs">Inputs of the indexers.</param>
    /// <param name="shape">The layer's indexer.</param>
    /// <param name="x">What enters attention, normed.</param>
    /// <param name="lowQueries">Its low-rank queries.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="layer">The layer.</param>
    public GraphTensor Picked(IndexerInputs inputs, TokenIndexer shape, GraphTensor x, GraphTensor lowQueries, GraphTensor positions, int layer)
    {
        GraphTensor q = Rope(Heads(MulMat(Weight(layer, WeightRole.IndexerQB), lowQueries), shape.KeyLength, shape.Heads), positions, null);
        GraphTensor k = IndexerKeys(shape, x, positions, layer);
        q = MulMat(inputs.Rotation, q);
        k = MulMat(inputs.Rotation, k);
        KvCacheShape cache = Request.Cache;
        GraphTensor stored = External($"cache_k_l{layer}", cache.KeyType, new TensorShape(shape.KeyLength, cache.Cells, cache.Streams), layer);
        Expand(StoreRows(stored, k, inputs.KeyRows));

        GraphTensor weights = MulMat(Weight(layer, WeightRole.IndexerProjection), x);
        GraphTensor keys = CachedKeys(stored, shape.KeyLength, 1);
        long streams = cache.Streams;
        q = View(q, new TensorShape(q.Shape.Ne0, q.Shape.Ne1, q.Shape.Ne2 / streams, streams), q.Strides with { Nb3 = q.Strides.Nb3 / streams }, 0);
        weights = View(
            weights,
            new TensorShape(weights.Shape.Ne0, weights.Shape.Ne1 / streams, weights.Shape.Ne2, streams),
            weights.Strides with { Nb2 = weights.Strides.Nb2 / streams, Nb3 = weights.Strides.Nb3 / streams },
            0);
        weights = Scale(weights);
        GraphTensor scores = Request.FusesIndexer ? LightningIndexer(q, keys, weights, inputs.Mask) : SeparateScores(q, keys, weights, inputs.Mask);
        scores.Layer = layer;
        return Cont(TopK(scores, Math.Min(scores.Shape.Ne0, shape.Picked)));
    }

    private GraphTensor IndexerKeys(TokenIndexer shape, GraphTensor x, GraphTensor positions, int layer)
    {
        bool centers = CentersNorms;
        CentersNorms = true;
        GraphTensor k = Norm(MulMat(Weight(layer, WeightRole.IndexerK), x), Weight(layer, WeightRole.IndexerKNorm), layer, Weight(layer, WeightRole.IndexerKNormBias));
        CentersNorms = centers;
        return Rope(Reshape(k, shape.KeyLength, 1, Tokens), positions, null);
    }

    /// <summary>Scores in steps, where a layer's device has no kernel for them.</summary>
    private static GraphTensor SeparateScores(GraphTensor q, GraphTensor keys, GraphTensor weights, GraphTensor mask)
    {
        GraphTensor scores = MulMat(SwapHeadsAndTokens(keys), SwapHeadsAndTokens(q));
        scores = Unary(Operation.Relu, Cont(Reversed(scores)));
        scores = SumRows(Mul(scores, weights));
        return Add(Cont(Reversed(scores)), mask);
    }

    /// <summary>Attention over a latent cache of which only picked tokens are seen: a mask of its own, everything hidden but those.</summary>
    /// <param name="inputs">Inputs of the layer's cache.</param>
    /// <param name="shape">The layer's heads.</param>
    /// <param name="qkv">Queries, keys and values.</param>
    /// <param name="picked">The tokens an indexer picked.</param>
    /// <param name="decompress">Expands what was attended to.</param>
    /// <param name="layer">The layer.</param>
    public GraphTensor AttendPicked(AttentionInputs inputs, LatentAttention shape, Qkv qkv, GraphTensor picked, GraphTensor decompress, int layer)
    {
        (GraphTensor cached, GraphTensor latents) = StoreLatent(inputs, shape, qkv, layer);
        return Attention(qkv.Q, cached, latents, MaskOfPicked(inputs.Mask, picked), layer, null, decompress);
    }

    private static GraphTensor MaskOfPicked(GraphTensor mask, GraphTensor picked)
    {
        GraphTensor hidden = Fill(mask);
        hidden = View(
            hidden,
            new TensorShape(1, hidden.Shape.Ne0, hidden.Shape.Ne1, hidden.Shape.Ne3),
            new TensorStrides(0, hidden.Strides.Nb0, hidden.Strides.Nb1, hidden.Strides.Nb2),
            0);
        TensorShape each = new(picked.Shape.Ne0, picked.Shape.Ne1, picked.Shape.Ne3);
        GraphTensor ids = View(picked, each, new TensorStrides(0, picked.Strides.Nb1, picked.Strides.Nb2, picked.Shape.Ne3 * picked.Strides.Nb3), 0);
        GraphTensor zeros = Fill(Room(TensorType.F32, new TensorShape(1, each.Ne0, each.Ne1, each.Ne2)));
        GraphTensor seen = SetRows(hidden, zeros, ids);
        seen = View(
            seen,
            new TensorShape(seen.Shape.Ne1, seen.Shape.Ne2, 1, seen.Shape.Ne3),
            new TensorStrides(0, seen.Strides.Nb2, seen.Strides.Nb3, seen.Strides.Nb3),
            0);
        return Add(seen, mask);
    }
}

/// <summary>The inputs that all layers' indexers share (llm_graph_input_attn_k_dsa).</summary>
/// <param name="KeyRows">Where new keys go.</param>
/// <param name="Mask">Which cells each token may see.</param>
/// <param name="Rotation">Hadamard matrix for queries and keys.</param>
internal sealed record IndexerInputs(GraphTensor KeyRows, GraphTensor Mask, GraphTensor Rotation);
