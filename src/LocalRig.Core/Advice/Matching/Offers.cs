using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Planning;

namespace LocalRig.Advice.Matching;

/// <summary>Chooses at most three of what runs: the one to take, a stronger one that fits worse, a quicker one, one with more context.</summary>
/// <param name="order">What is stronger.</param>
/// <param name="usable">What will do.</param>
internal sealed class Offers(StrengthOrder order, Usable usable)
{
    private const int Most = 3;
    private const int Much = 2; // times as fast, or as much context: less is hardly noticed

    /// <summary>The offers, the one to take first; none where nothing runs.</summary>
    /// <param name="lines">What runs, best first.</param>
    public ImmutableArray<MatchOffer> Of(ImmutableArray<SurveyLine> lines)
    {
        if (lines.IsEmpty)
        {
            return [];
        }

        SurveyLine pick = lines[0];
        SurveyLine[] strongest = [.. order.Lines(lines)];
        List<MatchOffer> offers = [new(OfferRole.Pick, pick, "")];
        Add(offers, OfferRole.Stronger, strongest.FirstOrDefault(l => usable.Suits(l) && usable.Class(l) > usable.Class(pick) && order.IsStronger(l, pick)), pick);
        Add(offers, OfferRole.Quicker, Usable.Surely(pick) >= usable.Job.Quick ? null : strongest.FirstOrDefault(l => Fits(l, pick) && Speed(l) >= Much * Speed(pick)), pick);
        Add(offers, OfferRole.MoreContext, strongest.FirstOrDefault(l => Fits(l, pick) && usable.Suits(l) && l.ComfortableContext >= Much * Math.Max(1, pick.ComfortableContext)), pick);
        return [.. offers.Take(Most)];
    }

    private bool Fits(SurveyLine line, SurveyLine pick) => usable.Class(line) <= usable.Class(pick) && usable.Allows(line);

    private void Add(List<MatchOffer> offers, OfferRole role, SurveyLine? line, SurveyLine pick)
    {
        if (line is not null && offers.All(o => o.Line != line))
        {
            offers.Add(new MatchOffer(role, line, GivesUp(line, pick)));
        }
    }

    private string GivesUp(SurveyLine line, SurveyLine pick)
    {
        List<string> less = [];
        if (!order.IsStronger(line, pick))
        {
            less.Add(order.Evidence.IsAhead(pick.Model.Id, line.Model.Id) ? "tests put it behind" : "it is smaller or older");
        }

        if (line.Plan.Verdict > pick.Plan.Verdict)
        {
            less.Add(line.Plan.Verdict == Verdict.Spills ? $"{line.Plan.Devices[^1].Parts.Total} of it lie in main memory" : $"only {line.Plan.AsLoaded.Devices.Min(d => d.Headroom)} stay free");
        }

        if (Speed(line) < Speed(pick))
        {
            less.Add($"it answers at {Speed(line):0} tokens/s instead of {Speed(pick):0}");
        }

        if (line.ComfortableContext < pick.ComfortableContext)
        {
            less.Add(line.ComfortableContext > 0 ? $"it holds {line.ComfortableContext:N0} tokens instead of {pick.ComfortableContext:N0}" : "it holds no more context comfortably");
        }

        return less.Count == 0 ? "Tests by several publishers lead round in a circle; by size and age it comes after the pick." : char.ToUpperInvariant(less[0][0]) + string.Join(", ", less)[1..] + ".";
    }

    private static double Speed(SurveyLine line) => line.Plan.Forecast?.Decode.TokensPerSecond ?? 0;
}
