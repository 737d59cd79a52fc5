using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

public class LeverQualityTests
{
    private const string Model = "Qwen3.5-27B";

    /// <summary>Without evidence a cache in q4_0 is a noticeable loss and one in q8_0 a small one.</summary>
    [Theory]
    [InlineData(0.001, Loss.Small)]
    [InlineData(0.3, Loss.Noticeable)]
    [InlineData(2, Loss.Large)]
    public void A_measured_cache_counts_by_its_divergence(double nats, Loss loss)
    {
        Assert.Equal(Loss.Noticeable, Cache("kv-q4_0").QualityLoss);
        Lever measured = Cache("kv-q4_0", Claim("q4_0", nats, "Somebody"));
        Assert.Equal(loss, measured.QualityLoss);
        Assert.Contains("Somebody", measured.Quality, StringComparison.Ordinal);
        Assert.Equal("Somebody", Assert.Single(measured.Evidence).MeasuredBy);
    }

    [Fact]
    public void Of_claims_that_disagree_the_worst_decides_and_both_are_shown()
    {
        Lever lever = Cache("kv-q8_0", Claim("q8_0", 0.001, "One"), Claim("q8_0", 0.7, "Another"));
        Assert.Equal(Loss.Large, lever.QualityLoss);
        Assert.Contains("0.001 nats (One); 0.7 nats (Another)", lever.Quality, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_models_evidence_says_nothing() =>
        Assert.EndsWith(Lever.NotMeasured, Cache("kv-q8_0", Claim("q8_0", 2, "Somebody") with { Model = "gemma-4-31B" }).Quality, StringComparison.Ordinal);

    /// <summary>gemma-4-26B-A4B keeps 68 of 100 likeliest tokens with a q4_0 cache (localbench); a rule by bits cannot know.</summary>
    [Fact]
    public void The_ledger_makes_a_q4_0_cache_a_large_loss_where_it_was_measured_to_be_one()
    {
        LeverBoard board = Board("gemma-4-26B-A4B", "Q4_K_M", null, null);
        Assert.Equal(Loss.Large, All(board).Single(l => l.Id == "kv-q4_0").QualityLoss);
    }

    [Fact]
    public void Weights_under_four_bits_count_by_what_one_measurer_saw_of_both()
    {
        Assert.Equal(Loss.Noticeable, Smaller().QualityLoss);
        string smaller = Smaller().Options.Split(' ')[1];
        Assert.Equal(Loss.Small, Smaller(Claim(smaller, 0.01, "One"), Claim("Q4_K_M", 0.02, "One")).QualityLoss);
        Assert.Equal(Loss.Noticeable, Smaller(Claim(smaller, 0.01, "One"), Claim("Q4_K_M", 0.02, "Another")).QualityLoss);
        Assert.Equal(Loss.Noticeable, Smaller(Claim(smaller, 0.03, "One"), Claim("Q4_K_M", 0.02, "One")).QualityLoss);
        Assert.Contains("0.03 nats, now 0.02 nats (One)", Smaller(Claim(smaller, 0.03, "One"), Claim("IQ4_XS", 0.02, "One")).Quality, StringComparison.Ordinal);
    }

    private static Lever Cache(string id, params QualityMeasurement[] claims) =>
        All(Board(Model, "Q4_K_M", new QualityLedger([]), new QualityLedger([.. claims]))).Single(l => l.Id == id);

    private static Lever Smaller(params QualityMeasurement[] claims) =>
        All(Board("Llama-3.3-70B", "IQ4_XS", new QualityLedger([.. claims.Select(c => c with { Model = "Llama-3.3-70B" })]), new QualityLedger([]))).Single(l => l.Id == "next-smaller-quant");

    private static IEnumerable<Lever> All(LeverBoard board) => board.Effects.Concat(board.TooMuch).Select(e => e.Levers[0]).Concat(board.Idle);

    private static LeverBoard Board(string id, string quant, QualityLedger? weights, QualityLedger? caches)
    {
        CatalogModel listed = ModelCatalog.Default.Get(id);
        Rig card = new()
        {
            Name = "a card",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, CatalogId = "rtx-3090", ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(64) },
        };
        Configuration configuration = new(new LlamaCppEngine(), listed.ToModel(quant), new PlanQuestion { Workload = new Workload { Context = 8192 } }, card);
        return LeverBoard.Of(configuration, QuantLadder.Of(listed), weights: weights, caches: caches);
    }

    private static QualityMeasurement Claim(string quant, double value, string by) =>
        new(Model, "anybody", quant, QualityMeasurement.MeanDivergence, value, "nats", "BF16", by, "2026-11", false, "https://example.org/" + by);
}
