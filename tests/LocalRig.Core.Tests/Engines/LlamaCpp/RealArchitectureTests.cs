using LocalRig.Core.Tests.Architectures;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Every architecture whose block is a row of traits, against the real llama.cpp 0.7.0: it loads a file of the weights we list, and its
/// plans are ours, on the processor and on a card that isn't there.</summary>
public sealed class RealArchitectureTests
{
    private static readonly RealCards Card = RealCards.Cuda((86, 82, 24));

    public static TheoryData<int, string> Samples
    {
        get
        {
            TheoryData<int, string> samples = [];
            for (int i = 0; i < ArchitectureSamples.All.Count; i++)
            {
                samples.Add(i, ArchitectureSamples.All[i].Architecture);
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Processor_plans_agree_with_the_real_engine(int number, string architecture)
    {
        RealLlama.Require();
        using RealPlan plan = new(ArchitectureSamples.All[number].ToModel(), architecture);
        Placement placement = new() { Repack = false };
        Workload plain = new() { Context = 4096, FlashAttention = FlashAttention.On };
        Workload quantized = new() { Context = 32768, Parallel = 2, Microbatch = 1024, CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0, FlashAttention = FlashAttention.On };
        Workload separate = new() { Context = 8192, Microbatch = 256, FlashAttention = FlashAttention.Off };
        (Workload, string[])[] requests = [(plain, ["-fa", "on", "-nr"]), (quantized, ["-fa", "on", "-nr", "-ctk", "q8_0", "-ctv", "q8_0"]), (separate, ["-fa", "off", "-nr"])];
        Assert.Equal("", string.Join(Environment.NewLine, (plan.HasNoCache ? requests[^1..] : LongRun.Part(requests, architecture)).SelectMany(r => plan.Differences([], "", r.Item1, placement, r.Item2))));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Plans_on_a_card_agree_with_the_real_engine(int number, string architecture)
    {
        RealLlama.RequireCards("cuda");
        using RealPlan plan = new(ArchitectureSamples.All[number].ToModel(), architecture);
        Workload quantized = new() { Context = 65536, Parallel = 4, CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0, FlashAttention = FlashAttention.On };
        List<string> differences = plan.HasNoCache ? plan.Differences(Card, quantized, new Placement { GpuLayers = 10 }) :
        [
            .. plan.Differences(Card, new Workload { Context = 16384 }, new Placement { GpuLayers = 999 }),
            .. plan.Differences(Card, quantized, new Placement { GpuLayers = 10 }),
            .. plan.Differences(Card, new Workload { Context = 8192, Microbatch = 1024, FlashAttention = FlashAttention.Off }, new Placement { GpuLayers = 999, CpuMoeLayers = 7 }),
        ];
        Assert.Equal("", string.Join(Environment.NewLine, differences));
    }
}
