using System.Collections.Immutable;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;

namespace LocalRig.Advice.Starting;

/// <summary>Picks one model for somebody who knows nothing yet, from the same survey as the start screen.</summary>
public static class Starter
{
    /// <summary>The pick; <see cref="StartPick.Line"/> is null when nothing of the catalogue runs.</summary>
    /// <param name="models">The catalogue's models.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="engine">Whose rules apply.</param>
    /// <param name="question">What was answered.</param>
    /// <param name="ledger">Evidence that orders models; what this build carries where none is given.</param>
    public static StartPick Of(IEnumerable<CatalogModel> models, Rig rig, IEngine engine, StartQuestion question, RankingLedger? ledger = null) =>
        Of(Survey.Of(models.Where(question.Job.IsFor), rig, engine, question.Plan), rig, question, ledger);

    /// <summary>The same, surveyed in turns where there is one thread (<see cref="Survey.InTurnsAsync"/>).</summary>
    /// <inheritdoc cref="Of(IEnumerable{CatalogModel}, Rig, IEngine, StartQuestion, RankingLedger?)"/>
    public static async Task<StartPick> InTurnsAsync(IEnumerable<CatalogModel> models, Rig rig, IEngine engine, StartQuestion question, RankingLedger? ledger = null) =>
        Of(await Survey.InTurnsAsync(models.Where(question.Job.IsFor), rig, engine, question.Plan).ConfigureAwait(false), rig, question, ledger);

    private static StartPick Of(ImmutableArray<SurveyLine> lines, Rig rig, StartQuestion question, RankingLedger? ledger)
    {
        Usable usable = Usable.For(question.Job);
        if (question.Priority == Priority.Speed)
        {
            Usable quick = usable with { Enough = question.Job.Quick, SpeedFirst = true };
            usable = lines.Any(l => usable.Class(l) == 0 && quick.Suits(l)) ? quick : usable with { SpeedFirst = true };
        }

        HardwareMatch match = HardwareMatch.Of("", rig, lines, usable, ledger);
        return match.Best is null ? new StartPick(rig, question, null, null, [], 0) : new StartPick(rig, question, Seeing(match.Best, question), match.RunnerUp, Because(match, question), match.Lines.Length) { Offers = match.Offers };
    }

    /// <summary>Who asks about pictures gets a command that takes the model's own projector along.</summary>
    private static SurveyLine Seeing(SurveyLine pick, StartQuestion question) =>
        question.Purpose == Purpose.Vision
            ? pick with { Plan = pick.Plan with { Question = pick.Plan.Question with { Projector = LlamaServerCommand.OwnProjector } } }
            : pick;

    private static ImmutableArray<string> Because(HardwareMatch match, StartQuestion question)
    {
        SurveyLine pick = match.Best!;
        string where = pick.Plan.Verdict switch
        {
            Verdict.Comfortable => "fits with room to spare",
            Verdict.Tight => "just about fits",
            _ => "runs with part of it in main memory; nothing fits the devices whole",
        };
        string pace = match.Usable.Suits(pick) ? "is fast enough"
            : pick.KeepsUpWithReading ? "answers faster than people read, though one will wait for it" : "answers slower than people read";
        ImmutableArray<string>.Builder reasons = ImmutableArray.CreateBuilder<string>();
        reasons.Add($"It {where} and {pace}.");
        if (match.RunnerUp is { } next)
        {
            if (match.IsClose)
            {
                reasons.Add(match.Why);
            }

            reasons.Add($"Next best: {next.Model.Id} {next.Plan.Model.QuantName}.{(match.IsClose ? "" : " " + Lost(pick, next))}");
        }

        if (question.Purpose == Purpose.Several)
        {
            reasons.Add("The speed is for one answer at a time; several at once share it. How fast many people are served isn't forecast: localrig help users.");
        }

        if (question.Purpose == Purpose.Vision)
        {
            // 888 + 248 MiB beside Qwen3.6-27B (docs/engines.md)
            reasons.Add("Pictures need the model's own projector, which llama-server takes along from the same place. It isn't in these figures (1.1 GiB for Qwen3.6-27B): localrig plan … --mmproj auto counts it where it is known.");
        }

        return reasons.ToImmutable();
    }

    private static string Lost(SurveyLine pick, SurveyLine next) =>
        next.Plan.Verdict > pick.Plan.Verdict ? "It fits less well."
        : next.Plan.Forecast?.Decode.TokensPerSecond > pick.Plan.Forecast?.Decode.TokensPerSecond ? "It is faster, but not nearly as strong."
        : "It is slower.";
}

/// <summary>A pick with its reasons.</summary>
/// <param name="Rig">The machine.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Line">The model picked; null when none runs.</param>
/// <param name="Next">The runner-up; null when there is none.</param>
/// <param name="Because">Why, sentence by sentence.</param>
/// <param name="Runs">How many models of the catalogue run at all.</param>
public sealed record StartPick(Rig Rig, StartQuestion Question, SurveyLine? Line, SurveyLine? Next, ImmutableArray<string> Because, int Runs)
{
    /// <summary>At most three to choose from, the one picked first.</summary>
    public ImmutableArray<MatchOffer> Offers { get; init; } = [];
}
