using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Core.Tests;

/// <summary>Catalogue models cut to a few layers: every kind of layer they have, in files that are read at once.</summary>
internal static class SmallModels
{
    private const int MostLayers = 6; // Gemma 3's period, the longest of all
    private const int Gemma4Layers = 12; // the last two read earlier caches: the last full one's, and the last sliding one's just before it
    private const int Gemma4E4BLayers = 14; // whose every sixth layer is full
    private const int LiteLayers = 27; // by which llama.cpp knows DeepSeek-V2-Lite (deepseek2.cpp)

    /// <summary>A model whose header says that it has fewer layers.</summary>
    public static Model Of(string id, bool withMtp = false)
    {
        Model whole = ModelCatalog.Default.Get(id).ToModel("Q8_0", withMtp: withMtp);
        string family = whole.Metadata.Architecture;
        Dictionary<string, object> values = new(whole.Metadata.Values);
        long mtp = whole.Metadata.Integer($"{family}.nextn_predict_layers") ?? 0;
        int layers = (int)Math.Min((id == "gemma-4-E4B" ? Gemma4E4BLayers : family == "gemma4" ? Gemma4Layers : id == "DeepSeek-V2-Lite" ? LiteLayers : MostLayers) + mtp, whole.Metadata.Integer($"{family}.block_count")!.Value);
        long all = whole.Metadata.Integer($"{family}.block_count")!.Value;
        foreach ((string key, object value) in whole.Metadata.Values)
        {
            if (value is ImmutableArray<long> list && list.Length == all)
            {
                values[key] = list[..layers];
            }
        }

        values[$"{family}.block_count"] = (long)layers;
        if (values.TryGetValue($"{family}.leading_dense_block_count", out object? dense) && dense is > 1L)
        {
            values[$"{family}.leading_dense_block_count"] = 1L;
        }

        if (values.TryGetValue($"{family}.attention.shared_kv_layers", out object? shared) && shared is > 2L)
        {
            values[$"{family}.attention.shared_kv_layers"] = 2L;
        }

        Metadata metadata = new(values);
        Architecture architecture = ((KnownArchitecture)ArchitectureReader.ReadShape(metadata)).Architecture;
        ImmutableArray<WeightShape> weights = WeightList.For(architecture, WeightTraits.Of(whole.Tensors));
        QuantRecipe recipe = QuantRecipe.All.Single(r => r.Name == "Q8_0");
        return new Model(id, metadata, architecture, RecipeLayout.Make(architecture, weights, recipe), "Q8_0");
    }
}
