using LocalRig.Models;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What a larger physical batch (<c>-ub</c>) gives prompts.</summary>
public sealed class MicrobatchTests
{
    private static readonly int[] Batches = [32, 64, 128, 256, 512, 1024, 2048];

    private static double Prefill(string model, string quant, string card, Backend backend, int microbatch) =>
        Rigs.Forecast(Rigs.Model(model, quant), Rigs.Of(Rigs.Card(card, backend)), 0, 2048, microbatch: microbatch).Prefill.TokensPerSecond;

    /// <summary>gemma-4-26B-A4B Q6_K on an RX 7900 XTX, pp2048 before and after llama.cpp pull request 26284: 965 and 1,069 tokens per second with
    /// <c>-ub 64</c>, 2,448 and 2,498 with 512, 3,302 and 3,327 with 1024.</summary>
    [Theory]
    [InlineData(64, 512, 2498.0 / 1069, 2448.0 / 965)]
    [InlineData(512, 1024, 3327.0 / 2498, 3302.0 / 2448)]
    public void Experts_gain_from_a_larger_batch_as_measured(int small, int large, double least, double most)
    {
        double gain = Prefill("gemma-4-26B-A4B", "Q6_K", "rx-7900-xtx", Backend.Rocm, large) / Prefill("gemma-4-26B-A4B", "Q6_K", "rx-7900-xtx", Backend.Rocm, small);
        Assert.InRange(gain, least * 0.8, most * 1.25);
    }

    [Theory]
    [InlineData("rtx-3090", Backend.Cuda)]
    [InlineData("m4-max-40c", Backend.Metal)]
    [InlineData("rx-7900-xtx", Backend.Rocm)]
    [InlineData("arc-b580", Backend.Vulkan)]
    public void A_larger_batch_is_never_slower_and_experts_gain_more_than_dense_weights(string card, Backend backend)
    {
        double[] dense = [.. Batches.Select(b => Prefill("Llama-3.1-8B", "Q4_K_M", card, backend, b))];
        double[] experts = [.. Batches.Select(b => Prefill("Qwen3-30B-A3B", "Q4_K_M", card, backend, b))];
        for (int i = 1; i < Batches.Length; i++)
        {
            Assert.True(dense[i] >= dense[i - 1] && experts[i] >= experts[i - 1], $"{card}: slower with -ub {Batches[i]}");
        }

        Assert.True(experts[^1] / experts[4] > dense[^1] / dense[4]);
    }
}
