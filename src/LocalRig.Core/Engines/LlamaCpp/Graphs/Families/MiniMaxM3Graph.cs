using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>MiniMax-M3: attention over picked blocks, dense first layers, routed experts beside a shared one (models/minimax-m3.cpp).</summary>
internal static class MiniMaxM3Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs inputs = g.FullAttentionInputs();
        BlockInputs? blocks = PicksBlocks(request) is { } indexer ? g.BlockInputs(inputs.Mask, indexer) : null;
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            Qkv qkv = g.ProjectQkv(normed, attention, layer);
            qkv = qkv with { Q = g.HeadNorm(qkv.Q, layer, WeightRole.AttentionQNorm), K = g.HeadNorm(qkv.K, layer, WeightRole.AttentionKNorm) };
            qkv = qkv with { Q = Rope(qkv.Q, positions, null), K = Rope(qkv.K, positions, null) };
            GraphTensor attended = attention is BlockAttention picks && blocks is not null
                ? g.AttendBlocks(inputs, blocks, picks, normed, qkv, positions, layer)
                : g.Attend(inputs, attention, qkv, layer);
            attended = g.ProjectAttention(attended, layer);
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            normed = g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer);
            x = Add(FeedForward(g, normed, layer), residual);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    /// <summary>The indexer, where blocks are picked: in one kernel, and where every sequence has its own cells.</summary>
    private static BlockIndexer? PicksBlocks(GraphRequest request)
    {
        bool separate = request.Sequences == 1 || request.Cache.Streams == request.Sequences;
        return request.FlashAttention && separate
            ? request.Architecture.Layers.Select(static l => (l.Attention as BlockAttention)?.Indexer).FirstOrDefault(static i => i is not null)
            : null;
    }

    private static GraphTensor FeedForward(ModelGraph g, GraphTensor x, int layer) =>
        g.Architecture.Layers[layer].FeedForward is ExpertFeedForward experts
            ? Add(
                g.Experts(x, experts, g.RoutingFromMetadata() with { Unit = Operation.SwigluOai }, layer),
                g.SharedExpert(x, layer, unit: Operation.SwigluOai))
            : g.GatedFeedForward(x, layer, Operation.SwigluOai);
}
