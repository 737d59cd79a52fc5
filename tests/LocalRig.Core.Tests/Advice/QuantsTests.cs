using LocalRig.Advice.Quants;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>Quantizations side by side: sizes are the recipes', and the pick follows attributed evidence, whoever it is by.</summary>
public sealed class QuantsTests
{
    private static readonly Rig Card = new()
    {
        Name = "a 24 GiB card",
        Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) }],
        Host = new Host { Memory = ByteSize.FromGibibytes(64) },
    };

    [Fact]
    public void Every_claim_of_the_ledger_has_measurer_date_kind_and_source()
    {
        Assert.Empty(QualityLedger.Validate());
        Assert.InRange(QualityLedger.Default.Measurements.Length, 150, 1000);
        Assert.All(QualityLedger.Default.Measurements.Concat(QualityLedger.Caches.Measurements), m => Assert.NotNull(ModelCatalog.Default.Find(m.Model)));
    }

    [Fact]
    public void What_is_wrong_with_a_ledger_is_told_all_at_once()
    {
        var (_, problems) = QualityLedger.Parse("q.csv", "model,publisher,quant,metric,value,unit,baseline,measuredBy,date,kind,source\nA,P,Q4_0,kld_mean,x,nats,b,M,2026,vendor,https://a.b/c\nA,P,Q4_0,kld_mean,0.1,nats,b,M,2026,friend,https://a.b/c\nshort\n");
        Assert.Equal(["q.csv, line 2", "q.csv, line 3", "q.csv, line 4"], problems.Select(p => p.Split(':')[0]));
    }

    [Fact]
    public void Without_evidence_the_most_bits_that_are_comfortable_are_picked()
    {
        QuantAnswer answer = Answer(new QualityLedger([]));
        Assert.Equal(Verdict.Comfortable, answer.Pick!.Plan.Verdict);
        Assert.DoesNotContain(answer.Rows, r => r.Plan.Verdict == Verdict.Comfortable && r.Plan.Model.Tensors.TotalSize > answer.Pick.Plan.Model.Tensors.TotalSize);
    }

    [Fact]
    public void The_smallest_file_that_was_measured_to_lose_next_to_nothing_leaves_room_for_context()
    {
        QuantAnswer answer = Answer(new QualityLedger([]).With(Claim("Q6_K", LossBound.Nats / 9, "Reader"), Claim("Q4_K_M", LossBound.Nats / 2, "Reader"), Claim("Q3_K_M", LossBound.Nats * 2, "Reader")));
        Assert.Equal("Q4_K_M", answer.Pick!.Name);
        Assert.Contains("next to nothing", answer.Because, StringComparison.Ordinal);
        Assert.Contains("Reader (independent, 2026-11)", answer.Because, StringComparison.Ordinal);
        Assert.True(answer.Pick.ComfortableContext > answer.Rows.First(r => r.Name == "Q6_K").ComfortableContext);
    }

    [Fact]
    public void A_publishers_mix_counts_where_it_was_measured()
    {
        QuantAnswer answer = Answer(new QualityLedger([]).With(Claim("UD-Q4_K_XL", LossBound.Nats / 2, "Reader")));
        Assert.Equal("UD-Q4_K_XL", answer.Pick!.Name);
    }

    [Fact]
    public void Better_evidence_for_another_method_changes_the_pick()
    {
        string before = Answer(new QualityLedger([])).Pick!.Name;
        QualityLedger ledger = new QualityLedger([]).With(Claim(before, 0.01, "Somebody"), Claim("IQ4_XS", 0.001, "Somebody"));
        QuantAnswer after = Answer(ledger);
        Assert.NotEqual("IQ4_XS", before);
        Assert.Equal("IQ4_XS", after.Pick!.Name);
        Assert.Contains("Somebody (independent, 2026-11)", after.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_of_different_measurers_or_a_worse_file_of_the_same_name_change_nothing()
    {
        string before = Answer(new QualityLedger([])).Pick!.Name;
        Assert.Equal(before, Answer(new QualityLedger([]).With(Claim(before, 0.1, "One"), Claim("IQ4_XS", 0.05, "Another"))).Pick!.Name);
        Assert.Equal(before, Answer(new QualityLedger([]).With(Claim(before, 0.1, "One"), Claim("IQ4_XS", 0.05, "One"), Claim("IQ4_XS", 0.2, "One"))).Pick!.Name);
    }

    [Fact]
    public void An_independent_measurer_is_heard_before_a_vendor()
    {
        string before = Answer(new QualityLedger([])).Pick!.Name;
        QualityMeasurement vendors = Claim(before, 0.01, "Vendor") with { IsVendor = true };
        QuantAnswer answer = Answer(new QualityLedger([]).With(
            vendors, Claim("IQ4_XS", 0.001, "Vendor") with { IsVendor = true }, Claim(before, 0.01, "Reader"), Claim("Q4_K_S", 0.005, "Reader")));
        Assert.Equal("Q4_K_S", answer.Pick!.Name);
    }

    [Fact]
    public void Sizes_are_the_recipes()
    {
        CatalogModel model = ModelCatalog.Default.Get("Qwen3.5-27B");
        foreach (QuantRow row in Answer(QualityLedger.Default).Rows.Where(r => r.Plan.Exactness == Exactness.Exact))
        {
            Assert.True(QuantRecipe.TryParse(row.Name, out QuantRecipe? recipe));
            Assert.Equal(model.SizeOf(recipe), row.Plan.Model.Tensors.TotalSize);
        }
    }

    /// <summary>On 12 GiB only recipes of two bits fit beside the cache; of those that spill, four bits are taken.</summary>
    [Fact]
    public void Less_than_three_bits_are_not_picked_though_they_alone_fit()
    {
        QuantAnswer answer = Answer(new QualityLedger([]), Card with { Devices = [Card.Devices[0] with { Memory = ByteSize.FromGibibytes(12) }] });
        QuantRow[] comfortable = [.. answer.Rows.Where(r => r.Plan.Verdict == Verdict.Comfortable)];
        Assert.NotEmpty(comfortable);
        Assert.All(comfortable, r => Assert.Contains("2", r.Name, StringComparison.Ordinal));
        Assert.Equal(("Q4_K_M", Verdict.Spills), (answer.Pick!.Name, answer.Pick.Plan.Verdict));
        Assert.Contains($"{comfortable[0].Name} fits, yet", answer.Because, StringComparison.Ordinal);
    }

    private static QuantAnswer Answer(QualityLedger ledger) => Answer(ledger, Card);

    private static QuantAnswer Answer(QualityLedger ledger, Rig rig) =>
        new QuantAdvisor(new LlamaCppEngine(), ledger).Of(ModelCatalog.Default.Get("Qwen3.5-27B"), rig, new PlanQuestion(), all: false);

    private static QualityMeasurement Claim(string quant, double value, string by) =>
        new("Qwen3.5-27B", "anybody", quant, QualityMeasurement.MeanDivergence, value, "nats", "BF16", by, "2026-11", false, "https://example.org/" + by);
}
