using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;

namespace LocalRig.Quantization;

/// <summary>What a recipe looks at in a model beside the tensor itself (llama-quant.cpp, quantize_state_impl).</summary>
/// <param name="Layers">All layers, multi-token-prediction ones included.</param>
/// <param name="GroupedQueries">Query heads per key/value head.</param>
/// <param name="Experts">Experts per layer, 0 for a dense model.</param>
/// <param name="IsSeventyBillion">Whether llama.cpp calls it a 70B model, whose values it spends more bits on.</param>
/// <param name="AttentionValues">Value-like tensors in the model.</param>
/// <param name="TiedEmbeddings">Whether the token embedding serves as output.</param>
internal sealed record RecipeModel(
    int Layers,
    int GroupedQueries,
    int Experts,
    bool IsSeventyBillion,
    int AttentionValues,
    bool TiedEmbeddings
)
{
    /// <summary>Layers of the Llama 2/3 and Qwen2 models llama.cpp names 70B (src/models/llama.cpp and qwen2.cpp, load_arch_hparams).</summary>
    private const int SeventyBillionLayers = 80;

    public static RecipeModel Of(Architecture architecture, ImmutableArray<RecipeWeight> weights)
    {
        var h = new Hyperparameters(architecture.Metadata);
        bool isSeventyBillion =
            h.MainLayerCount == SeventyBillionLayers
            && (architecture.Name == "qwen2" || (architecture.Name == "llama" && h.GroupedQueries != 1 && h.Experts != 8));
        return new RecipeModel(
            h.LayerCount,
            h.GroupedQueries,
            h.Experts,
            isSeventyBillion,
            weights.Count(w => w.Role == TensorRole.AttentionValue),
            weights.All(w => w.Role != TensorRole.Output)
        );
    }
}
