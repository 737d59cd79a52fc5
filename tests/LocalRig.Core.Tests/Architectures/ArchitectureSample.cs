using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>A model of true shape of an architecture, from the header values its converter writes.</summary>
/// <param name="Architecture">llama.cpp's architecture name.</param>
/// <param name="Values">Header values: <c>key=value</c>, the architecture's prefix left out; a star before those that have none.</param>
/// <param name="Traits">What the header doesn't say of the tensors.</param>
public sealed record ArchitectureSample(string Architecture, string Values, WeightTraits? Traits = null)
{
    /// <summary>The model in a recipe.</summary>
    public Model ToModel(string recipe = "Q8_0")
    {
        Metadata metadata = new(Header());
        Architecture shape = ArchitectureReader.ReadShape(metadata) is KnownArchitecture known
            ? known.Architecture
            : throw new InvalidOperationException(((UnknownArchitecture)ArchitectureReader.ReadShape(metadata)).Reason);
        ImmutableArray<WeightShape> weights = WeightList.For(shape, Traits ?? new WeightTraits());
        return new Model(Architecture, metadata, shape, RecipeLayout.Make(shape, weights, QuantRecipe.All.Single(r => r.Name == recipe)), recipe);
    }

    private Dictionary<string, object> Header()
    {
        Dictionary<string, object> header = new() { ["general.architecture"] = Architecture };
        foreach (string pair in Values.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            header[pair[0] == '*' ? pair[1..at] : $"{Architecture}.{Long(pair[..at])}"] = Value(pair[(at + 1)..]);
        }

        return header;
    }

    private static string Long(string key) =>
        key switch
        {
            "layers" => "block_count",
            "width" => "embedding_length",
            "ff" => "feed_forward_length",
            "heads" => "attention.head_count",
            "kv" => "attention.head_count_kv",
            "key" => "attention.key_length",
            "value" => "attention.value_length",
            "vocab" => "vocab_size",
            "context" => "context_length",
            "rot" => "rope.dimension_count",
            "window" => "attention.sliding_window",
            "pattern" => "attention.sliding_window_pattern",
            "experts" => "expert_count",
            "used" => "expert_used_count",
            "expertff" => "expert_feed_forward_length",
            "sharedff" => "expert_shared_feed_forward_length",
            "shared" => "expert_shared_count",
            "dense" => "leading_dense_block_count",
            "eps" => "attention.layer_norm_epsilon",
            _ => key,
        };

    private static object Value(string text) =>
        text is "true" or "false" ? text == "true"
        : text.StartsWith('[') ? text[1..^1].Split(',').SelectMany(Repeated).ToImmutableArray()
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real
        : text;

    /// <summary><c>3x1</c> is three ones.</summary>
    private static IEnumerable<long> Repeated(string text) =>
        text.Split('x') is [string times, string value]
            ? Enumerable.Repeat(long.Parse(value, CultureInfo.InvariantCulture), int.Parse(times, CultureInfo.InvariantCulture))
            : [long.Parse(text, CultureInfo.InvariantCulture)];
}
