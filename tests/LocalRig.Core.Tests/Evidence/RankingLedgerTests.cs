using LocalRig.Catalog;
using LocalRig.Evidence;
using Xunit;

namespace LocalRig.Core.Tests.Evidence;

/// <summary>The ledger of published rankings: sound, complete, and read without losing a problem.</summary>
public sealed class RankingLedgerTests
{
    [Fact]
    public void Every_claim_has_publisher_date_kind_and_source()
    {
        Assert.Empty(RankingLedger.Validate());
        Assert.InRange(RankingLedger.Default.Claims.Length, 700, 3000);
    }

    /// <summary>Models without open weights are allowed; one that isn't on this list is a misspelling of a catalogue id.</summary>
    [Fact]
    public void Models_the_catalogue_lacks_are_known_to_be_lacking()
    {
        string[] closed = ["Qwen3.6-Plus", "Qwen3.7-Max", "Nex-N2-Pro", "Qwen3.5-Max-Preview"];
        IEnumerable<string> named = RankingLedger.Default.Models.Concat(RankingLedger.Default.Claims.Select(c => c.Result).OfType<RankedAbove>().SelectMany(r => r.Models));
        Assert.Equal(closed.Order(), named.Distinct().Where(m => ModelCatalog.Default.Find(m)?.Id != m).Order());
    }

    [Fact]
    public void What_is_wrong_with_a_ledger_is_told_all_at_once()
    {
        const string Titles = "model,benchmark,result,margin,unit,better,standing,publisher,via,kind,date,source,note";
        const string Right = "M,T,1,,%,higher,,P,,vendor,2026,https://a.b/c,";
        var (claims, problems) = RankingRows.Parse("r.csv", $"{Titles}\n{Right}\n{Right}\nM,U,x,,%,higher,,P,,vendor,2026,https://a.b/c,\nM,U,1,,%,higher,,,,friend,yesterday,a.b,\nshort\nM,U,M,,order,,,P,,vendor,2026,https://a.b/c,\n");
        Assert.Equal(2, claims.Count);
        Assert.Equal(["r.csv, line 4", "r.csv, line 5", "r.csv, line 5", "r.csv, line 5", "r.csv, line 5", "r.csv, line 6", "r.csv, line 7", "r.csv"], problems.Select(p => p.Split(':')[0]));
    }

    [Theory]
    [InlineData(70, 0, 60, 0, false, 1)]
    [InlineData(60, 0, 70, 0, false, -1)]
    [InlineData(70, 0, 70, 0, false, 0)]
    [InlineData(70, 0.5, 69, 0.5, false, 0)]
    [InlineData(70, 0.4, 69, 0.5, false, 1)]
    [InlineData(15, 0, 20, 0, true, 1)]
    public void A_score_is_better_only_beyond_both_margins(double one, double margin, double other, double otherMargin, bool lower, int sign)
    {
        RankingScore a = new(one, one, margin, "points", lower, "");
        RankingScore b = new(other, other, otherMargin, "points", lower, "");
        Assert.Equal(sign, a.Against(b));
        Assert.Equal(-sign, b.Against(a));
    }

    [Fact]
    public void Tests_of_two_models_are_the_same_seen_from_either()
    {
        string[] models = [.. RankingLedger.Default.Models];
        foreach ((string one, string other) in models.SelectMany(a => models, (a, b) => (a, b)).Where(p => p.a != p.b))
        {
            Assert.Equal(
                RankingLedger.Default.Tests(one, other).Select(t => (t.Claim.Benchmark, t.Claim.Origin.Publisher, t.Sign)).Order(),
                RankingLedger.Default.Tests(other, one).Select(t => (t.Claim.Benchmark, t.Claim.Origin.Publisher, -t.Sign)).Order());
        }
    }
}
