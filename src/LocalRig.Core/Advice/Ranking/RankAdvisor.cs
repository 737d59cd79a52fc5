using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>Lays what others publish of a model's quality side by side.</summary>
/// <param name="ledger">What is published.</param>
/// <param name="catalog">Models by name; null for a name it doesn't have.</param>
public sealed class RankAdvisor(RankingLedger ledger, Func<string, CatalogModel?> catalog)
{
    /// <summary>What is published of a model; null for a name neither catalogue nor ledger has.</summary>
    public RankAnswer? Of(string name) =>
        catalog(name) is { } model ? Of(model)
        : ledger.Models.FirstOrDefault(m => m.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is string closed
            ? Of(closed, $"The catalogue has no {closed}: no open weights are known, so nothing of it can be planned.", [])
        : null;

    private RankAnswer Of(CatalogModel model)
    {
        string notice = model.Nominal ? $"Nobody released a {model.Id}; nearest: {string.Join(", ", model.Nearest)}." : "";
        IEnumerable<string> siblings = ledger.Models.Where(m => m != model.Id && catalog(m)?.Family == model.Family);
        return Of(model.Id, notice, [.. siblings]);
    }

    private RankAnswer Of(string model, string notice, ImmutableArray<string> siblings)
    {
        IEnumerable<RankingClaim> claims = ledger.Claims.Where(c => c.Model == model || (c.Result is RankedAbove above && above.Models.Contains(model)));
        ImmutableArray<RankGroup> groups =
        [
            .. claims.GroupBy(c => (c.Benchmark, (c.Result as RankingScore)?.Unit))
                .Select(g => new RankGroup(g.Key.Benchmark, [.. g.OrderByDescending(c => c.Origin.IsIndependent).Select(c => Entry(model, c))]))
                .OrderByDescending(g => g.Entries[0].Claim.Origin.IsIndependent).ThenByDescending(g => g.Entries.Length),
        ];
        return new RankAnswer(model, notice, groups, Contradictions.Of(model, ledger, catalog), groups.IsEmpty ? siblings : []);
    }

    private RankEntry Entry(string model, RankingClaim claim) =>
        new(model, claim, claim.Result is RankingScore score ? [.. ledger.Beside(claim, score).Order(BestFirst)] : []);

    private static readonly Comparer<RankingClaim> BestFirst = Comparer<RankingClaim>.Create((a, b) =>
    {
        (RankingScore one, RankingScore other) = ((RankingScore)a.Result, (RankingScore)b.Result);
        return one.LowerIsBetter ? one.Low.CompareTo(other.Low) : other.Low.CompareTo(one.Low);
    });
}
