using System.Collections.Immutable;
using LocalRig.Advice.Ranking;
using LocalRig.Evidence;

namespace LocalRig.Advice.Matching;

/// <summary>Orders lines that are level by the rule with independent evidence; what the rule tells apart stays apart.</summary>
internal sealed class TieBreak(RankingLedger ledger)
{
    // A twentieth of the size, to which names round (27B is said of 26.9 billion parameters), in doublings.
    private static readonly double Level = Math.Log2(1.05);

    /// <summary>Lines best first: of those level with the first that remains, the one evidence puts ahead.</summary>
    public IEnumerable<SurveyLine> Sort(IEnumerable<SurveyLine> lines, Usable usable)
    {
        List<SurveyLine> left = [.. lines];
        while (left.Count > 0)
        {
            SurveyLine ahead = left[0];
            foreach (SurveyLine next in left.TakeWhile(l => AreLevel(left[0], l, usable)).Skip(1))
            {
                ahead = Evidence(next, ahead).IsEmpty ? ahead : next;
            }

            left.Remove(ahead);
            yield return ahead;
        }
    }

    /// <summary>What broke the tie between two lines, in one sentence; empty where there was none or nothing independent breaks it.</summary>
    public string Because(SurveyLine best, SurveyLine next, Usable usable)
    {
        ImmutableArray<PublisherView> views = AreLevel(best, next, usable) ? Evidence(best, next) : [];
        return views.IsEmpty ? ""
            : $"{best.Model.Id} and {next.Model.Id} are level by size and age; {string.Join(" and ", views.Select(v => v.Words(1)))} {(views.Length > 1 ? "put" : "puts")} {best.Model.Id} ahead: {string.Join(", ", views.SelectMany(v => v.Sources).Distinct())}.";
    }

    private static bool AreLevel(SurveyLine one, SurveyLine other, Usable usable) =>
        usable.Class(one) == usable.Class(other) && usable.Allows(one) == usable.Allows(other) && Math.Abs(one.Strength - other.Strength) <= Level;

    /// <summary>Independent publishers, when all that compare the two put the first ahead; none when they contradict each other.</summary>
    private ImmutableArray<PublisherView> Evidence(SurveyLine one, SurveyLine other)
    {
        ImmutableArray<PublisherView> views = [.. PublisherView.Of(ledger, one.Model.Id, other.Model.Id).Where(v => v.IsIndependent && v.Side != 0)];
        return views.All(v => v.Side > 0) ? views : [];
    }
}
