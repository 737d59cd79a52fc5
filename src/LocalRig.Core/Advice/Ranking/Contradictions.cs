using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>Finds where what is published of a model contradicts itself. Counts tests, averages nothing.</summary>
internal static class Contradictions
{
    /// <summary>All about one model: different scores, opposite orders, smaller siblings ahead.</summary>
    public static ImmutableArray<Contradiction> Of(string model, RankingLedger ledger, Func<string, CatalogModel?> catalog)
    {
        string[] others = [.. ledger.Claims.Select(c => c.Model).Concat(ledger.Claims.Select(c => c.Result).OfType<RankedAbove>().SelectMany(r => r.Models)).Distinct().Where(m => m != model)];
        return
        [
            .. Scores(model, ledger),
            .. others.SelectMany(other => Orders(model, other, ledger).Concat(Sizes(catalog(model), catalog(other), ledger))),
        ];
    }

    private static IEnumerable<Contradiction> Scores(string model, RankingLedger ledger) =>
        ledger.Of(model).Where(c => c.Result is RankingScore).GroupBy(c => (c.Benchmark, ((RankingScore)c.Result).Unit))
            .Where(g => g.Any(a => g.Any(b => ((RankingScore)a.Result).Against((RankingScore)b.Result) != 0)))
            .Select(g => new OtherScore(model, [.. g]));

    private static IEnumerable<Contradiction> Orders(string model, string other, RankingLedger ledger)
    {
        ImmutableArray<PublisherView> views = PublisherView.Of(ledger, model, other);
        ImmutableArray<PublisherView> first = [.. views.Where(v => v.Side > 0)];
        ImmutableArray<PublisherView> second = [.. views.Where(v => v.Side < 0)];
        return first.IsEmpty || second.IsEmpty ? [] : [new OppositeOrders(model, other, first, second)];
    }

    private static IEnumerable<Contradiction> Sizes(CatalogModel? model, CatalogModel? other, RankingLedger ledger)
    {
        if (model is null || other is null || model.Family != other.Family || model.ParameterCount == other.ParameterCount)
        {
            return [];
        }

        (CatalogModel smaller, CatalogModel larger) = model.ParameterCount < other.ParameterCount ? (model, other) : (other, model);
        ImmutableArray<PublisherView> views = [.. PublisherView.Of(ledger, smaller.Id, larger.Id).Where(v => v.Tests.Any(t => t.Sign > 0))];
        return views.IsEmpty ? [] : [new SmallerAhead(smaller.Id, larger.Id, views)];
    }
}
