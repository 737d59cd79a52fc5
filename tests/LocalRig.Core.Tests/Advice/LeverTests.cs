using CsCheck;
using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Engines.LlamaCpp;
using LocalRig.Core.Tests.Planning;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

public class LeverTests
{
    private static readonly string[] ModelIds = ["Llama-3.2-1B", "Qwen3.5-9B", "Qwen3-30B-A3B", "gemma-3-12b"];

    private static Configuration At(string id, string quant, double gibibytes, Workload workload, PlacementRequest? placement = null) =>
        new(
            new LlamaCppEngine(),
            ModelCatalog.Default.Get(id).ToModel(quant),
            new PlanQuestion { Workload = workload, Placement = placement ?? new() },
            Card(gibibytes));

    private static Rig Card(double gibibytes) =>
        new()
        {
            Name = "a card",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, CatalogId = "rtx-3090", ComputeCapability = 86, Memory = ByteSize.FromGibibytes(gibibytes) }],
            Host = new Host { CatalogId = "cpu-desktop-ddr5-5600-2ch", Memory = ByteSize.FromGibibytes(64) },
        };

    private static LeverBoard Board(Configuration configuration, string id) => LeverBoard.Of(configuration, QuantLadder.Of(ModelCatalog.Default.Get(id)));

    /// <summary>Whatever is said of a lever follows from two plans that anybody can make.</summary>
    [Fact]
    public void A_saving_is_the_difference_of_two_plans() =>
        Gen.Select(Gen.Int[0, 3].Select(i => ModelIds[i]), Gen.Int[3, 28], Gen.Int[1, 3], Gen.Int[1, 8]).Sample((id, gibibytes, slots, steps) =>
        {
            Configuration configuration = At(id, "Q4_K_M", gibibytes, new Workload { Context = 4096 * steps, Parallel = slots });
            MemoryPlan before = new Planner(configuration.Engine).Plan(configuration.Model, configuration.Question, configuration.Rig);
            LeverBoard board = Board(configuration, id);
            foreach (LeverEffect effect in board.Effects.Concat(board.TooMuch))
            {
                Configuration changed = effect.Levers.Aggregate(configuration, (c, l) => l.Apply(c));
                MemoryPlan after = new Planner(changed.Engine).Plan(changed.Model, changed.Question, changed.Rig);
                foreach (DeviceSaving saving in effect.Savings)
                {
                    DevicePlan was = before.Devices.Single(d => d.Name == saving.Name);
                    DevicePlan becomes = after.Devices.Single(d => d.Name == saving.Name);
                    Assert.Equal(was.Total - becomes.Total, saving.Saved);
                    Assert.Equal(becomes.Headroom - was.Headroom, saving.HeadroomWon);
                }

                Assert.Equal(after.Forecast!.Decode.TokensPerSecond - before.Forecast!.Decode.TokensPerSecond, effect.TokensPerSecondWon);
                Assert.Equal(after.Verdict, effect.After.Verdict);
            }
        }, iter: 6);

    /// <summary>Pairs of recorded cells that differ in nothing but the cache's type.</summary>
    [Fact]
    public void A_q8_0_cache_saves_what_llama_cpp_saved()
    {
        Dictionary<string, RecordedCell> halves = [];
        const int Enough = 60; // of some hundreds: each makes a whole board
        int compared = 0;
        foreach (RecordedCell cell in RecordedCell.ReadAll().Where(c => c.Suite.StartsWith('B')))
        {
            Workload workload = cell.Workload;
            if (compared == Enough)
            {
                break;
            }

            bool small = workload.CacheTypeK == TensorType.Q8_0 && workload.CacheTypeV == TensorType.Q8_0;
            if (!small && (workload.CacheTypeK != TensorType.F16 || workload.CacheTypeV != TensorType.F16))
            {
                continue;
            }

            string key = $"{cell.WeightKey} {workload with { CacheTypeK = TensorType.F16, CacheTypeV = TensorType.F16 }} {cell.Placement with { TensorSplit = [] }}";
            if (halves.Remove(key, out RecordedCell? other) && other.Workload.CacheTypeK != workload.CacheTypeK)
            {
                RecordedCell now = small ? other : cell;
                RecordedCell after = small ? cell : other;
                Configuration configuration = new(new LlamaCppEngine(LlamaCppProfile.V050), now.Model, new PlanQuestion { Workload = now.Workload, Placement = Exactly(now.Placement) }, now.Rig);
                LeverEffect? effect = Effect(configuration, "kv-q8_0");
                Assert.NotNull(effect);
                Assert.Equal(Total(now) - Total(after), effect.Savings.Sum(s => s.Saved.Bytes));
                compared++;
            }
            else
            {
                halves[key] = cell;
            }
        }

        Assert.True(compared >= 20, $"only {compared} pairs");
    }

    [Fact]
    public void The_cheapest_change_makes_it_fit_and_nothing_that_fits_gives_up_less()
    {
        Configuration configuration = At("Llama-3.1-8B", "Q6_K", 8, new Workload { Context = 16384 }, new PlacementRequest { GpuLayers = LayerChoice.All });
        LeverBoard board = Board(configuration, "Llama-3.1-8B");
        Assert.Equal(LeverGoal.Fit, board.Goal);
        LeverEffect cheapest = Assert.IsType<LeverEffect>(board.Cheapest);
        Assert.NotEqual(Verdict.DoesNotFit, cheapest.After.Verdict);
        Assert.Single(cheapest.Levers);
        Assert.All(board.Effects.Where(e => e.Reaches), e => Assert.True(LeverOrder.Cheaper(cheapest, e) <= 0, e.Levers[0].Id));
    }

    [Fact]
    public void Two_changes_are_offered_where_one_is_not_enough()
    {
        LeverBoard[] boards =
        [
            .. Enumerable.Range(20, 15).Select(g => Board(At("Llama-3.1-8B", "Q4_K_M", g / 4.0, new Workload { Context = 131072 }), "Llama-3.1-8B")),
        ];
        LeverBoard[] pairs = [.. boards.Where(b => b.Cheapest?.Levers.Length == 2)];
        Assert.NotEmpty(pairs);
        Assert.All(pairs, b => Assert.DoesNotContain(b.Effects, e => e.Reaches && e.Works && !e.Losses.Contains(Loss.Purchase)));
        Assert.All(pairs, b => Assert.True(b.Cheapest!.After.Verdict is Verdict.Comfortable or Verdict.Tight));
        Assert.Contains(boards, b => b.Goal != LeverGoal.None && b.Cheapest is null && b.Conclusion.Contains("No single setting"));
        Assert.Contains(boards, b => b.Cheapest?.Levers.Length == 1);
    }

    [Fact]
    public void A_comfortable_plan_has_nothing_to_change()
    {
        LeverBoard board = Board(At("Llama-3.2-1B", "Q4_K_M", 24, new Workload()), "Llama-3.2-1B");
        Assert.Equal(LeverGoal.None, board.Goal);
        Assert.Null(board.Cheapest);
        Assert.Equal(ByteSize.Zero, board.Lack);
    }

    [Fact]
    public void A_quantized_cache_is_refused_with_the_engines_reason_where_flash_attention_is_off()
    {
        LeverBoard board = Board(At("Llama-3.2-1B", "Q4_K_M", 8, new Workload { FlashAttention = FlashAttention.Off }), "Llama-3.2-1B");
        Assert.Contains(board.Refused, r => r.Lever.Id == "kv-q8_0" && r.Reason.Contains("flash attention"));
        Assert.Contains(board.Effects, e => e.Levers[0].Id == "flash-attention");
    }

    [Fact]
    public void Programs_on_a_probed_card_are_a_lever_and_an_empty_card_has_none()
    {
        Configuration configuration = At("Llama-3.2-1B", "Q4_K_M", 8, new Workload());
        Device busy = configuration.Rig.Devices[0] with { Usable = ByteSize.FromGibibytes(6.5) };
        LeverEffect? closed = Effect(configuration with { Rig = configuration.Rig with { Devices = [busy] } }, "close-desktop");
        Assert.Equal(ByteSize.FromGibibytes(1.5), closed!.Savings[0].HeadroomWon);
        Assert.Equal(ByteSize.Zero, closed.Savings[0].Saved);
        Assert.Null(Effect(configuration, "close-desktop"));
    }

    /// <summary>What a driver keeps for itself is nobody's to free: of an L4's 24 GiB it reports 23,034 MiB (data/devices/reported.csv).</summary>
    [Theory]
    [InlineData("L4")]
    [InlineData("A10")]
    [InlineData("H100 NVL")]
    [InlineData("4090 48GB")]
    [InlineData("RTX 3090")]
    public void A_card_in_words_is_empty_whatever_its_driver_keeps(string words)
    {
        Configuration configuration = At("Llama-3.2-1B", "Q4_K_M", 8, new Workload()) with { Rig = RigWords.Read(words) };
        Assert.Null(Effect(configuration, "close-desktop"));

        // A desktop's share matters where little is left, for cards with a report as for others.
        MemoryPlan plan = configuration.Sketch();
        Device card = plan.Rig.Devices[0];
        ByteSize left = new(DesktopMemory.Seen.High.Bytes / 2);
        MemoryPlan full = plan with { Devices = [plan.Devices[0] with { Usable = plan.Devices[0].Total + left }, .. plan.Devices.Skip(1)] };
        Assert.NotNull(DesktopMemory.Of(full));

        Device busy = card with { Usable = (card.Usable ?? card.Memory) - ByteSize.FromGibibytes(2) };
        LeverEffect closed = Assert.IsType<LeverEffect>(Effect(configuration with { Rig = configuration.Rig with { Devices = [busy] } }, "close-desktop"));
        Assert.Equal(ByteSize.FromGibibytes(2), closed.Savings[0].HeadroomWon);
    }

    [Fact]
    public void A_projector_takes_its_weights_from_the_card_until_it_is_moved()
    {
        Configuration configuration = At("Llama-3.2-1B", "Q4_K_M", 8, new Workload());
        ByteSize weights = ByteSize.FromGibibytes(0.875);
        MemoryPlan bare = configuration.Sketch();
        Configuration seeing = configuration with { Question = configuration.Question with { Vision = new VisionLoad("mmproj", weights, ByteSize.Zero, ByteSize.Zero, "") } };
        LeverBoard board = LeverBoard.Of(seeing, QuantLadder.Of(configuration.Model));
        Assert.Equal(bare.Devices[0].Headroom - weights, board.Now.Devices[0].Headroom);
        LeverEffect moved = Assert.Single(board.Effects, e => e.Levers[0].Id == "projector-on-host");
        Assert.Equal(weights, moved.Savings[0].HeadroomWon);
        Assert.Equal(ByteSize.Zero - weights, moved.Savings[1].HeadroomWon);
        Assert.Equal(bare.Devices[0].Headroom, moved.After.Devices[0].Headroom);
    }

    [Fact]
    public void A_nearly_full_card_planned_empty_is_warned_of_a_desktop()
    {
        Assert.NotNull(Board(At("Llama-3.2-1B", "Q4_K_M", 2.5, new Workload()), "Llama-3.2-1B").Desktop);
        Assert.Null(Board(At("Llama-3.2-1B", "Q4_K_M", 24, new Workload()), "Llama-3.2-1B").Desktop);
    }

    [Fact]
    public void Where_no_speed_is_known_main_memory_is_no_cheap_way_out()
    {
        Configuration configuration = At("Llama-3.1-8B", "Q6_K", 8, new Workload { Context = 16384 }, new PlacementRequest { GpuLayers = LayerChoice.All });
        Device nameless = configuration.Rig.Devices[0] with { CatalogId = null };
        LeverBoard board = Board(configuration with { Rig = configuration.Rig with { Devices = [nameless] } }, "Llama-3.1-8B");
        Assert.Null(board.Now.Forecast);
        Assert.NotEqual(LeverKind.Placement, board.Cheapest!.Levers[0].Kind);
        Assert.Equal(Loss.Large, board.Effects.Single(e => e.Levers[0].Id == "kv-on-host").SpeedLoss);
    }

    [Fact]
    public void Caches_in_main_memory_are_never_faster()
    {
        foreach (string id in ModelIds)
        {
            Model model = ModelCatalog.Default.Get(id).ToModel("Q4_K_M");
            Forecast With(bool offload) =>
                Forecaster.Default.Of(model, new Workload(), new Placement { KvOffload = offload }, Card(24), 4096, 512, evidence: false);
            Assert.True(With(false).Decode.TokensPerSecond < With(true).Decode.TokensPerSecond, id);
            Assert.True(With(false).Decode.Ceiling < With(true).Decode.Ceiling, id);
        }
    }

    [Fact]
    public void Weights_of_a_file_are_requantized_as_the_catalogue_says()
    {
        CatalogModel listed = ModelCatalog.Default.Get("Qwen3.5-9B");
        QuantLadder ofFile = QuantLadder.Of(listed.ToModel("Q8_0"));
        Assert.Equal(QuantLadder.Of(listed).Rungs, ofFile.Rungs);
        Assert.Equal(listed.ToModel("Q5_K_M").Tensors.Tensors.Select(t => t.Type), ofFile.InQuant("Q5_K_M").Tensors.Tensors.Select(t => t.Type));
    }

    private static LeverEffect? Effect(Configuration configuration, string id)
    {
        LeverBoard board = LeverBoard.Of(configuration, QuantLadder.Of(configuration.Model));
        return board.Effects.Concat(board.TooMuch).FirstOrDefault(e => e.Levers[0].Id == id);
    }

    private static PlacementRequest Exactly(Placement placement) =>
        new() { GpuLayers = LayerChoice.Of(placement.GpuLayers), CpuMoeLayers = LayerChoice.Of(placement.CpuMoeLayers), Fixed = placement };

    private static long Total(RecordedCell cell) => (long)cell.Row["total_bytes"]!;
}
