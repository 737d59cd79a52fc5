using LocalRig.Architectures;
using LocalRig.Models;

namespace LocalRig.Forecasting;

/// <summary>The layers of a model as far as speed goes: from its architecture, or from header fields all architectures share.</summary>
internal static class ModelShape
{
    /// <summary>One entry per main layer, without weights.</summary>
    public static IEnumerable<LayerWork> Layers(Model model) =>
        (model.Architecture ?? (ArchitectureReader.ReadShape(model.Metadata) as KnownArchitecture)?.Architecture) is Architecture known
            ? known.Layers.Select(Known)
            : Unknown(model.Metadata);

    private static LayerWork Known(Layer layer)
    {
        LayerWork work = new() { Attention = layer.Attention };
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            work.ExpertCount = experts.Experts;
            work.ExpertsUsed = experts.Used;
        }

        return work;
    }

    private static IEnumerable<LayerWork> Unknown(Metadata facts)
    {
        string prefix = facts.Architecture;
        int layers = (int)(facts.Integer($"{prefix}.block_count") ?? 0);
        int heads = (int)(facts.Integer($"{prefix}.attention.head_count") ?? 0);
        int keyValueHeads = (int)(facts.Integer($"{prefix}.attention.head_count_kv") ?? heads);
        int width = (int)(facts.Integer($"{prefix}.embedding_length") ?? 0);
        int head = heads == 0 ? 0 : width / heads;
        int keys = (int)(facts.Integer($"{prefix}.attention.key_length") ?? head);
        int values = (int)(facts.Integer($"{prefix}.attention.value_length") ?? head);
        for (int layer = 0; layer < layers; layer++)
        {
            yield return new LayerWork
            {
                Attention = new FullAttention(heads, keyValueHeads, keys, values),
                ExpertCount = (int)(facts.Integer($"{prefix}.expert_count") ?? 0),
                ExpertsUsed = (int)(facts.Integer($"{prefix}.expert_used_count") ?? 0),
            };
        }
    }
}
