using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Embeddings mode against the real llama-server 0.7.0, whose log gives buffers to the hundredth of a MiB: states pooled by mean, by the
/// first and by the last token, no logits, and its refusal.</summary>
public sealed partial class RealEmbeddingTests
{
    [Theory]
    [InlineData("bert", "pooling_type=1", 2048, 512, 1)] // the mean
    [InlineData("gemma-embedding", "pooling_type=1", 4096, 1024, 2)]
    [InlineData("jina-bert-v3", "pooling_type=2", 512, 512, 3)] // the first token
    [InlineData("ernie4_5", "pooling_type=3", 2048, 512, 1)] // the last token, by a model that writes
    public void Buffers_agree_with_the_real_server(string architecture, string pooling, int context, int microbatch, int slots)
    {
        Model model = With(architecture, pooling);
        EngineAllocation ours = new LlamaCppEngine(LlamaCppProfile.V070).Allocate(model, Embeddings(context, microbatch, slots), new Placement { Repack = false }, Processor);
        string printed = Serve(model, context, microbatch, slots);
        Assert.Equal(Printed(printed, "compute"), ours.Devices[0].Compute.Mebibytes, 0.006);
        Assert.Equal(Printed(printed, "output"), ours.Devices[0].Output.Mebibytes, 0.006);
    }

    [Fact]
    public void A_mean_over_slots_that_do_not_divide_the_batch_is_refused_as_by_the_real_server()
    {
        Model model = With("bert", "pooling_type=1");
        Assert.Contains("ggml_can_mul_mat", Serve(model, 512, 512, 3), StringComparison.Ordinal);
        Assert.Throws<EngineException>(() => new LlamaCppEngine(LlamaCppProfile.V070).Allocate(model, Embeddings(512, 512, 3), new Placement(), Processor));
    }

    private static Rig Processor { get; } = new() { Name = "processor", Devices = [], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };

    private static Workload Embeddings(int context, int microbatch, int slots) =>
        new() { Context = context, Microbatch = microbatch, Parallel = slots, FlashAttention = FlashAttention.On, Embeddings = true };

    /// <summary>The smallest sample of an architecture.</summary>
    private static Model With(string architecture, string pooling)
    {
        ArchitectureSample sample = ArchitectureSamples.All.Last(s => s.Architecture == architecture);
        return (sample with { Values = $"{sample.Values} {pooling}" }).ToModel();
    }

    private static string Serve(Model model, int context, int microbatch, int slots)
    {
        RealLlama.Require();
        string file = $"/tmp/localrig-{Environment.ProcessId}-{context}-{slots}-embeddings.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            return RealLlama.RunUntil(
                "compute buffer size", "llama-server", "-m", file, "--port", "0", "--embeddings", "--no-warmup", "-v", "-fit", "off", "-nr",
                "-fa", "on", "-c", $"{context}", "-ub", $"{microbatch}", "-np", $"{slots}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Printed(string log, string buffer)
    {
        Match size = Sizes().Matches(log).LastOrDefault(m => m.Groups[1].Value == buffer) ?? throw new InvalidOperationException(log);
        return double.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"CPU +(compute|output) buffer size = +([0-9.]+) MiB")]
    private static partial Regex Sizes();
}
