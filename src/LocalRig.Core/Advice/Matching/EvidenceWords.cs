using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Advice.Ranking;
using LocalRig.Evidence;

namespace LocalRig.Advice.Matching;

/// <summary>Says in a sentence how two models stand to each other, and who says so.</summary>
internal static class EvidenceWords
{
    private const int Named = 2; // publishers in a sentence, and tests of each; the rest is in localrig rank

    /// <summary>Why one model comes before another of the same fit and pace.</summary>
    public static string Why(StrengthOrder order, SurveyLine best, SurveyLine next)
    {
        (string one, string other) = (best.Model.Id, next.Model.Id);
        ImmutableArray<PublisherView> views = order.Evidence.Views(one, other);
        return order.Evidence.Compare(one, other) switch
        {
            Standing.Ahead => $"{Who(views, 1)} ahead of {other}.",
            Standing.AheadByOthers => By(order.Evidence.Way(one, other), other),
            Standing.Contested => $"Publishers disagree about it and {other}: {Who(views, 1)} ahead, {Who(views, -1).Replace(" it", "", StringComparison.Ordinal)} behind. {By(best, next)}",
            Standing.Level => $"{string.Join(" and ", views.Take(Named).Select(v => v.Publisher))} found it level with {other}. {By(best, next)}",
            Standing.Behind => $"{Who(views, -1)} behind {other}, but tests by others lead back round in a circle.",
            Standing.BehindByOthers => $"{By(order.Evidence.Way(other, one), one).Replace(" it ", $" {other} ", StringComparison.Ordinal)} Tests by others lead back round in a circle.",
            _ => best.Strength >= next.Strength ? $"Nobody independent compared it with {other}. {By(best, next)}" : $"Nobody independent compared it with {other}.",
        };
    }

    private static string By((string Publisher, ImmutableArray<string> Models)? way, string other) =>
        way is { } found ? $"{found.Publisher} puts it ahead of {string.Join(" and that ahead of ", found.Models.Append(other))}." : "";

    private static string By(SurveyLine best, SurveyLine next) =>
        best.Strength >= next.Strength ? "By size and age it comes first: an assumption." : "";

    /// <summary>Publishers who put one of two models somewhere: <c>LMArena (Text Arena 1451 against 1408, 2026-08-21) puts it</c>.</summary>
    private static string Who(IEnumerable<PublisherView> views, int sign)
    {
        PublisherView[] those = [.. views.Where(v => v.Side == sign)];
        string names = string.Join(" and ", those.Take(Named).Select(v => $"{v.Publisher} ({Tests(v, sign)})"));
        return $"{names}{(those.Length > Named ? " and others" : "")} {(those.Length > 1 ? "put" : "puts")} it";
    }

    private static string Tests(PublisherView view, int sign) =>
        string.Join(", ", view.Tests.Where(t => t.Sign == sign).Take(Named).Select(Test).Append(view.Tests[0].Claim.Origin.Date));

    private static string Test(RankedPair pair) =>
        pair is { Claim.Result: RankingScore one, Against.Result: RankingScore other }
            ? $"{pair.Claim.Benchmark} {Number(one)} against {Number(other)}" : pair.Claim.Benchmark;

    private static string Number(RankingScore score) => score.Low.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
