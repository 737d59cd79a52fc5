using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>What llama-server b10644 printed and what nvidia-smi said of the whole card, four models of experts at three physical batches on two machines, and one over
/// two cards and RPC: github.com/AdarGit008/mcgyvr-lab, records/evidence/2026-09-04-srv1-ncmoe-floor (commit 7c74b351; its buffer-probe.sh has the command)
/// and 2026-10-01-rpc-split/ctx.tsv (commit 28234427). Of several caches the probe keeps the last line, the sliding layers'.</summary>
public sealed class BufferProbeTests
{
    private const double Printed = 0.011; // MiB: logs print two decimals

    private const double Whole = 0.51; // MiB: one table rounds to whole ones

    private const double OfStored = 0.005;

    private const double OfScratch = 0.02;

    /// <summary>gpt-oss-20b's twelve layers that see everything: 8,192 tokens of 512 elements of keys and as many of values, in 16 bits.</summary>
    private const double FullLayersOfGptOss = 12 * 8192 * 1024 * 2.0 / ByteSize.BytesPerMebibyte;

    [Theory]
    [InlineData(256, 96.00, 169.67)]
    [InlineData(512, 144.00, 205.12)]
    [InlineData(1024, 192.00, 276.27)]
    public void A_published_recipe_is_what_was_printed(int microbatch, double sliding, double scratch)
    {
        DeviceAllocation card = Planned("gpt-oss-20b", "MXFP4_MOE", 20, microbatch).Devices[0].Parts;
        Assert.Equal(2859.92, card.Weights.Mebibytes, Printed);
        Assert.Equal(FullLayersOfGptOss + sliding, card.KvCache.Mebibytes, Printed);
        Assert.Equal(scratch, card.Compute.Mebibytes, Printed);
    }

    /// <summary>The file is of 2024, whose converter left keys and values of all heads to be cached (2,160 MiB printed); today's caches the latent row alone.</summary>
    [Theory]
    [InlineData(256, 124.39)]
    [InlineData(512, 149.77)]
    [InlineData(1024, 200.54)]
    public void An_old_conversion_differs_in_its_cache_alone(int microbatch, double scratch)
    {
        DeviceAllocation card = Planned("DeepSeek-V2-Lite", "recipe:Q4_0", 24, microbatch).Devices[0].Parts;
        Assert.InRange(card.Weights.Mebibytes / 1545.27, 1 - OfStored, 1 + OfStored);
        Assert.InRange(card.Compute.Mebibytes / scratch, 1 - OfScratch, 1 + OfScratch);
        Assert.Equal(2160, 27 * 8192 * 16 * (192 + 128) * 2.0 / ByteSize.BytesPerMebibyte); // 27 layers of 16 heads, keys of 192 and values of 128
        Assert.Equal(27 * 8192 * (512 + 64) * 2.0 / ByteSize.BytesPerMebibyte, card.KvCache.Mebibytes, Printed);
    }

    /// <summary>Publishers' mixes: caches and states are what was printed, and what is copied to the card of experts that stay on the host follows the types of
    /// its tensors. Nemotron's file has one layer's experts at a time in IQ4_NL (342 MiB), llama-quantize without measured importance also some in Q5_1 (457 MiB); Unsloth's
    /// mix of Qwen3.6 has wider experts in few layers, which its size doesn't tell.</summary>
    [Theory]
    [InlineData("Nemotron-3-Nano-30B-A3B", "IQ4_NL", 46, 256, 48.00, 380.94, 386.19, 819.44)]
    [InlineData("Nemotron-3-Nano-30B-A3B", "IQ4_NL", 46, 512, 48.00, 380.94, 429.81, 839.56)]
    [InlineData("Nemotron-3-Nano-30B-A3B", "IQ4_NL", 46, 1024, 48.00, 380.94, 517.06, 879.81)]
    [InlineData("Qwen3.6-35B-A3B", "UD-IQ3_XXS", 34, 256, 160.00, 502.50, 205.00, 183.28)]
    [InlineData("Qwen3.6-35B-A3B", "UD-IQ3_XXS", 34, 512, 160.00, 502.50, 214.00, 222.55)]
    [InlineData("Qwen3.6-35B-A3B", "UD-IQ3_XXS", 34, 1024, 160.00, 502.50, 232.00, 301.10)]
    public void A_mix_differs_in_what_is_copied(string model, string quant, int cpuMoe, int microbatch, double caches, double states, double scratch, double planned)
    {
        MemoryPlan plan = Planned(model, quant, cpuMoe, microbatch);
        DeviceAllocation card = plan.Devices[0].Parts;
        Assert.Equal(caches, card.KvCache.Mebibytes, Printed);
        Assert.Equal(states, card.RecurrentState.Mebibytes, Printed);
        Assert.Equal(planned, card.Compute.Mebibytes, Printed);
        Assert.NotInRange(scratch / planned, 1 - OfScratch, 1 + OfScratch);
        Assert.Equal(Exactness.Bounded, plan.Exactness);
    }

    /// <summary>The whole card by nvidia-smi less every buffer: an RTX 3060 (28 multiprocessors) and a GTX 1660 Super (22). With gpt-oss the cache that the probe left out is taken off too.</summary>
    [Theory]
    [InlineData(28, 4297 - 4150.31)]
    [InlineData(28, 3967 - 3829.66)]
    [InlineData(28, 4229 - 4092.52)]
    [InlineData(28, 3451 - 3125.59 - FullLayersOfGptOss)]
    [InlineData(22, 4266 - 4150.31)]
    [InlineData(22, 3420 - 3125.59 - FullLayersOfGptOss)]
    public void CUDAs_own_share_is_within_its_bounds(int multiprocessors, double held)
    {
        RuntimeMemory share = RuntimeMemory.Of(Card(multiprocessors));
        Assert.InRange(held, share.Low.Mebibytes, share.High.Mebibytes);
        Assert.InRange(held, 0, share.Likely.Mebibytes);
    }

    /// <summary>Qwen3-Coder-30B-A3B Q4_K_M with a q8_0 cache on two RTX 3060 (ctx.tsv, ctx-fine.tsv): weights and caches are what was printed. Of what is planned as scratch a real
    /// load needs one hidden state less per copy on the second card (4 x 4 MiB, docs/engines.md, "What a plan sizes"); another 32 MiB less on both have no known cause.</summary>
    [Theory]
    [InlineData(65536, 1700, 1564, 424, 264)]
    [InlineData(73728, 1912, 1760, 472, 296)]
    [InlineData(81920, 2125, 1955, 520, 328)]
    public void Two_cards_hold_what_was_printed(int context, int firstCache, int secondCache, int scratch, int onHost)
    {
        MemoryPlan loaded = OnTwoCards(context, []);
        Assert.Equal([8976, 8549], loaded.Devices[..2].Select(static d => Math.Round(d.Parts.Weights.Mebibytes)));
        Assert.Equal([firstCache, secondCache], loaded.Devices[..2].Select(static d => d.Parts.KvCache.Mebibytes), static (printed, planned) => Math.Abs(printed - planned) <= Whole);
        Assert.Equal([scratch + 32, scratch + 32 + HiddenCopies(2048)], loaded.Devices[..2].Select(static d => Math.Round(d.Parts.Compute.Mebibytes)));
        Assert.Equal(167, loaded.Host.Parts.Weights.Mebibytes, Whole);
        Assert.Equal(onHost, loaded.Host.Parts.Compute.Mebibytes, Whole);
        Assert.Equal(Verdict.Tight, loaded.Verdict);
        Assert.True(loaded.Effective.PipelineParallel);
    }

    /// <summary>90,112 tokens loaded after llama.cpp gave pipelining up (288 MiB of scratch instead of 568, 96 on the host); 98,304 were refused.</summary>
    [Fact]
    public void Where_memory_for_pipelining_lacks_it_loads_without()
    {
        MemoryPlan loaded = OnTwoCards(90112, []);
        Assert.Equal(Verdict.Tight, loaded.Verdict);
        Assert.True(loaded.GivesUpPipelining);
        Assert.True(loaded.Effective.PipelineParallel); // the first try, as llama.cpp's own planning has it
        Assert.True(loaded.Devices[0].Headroom < ByteSize.Zero);
        loaded = loaded.AsLoaded;
        Assert.False(loaded.Effective.PipelineParallel);
        Assert.InRange(loaded.Devices[0].Parts.Compute.Mebibytes, 288, 325);
        Assert.InRange(loaded.Devices[1].Parts.Compute.Mebibytes, 288, 325);
        Assert.Equal(96, loaded.Host.Parts.Compute.Mebibytes, Whole);
        Assert.Equal(Verdict.DoesNotFit, OnTwoCards(98304, []).Verdict);
        Assert.InRange(OnTwoCards(90112, [], full: true).MaxContext, 90112, 98303);
    }

    /// <summary>Qwen2.5-Coder-32B on the same cards: a dense model's scratch on the first card is what was printed, the second's less that one hidden state. The log of a load over three
    /// devices has both: 288 MiB planned by llama.cpp itself and 248.35 then loaded (wire-direct-head.log).</summary>
    [Theory]
    [InlineData("Q5_K_M", 8192, 264, 52, 561, 527)]
    [InlineData("Q4_K_M", 4096, 248.35, 36.36, 280.5, 263.5)]
    public void A_dense_model_on_two_cards_is_what_was_printed(string recipe, int context, double scratch, double onHost, double firstCache, double secondCache)
    {
        MemoryPlan plan = OnTwoCards(context, [], quant: recipe, model: "Qwen2.5-Coder-32B");
        Assert.Equal(scratch, plan.Devices[0].Parts.Compute.Mebibytes, Whole);
        Assert.Equal(scratch + HiddenCopies(5120), plan.Devices[1].Parts.Compute.Mebibytes, Whole);
        Assert.Equal(onHost, plan.Host.Parts.Compute.Mebibytes, Whole);
        Assert.Equal([firstCache, secondCache], plan.Devices[..2].Select(static d => d.Parts.KvCache.Mebibytes));
    }

    /// <summary>How fast the same machine answered and read prompts (ctx.tsv, pair-a3b-local.tsv, pair-q5-local.tsv, xcard-local.tsv): a range holds four in five, so of six figures five at least lie in theirs,
    /// and the sixth isn't far. Prompts of several microbatches are read by both cards at once.</summary>
    [Fact]
    public void Two_cards_are_as_fast_as_was_measured()
    {
        const double Near = 0.05; // beyond an end of its range, as a share
        (double Measured, RateForecast Told)[] figures =
        [
            .. OnTwoCardsAsFast("Qwen3-Coder-30B-A3B", "Q4_K_M", 65536, 1526, 1996.9, 101.7),
            .. OnTwoCardsAsFast("Qwen2.5-Coder-32B", "Q5_K_M", 8192, 1546, 632.8, 13.8),
            .. OnTwoCardsAsFast("Qwen2.5-Coder-32B", "Q5_K_M", 8192, 7518, 729.8, 13.6),
        ];
        Assert.True(figures.Count(f => f.Measured >= f.Told.Low && f.Measured <= f.Told.High) >= figures.Length - 1, string.Join("; ", figures.Select(f => $"{f.Measured} of {f.Told.Low:0.#} to {f.Told.High:0.#}")));
        Assert.All(figures, f => Assert.InRange(f.Measured, f.Told.Low * (1 - Near), f.Told.High * (1 + Near)));
    }

    private static IEnumerable<(double Measured, RateForecast Told)> OnTwoCardsAsFast(string model, string recipe, int context, int prompt, double prefill, double decode)
    {
        Rig rig = RigWords.TryParse("2x rtx-3060-12-gb + 48GB")!;
        PlanQuestion question = new()
        {
            Workload = new Workload { Context = context, CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0 },
            Placement = new PlacementRequest { GpuLayers = LayerChoice.All },
            PromptTokens = prompt,
            Depth = 600, // tokens of the prompt answered, 574 to 656
        };
        MemoryPlan plan = new Planner(EngineProfiles.Default.Find("llama.cpp@b10644")).Plan(ModelCatalog.Default.Get(model).ToModel($"recipe:{recipe}"), question, rig);
        Assert.True(plan.Effective.PipelineParallel);
        return [(decode, plan.Forecast!.Decode), (prefill, plan.Forecast.Prefill)];
    }

    /// <summary>MiB of four copies of a batch's hidden states: 512 tokens of so many elements in 32 bits.</summary>
    private static double HiddenCopies(int width) => 4 * 512 * width * 4 / ByteSize.BytesPerMebibyte;

    /// <summary>The same with a third card behind an RPC server, which llama.cpp puts first; its free memory gave it ten layers. The file has one layer of wider weights
    /// among those where the recipe has it among the next twenty: all together are the recipe's.</summary>
    [Fact]
    public void A_card_behind_RPC_comes_first_and_all_weights_are_there()
    {
        MemoryPlan plan = OnTwoCards(65536, [10, 20, 19], remote: true);
        Assert.Equal([680, 1360, 1224], plan.Devices[..3].Select(static d => Math.Round(d.Parts.KvCache.Mebibytes)));
        Assert.Equal(3749 + 7002 + 6774, plan.Devices[..3].Sum(static d => d.Parts.Weights.Mebibytes), 1.5);
        Assert.Equal(3749, plan.Devices[0].Parts.Weights.Mebibytes, 50.0);
        Assert.Equal(264, plan.Host.Parts.Compute.Mebibytes, Whole);
    }

    private static MemoryPlan OnTwoCards(int context, double[] split, bool remote = false, string model = "Qwen3-Coder-30B-A3B", string quant = "Q4_K_M", bool full = false)
    {
        ByteSize all = new(11911 * ByteSize.BytesPerMebibyte);
        Device[] cards = [.. Enumerable.Range(0, 2).Select(i => Card(28) with { Name = $"gpu{i}", Memory = all })];
        Device[] behind = remote ? [new Device { Name = "rpc", Backend = Backend.Rpc, Memory = all }] : [];
        Workload workload = new() { Context = context, CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0 };
        PlacementRequest placement = new() { GpuLayers = LayerChoice.All, Fixed = new Placement { TensorSplit = [.. split] } };
        return Sketched(model, $"recipe:{quant}", [.. behind, .. cards], workload, placement, full);
    }

    private static MemoryPlan Planned(string model, string quant, int cpuMoe, int microbatch) =>
        Sketched(
            model, quant, [Card(28) with { Memory = ByteSize.FromGibibytes(64) }],
            new Workload { Context = 8192, Parallel = 8, Batch = microbatch, Microbatch = microbatch },
            new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(cpuMoe) });

    private static MemoryPlan Sketched(string model, string quant, Device[] devices, Workload workload, PlacementRequest placement, bool full = false)
    {
        Rig rig = new() { Name = "as probed", Devices = [.. devices], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        Model planned = ModelCatalog.Default.Get(model).ToModel(quant);
        Planner planner = new(EngineProfiles.Default.Find("llama.cpp@b10644"));
        PlanQuestion question = new() { Workload = workload, Placement = placement };
        return full ? planner.Plan(planned, question, rig) : planner.Sketch(planned, question, rig);
    }

    private static Device Card(int multiprocessors) =>
        new() { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 86, Multiprocessors = multiprocessors, Memory = ByteSize.FromGibibytes(12) };
}
