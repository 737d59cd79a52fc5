using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Planning;

namespace LocalRig.Forecasting;

/// <summary>The layers of a model as far as speed goes: from its architecture, or from header fields all architectures share.</summary>
internal static class ModelShape
{
    /// <summary>One entry per main layer, without weights.</summary>
    public static IEnumerable<LayerWork> Layers(Model model) =>
        (model.Architecture ?? (ArchitectureReader.ReadShape(model.Metadata) as KnownArchitecture)?.Architecture) is Architecture known
            ? known.Layers.Select(Known)
            : Unknown(model);

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

    private static IEnumerable<LayerWork> Unknown(Model model)
    {
        KnownDimensions? size = (ArchitectureReader.Read(model.Metadata) as UnknownArchitecture)?.Dimensions;
        int heads = size?.Heads ?? 0;
        int experts = Count(model.Metadata, "expert_count");
        int used = Math.Min(experts, Count(model.Metadata, "expert_used_count"));
        int layers = LayerCount.Blocks(model); // by tensor names: never more than the file has
        for (int layer = 0; layer < layers; layer++)
        {
            yield return new LayerWork
            {
                Attention = new FullAttention(heads, size?.KeyValueHeads ?? heads, size?.KeyLength ?? 0, size?.ValueLength ?? 0),
                ExpertCount = experts,
                ExpertsUsed = used,
            };
        }
    }

    private static int Count(Metadata facts, string key) =>
        facts.Integer($"{facts.Architecture}.{key}") is long value and > 0 and <= int.MaxValue ? (int)value : 0;
}
