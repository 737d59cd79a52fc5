using System.Collections.Immutable;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Advice.Starting;

/// <summary>Picks one model for somebody who knows nothing yet, from the same survey as the start screen.</summary>
public static class Starter
{
    // Patience with a page and a half of answer (Forecast.TypicalAnswerTokens): a choice of ours.
    private const double PatientMinutes = 20.0 / 60;

    /// <summary>The pick; <see cref="StartPick.Line"/> is null when nothing of the catalogue runs.</summary>
    public static StartPick Of(IEnumerable<CatalogModel> models, Rig rig, IEngine engine, StartQuestion question)
    {
        PlanQuestion plan = question.Plan;
        int each = plan.Workload.Context / plan.Workload.Parallel;
        HardwareMatch match = HardwareMatch.Of("", rig, Survey.Of(models.Where(m => m.ContextLength == 0 || m.ContextLength >= each), rig, engine, plan), Usable.Default);
        ImmutableArray<SurveyLine> order = question.Priority == Priority.Quality ? match.Lines
            : [.. match.Lines.OrderBy(l => l.Plan.Verdict).ThenByDescending(IsQuick).ThenByDescending(l => IsQuick(l) ? l.Strength : Speed(l))];
        return order.IsEmpty ? new StartPick(rig, question, null, null, [], 0) : new StartPick(rig, question, order[0], order.Length > 1 ? order[1] : null, Because(order, question, question.Priority == Priority.Quality ? match.TieBroken : ""), order.Length);
    }

    private static ImmutableArray<string> Because(ImmutableArray<SurveyLine> order, StartQuestion question, string tieBroken)
    {
        SurveyLine pick = order[0];
        string where = pick.Plan.Verdict switch
        {
            Verdict.Comfortable => "fits with room to spare",
            Verdict.Tight => "just about fits",
            _ => "runs with part of it in main memory; nothing fits the devices whole",
        };
        string pace = question.Priority == Priority.Speed
            ? IsQuick(pick) ? "a page and a half of answer takes under 20 seconds" : "nothing answers a page and a half within 20 seconds here; this is the quickest"
            : pick.KeepsUpWithReading ? "it answers faster than people read" : "it answers slower than people read";
        string strength = question.Priority == Priority.Speed && !IsQuick(pick) ? "" : " Of those that do, it is thought the strongest, by size and age: an assumption, not a score.";
        ImmutableArray<string>.Builder reasons = ImmutableArray.CreateBuilder<string>();
        reasons.Add($"It {where}, and {pace}.{strength}");
        if (order.Length > 1)
        {
            reasons.Add($"Next best: {order[1].Model.Id} {order[1].Plan.Model.QuantName}, {(tieBroken.Length > 0 ? "level by size and age, and published tests put it behind" : Lost(pick, order[1]))}.");
        }

        if (question.Purpose == Purpose.Several)
        {
            reasons.Add("The speed is for one answer at a time; several at once share it. How fast many people are served isn't forecast: localrig help users.");
        }

        return reasons.ToImmutable();
    }

    private static string Lost(SurveyLine pick, SurveyLine other) =>
        other.Plan.Verdict > pick.Plan.Verdict ? "which fits less well"
        : IsQuick(pick) && !IsQuick(other) ? "which is slower"
        : other.Strength < pick.Strength ? "smaller or older"
        : "which is slower";

    private static bool IsQuick(SurveyLine line) => line.Plan.Forecast is { } forecast && forecast.AnswerMinutes <= PatientMinutes;

    private static double Speed(SurveyLine line) => line.Plan.Forecast?.Decode.TokensPerSecond ?? 0;
}

/// <summary>A pick with its reasons.</summary>
/// <param name="Rig">The machine.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Line">The model picked; null when none runs.</param>
/// <param name="Next">The runner-up; null when there is none.</param>
/// <param name="Because">Why, sentence by sentence.</param>
/// <param name="Runs">How many models of the catalogue run at all.</param>
public sealed record StartPick(Rig Rig, StartQuestion Question, SurveyLine? Line, SurveyLine? Next, ImmutableArray<string> Because, int Runs);
