using LocalRig.Models;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>A model's shape in words.</summary>
internal static class ShapeWords
{
    /// <summary>Layers by how they look back, widths, experts.</summary>
    public static string Of(Architecture shape)
    {
        string[] attentions = [.. shape.Layers.GroupBy(l => Name(l.Attention)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}")];
        string experts = shape.Layers.Select(l => l.FeedForward).OfType<ExpertFeedForward>().FirstOrDefault() is { } mixture ? $"; {mixture.Used} of {mixture.Experts} experts work on each token" : "";
        return $"{shape.Layers.Length} layers ({Wording.Join(attentions)}), width {Wording.Count(shape.EmbeddingLength)}, {Wording.Count(shape.VocabularySize)} tokens in the vocabulary{experts}";
    }

    private static string Name(Attention attention) =>
        attention switch
        {
            SlidingAttention sliding => $"with a window of {Wording.Count(sliding.Window)} tokens",
            FullAttention full => $"with attention over everything ({full.Heads} heads, {full.KeyValueHeads} for keys and values)",
            LatentAttention => "with latent attention",
            RecurrentAttention => "with a state of fixed size instead of a cache",
            _ => "of another kind",
        };
}
