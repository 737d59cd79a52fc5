using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Serving;

/// <summary>Against lines that vLLM and SGLang printed on other people's machines.</summary>
public class VllmLogTests
{
    private const double WeightTolerance = 0.02; // what V0 and kernels add: 1.2 % at most in the logs at hand
    private const double Rounding = 0.005; // logs print GiB to two digits

    [Fact]
    public void Weights_per_device_agree_with_what_vllm_loaded()
    {
        List<string> wrong = [];
        foreach (VllmLog log in VllmLog.All.Where(l => l.LoadedGib is not null))
        {
            ImmutableArray<RankWeights> stages = RankWeights.Of(log.Model, log.Parallelism, log.Format);
            double low = stages[0].Loaded.Low.Gibibytes;
            double high = stages[0].Loaded.High.Gibibytes;
            TestContext.Current.SendDiagnosticMessage($"{log.ModelId} {log.Format.Name} tp{log.Parallelism.Tensor} pp{log.Parallelism.Pipeline}: {low:0.0000}-{high:0.0000}, printed {log.LoadedGib}");
            if (log.LoadedGib < low * (1 - WeightTolerance) || log.LoadedGib > high * (1 + WeightTolerance))
            {
                wrong.Add($"{log.ModelId} {log.Format.Name} tp{log.Parallelism.Tensor} pp{log.Parallelism.Pipeline}: {low:0.00} to {high:0.00}, printed {log.LoadedGib} ({log.Source})");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Sixteen_bit_weights_on_one_device_agree_to_the_last_printed_digit()
    {
        foreach (VllmLog log in VllmLog.All.Where(l => l.LoadedGib is not null && l.Format.Bits == 16 && l.Parallelism.Tensor == 1 && l.ModelId.Contains("Llama", StringComparison.Ordinal)))
        {
            Assert.Equal(log.LoadedGib!.Value, RankWeights.Of(log.Model, log.Parallelism, log.Format)[0].Loaded.Likely.Gibibytes, Rounding + 0.001);
        }
    }

    [Fact]
    public void Tokens_of_a_pool_are_those_vllm_printed_within_the_rounding_of_its_bytes()
    {
        int checkedRows = 0;
        foreach (VllmLog log in VllmLog.All.Where(l => l.Tokens is not null))
        {
            CachePages pages = CachePages.Of(log.Model.Architecture!, log.Parallelism, log.CacheInFp8 ? 1 : 2);
            long block = pages.BytesPerBlock(0, log.Model.Architecture!.Layers.Length);
            long low = pages.Tokens(ByteSize.FromGibibytes(log.PoolGib!.Value - Rounding).Bytes / block, log.Context, 8192);
            long high = pages.Tokens(ByteSize.FromGibibytes(log.PoolGib!.Value + Rounding).Bytes / block, log.Context, 8192);
            TestContext.Current.SendDiagnosticMessage($"{log.ModelId}: {low}-{high}, printed {log.Tokens}");
            Assert.InRange(log.Tokens!.Value, low, high);
            checkedRows++;
        }

        Assert.True(checkedRows >= 8);
    }

    [Theory]
    [InlineData("Qwen3.8-27B", 2, 1568)] // "ceil(262144/1568)" in mitchross/talos-argocd-proxmox pull request 1995
    public void A_hybrids_page_holds_as_many_tokens_as_its_state_needs(string model, int tensor, int tokens) =>
        Assert.Equal(tokens, CachePages.Of(ModelCatalog.Default.Get(model).ToModel("BF16").Architecture!, new(tensor, 1), 1).Block);

    [Fact]
    public void Sglangs_bytes_per_token_are_the_same()
    {
        // vllm-project/vllm issue 21348: Qwen3-235B-A22B on four devices, 367,404 tokens, keys 8.23 GiB, values 8.23 GiB
        Architecture shape = ModelCatalog.Default.Get("Qwen3-235B-A22B").ToModel("BF16").Architecture!;
        Assert.Equal(2 * 8.23, new ByteSize(CachePages.Of(shape, new(4, 1), 2).BytesPerToken(0, shape.Layers.Length) * 367_404).Gibibytes, 2 * Rounding);
    }
}
