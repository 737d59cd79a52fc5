using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What a token reads, against published counts.</summary>
public sealed class WorkTests
{
    // "active_per_token_computed" of the model facts: all non-expert text weights, the chosen and shared experts, one output head,
    // without input-embedding rows; summed from the checkpoints' own shapes.
    [Theory]
    [InlineData("Qwen3-30B-A3B", 3041867776)]
    [InlineData("Qwen3.5-35B-A3B", 2946429568)]
    [InlineData("Qwen3.5-122B-A10B", 9008449536)]
    [InlineData("gpt-oss-20b", 3608307264)]
    [InlineData("Llama-3.1-8B", 7504924672)]
    [InlineData("Qwen3.5-9B", 7936684544)]
    public void A_token_multiplies_with_the_published_active_parameters(string id, long published)
    {
        Work token = Token(Rigs.Model(id, "BF16"), 0);

        // Biases and per-head scalars of a few architectures are not in every published count.
        Assert.InRange(token.Elements / published, 0.999, 1.001);
    }

    [Theory]
    [InlineData("Llama-3.1-8B", 131072)]
    [InlineData("Qwen2.5-14B", 196608)]
    [InlineData("Qwen3.5-27B", 65536)]
    [InlineData("DeepSeek-V3", 70272)]
    public void A_token_reads_the_published_cache_bytes_per_token_of_context(string id, double published)
    {
        Model model = Rigs.Model(id, "Q4_K_M");
        double step = Token(model, 3000).CacheBytes - Token(model, 2000).CacheBytes;
        Assert.Equal(published, step / 1000, 6);
    }

    [Fact]
    public void A_sliding_window_stops_growing()
    {
        Model model = Rigs.Model("gemma-3-12b", "Q4_K_M");

        // 8 of 48 layers see everything: 65,536 bytes per token of context; the other 40 stop at 1,024 tokens.
        Assert.Equal(65536, (Token(model, 9000).CacheBytes - Token(model, 8000).CacheBytes) / 1000, 6);
        Assert.Equal(65536 + 327680, (Token(model, 900).CacheBytes - Token(model, 800).CacheBytes) / 100, 6);
    }

    [Fact]
    public void A_prompt_touches_nearly_all_experts_and_a_token_a_sixteenth()
    {
        LayerWork layer = ModelWork.Of(Rigs.Model("Qwen3-30B-A3B", "Q4_K_M")).Layers[5];
        Assert.Equal(8.0 / 128, layer.TouchedShare(1), 9);
        Assert.InRange(layer.TouchedShare(512), 0.999, 1.0);
    }

    private static Work Token(Model model, double depth)
    {
        Work work = Work.Of(1);
        foreach (LayerWork layer in ModelWork.Of(model).Layers.Append(ModelWork.Of(model).Output))
        {
            work.Add(layer, depth, TensorType.F16, TensorType.F16);
        }

        return work;
    }
}
