using LocalRig.Quantization;

namespace LocalRig.Catalog;

/// <summary>The most bits a weight takes where only a model's parameter count is known.</summary>
internal static class MassBits
{
    // The largest type of any recipe below 8 bits is Q6_K, which rows that don't fill its blocks turn into Q8_0: 8.5 bits.
    private const double LargestFallback = 8.5;

    // attn_v and ffn_down are what recipes give a larger type; without a gate, ffn_down is half of a feed-forward.
    private const double ShareOfLarger = 0.5;

    /// <summary>Bits per weight if no row fills a block and as many as may get the larger type do (llama-quant.cpp, llama_tensor_get_type and
    /// its fallbacks). Nemotron-3-Nano Q4_K_M: 6.24 bits published, 7.0 here, 4.5 by its main type.</summary>
    public static double AtMost(QuantRecipe recipe)
    {
        double main = Fallback(recipe.BaseType);
        return main >= LargestFallback ? main : ShareOfLarger * LargestFallback + (1 - ShareOfLarger) * main;
    }

    private static double Fallback(TensorType type) =>
        type switch
        {
            TensorType.Q4_K => TensorType.Q5_0.BitsPerElement(),
            TensorType.Q5_K => TensorType.Q5_1.BitsPerElement(),
            TensorType.Q6_K => TensorType.Q8_0.BitsPerElement(),
            _ when type.BlockElements() > TensorType.Q4_0.BlockElements() => Math.Max(type.BitsPerElement(), TensorType.IQ4_NL.BitsPerElement()),
            _ => type.BitsPerElement(),
        };
}
