using System.Collections.Immutable;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;

namespace LocalRig.Advice.Matching;

/// <summary>What counts as usable, beside fitting.</summary>
/// <param name="TokensPerSecond">The slowest answer that will do.</param>
/// <param name="Context">The shortest comfortable context that will do, in tokens.</param>
/// <param name="Worst">How badly a model may fit and still compete by strength: what fits worse comes after all that fit so well.</param>
public sealed record Usable(double TokensPerSecond, int Context, Verdict Worst = Verdict.Comfortable)
{
    /// <summary>As fast as people read, and any context that was planned.</summary>
    public static Usable Default { get; } = new(SurveyLine.ReadingTokensPerSecond, 0);

    /// <summary>Which fit a line competes in: 0 for all that fit well enough.</summary>
    public int Class(SurveyLine line) => Math.Max(0, line.Plan.Verdict - Worst);

    /// <summary>Whether a line is usable.</summary>
    public bool Allows(SurveyLine line) => (line.Plan.Forecast?.Decode.TokensPerSecond ?? 0) >= TokensPerSecond && line.ComfortableContext >= Context;
}

/// <summary>A rig and the model for it.</summary>
/// <param name="Tier">The tier it stands for, or empty.</param>
/// <param name="Rig">The machine.</param>
/// <param name="Lines">What it runs, best first: fitting comfortably before tightly before spilling; usable before not; then stronger by size and age.</param>
/// <param name="Usable">What counted as usable.</param>
public sealed record HardwareMatch(string Tier, Rig Rig, ImmutableArray<SurveyLine> Lines, Usable Usable)
{
    /// <summary>The model to take; null when nothing fits.</summary>
    public SurveyLine? Best => Lines.FirstOrDefault();

    /// <summary>The next one.</summary>
    public SurveyLine? RunnerUp => Lines.Skip(1).FirstOrDefault();

    /// <summary>Which evidence put the first before the next, level by the rule, in one sentence; empty where none had to.</summary>
    public string TieBroken { get; private init; } = "";

    /// <summary>Orders what a survey found.</summary>
    /// <param name="tier">The tier the rig stands for, or empty.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="lines">What the survey found.</param>
    /// <param name="usable">What counts as usable.</param>
    /// <param name="ledger">Evidence that breaks ties; what this build carries where none is given.</param>
    public static HardwareMatch Of(string tier, Rig rig, IEnumerable<SurveyLine> lines, Usable usable, RankingLedger? ledger = null)
    {
        TieBreak ties = new(ledger ?? RankingLedger.Default);
        var byRule = lines.OrderBy(usable.Class).ThenByDescending(usable.Allows).ThenByDescending(l => l.Strength).ThenBy(l => l.Model.Id, StringComparer.Ordinal);
        ImmutableArray<SurveyLine> sorted = [.. ties.Sort(byRule, usable)];
        return new HardwareMatch(tier, rig, sorted, usable) { TieBroken = sorted.Length > 1 ? ties.Because(sorted[0], sorted[1], usable) : "" };
    }

    /// <summary>Why the best one is, in a sentence; in two where evidence broke a tie.</summary>
    public string Because =>
        Best is not { } best ? "Nothing of this list fits."
        : !Usable.Allows(best) ? $"{Named(best)} is what fits best; nothing answers at {Usable.TokensPerSecond:0.#} tokens/s{Context}.{Tie}"
        : best.Plan.Verdict == Verdict.Comfortable ? $"{Named(best)} is {Strongest} by size and age that leaves {best.Plan.Margin} free and answers at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}.{Tie}"
        : $"{Named(best)} is {Strongest} by size and age of those that fit at all and answer at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}.{Tie}";

    /// <summary>Why the runner-up lost, in one sentence; empty without one.</summary>
    public string WhyNot =>
        Best is not { } best || RunnerUp is not { } next ? ""
        : Usable.Class(next) != Usable.Class(best) || (Usable.Allows(best) && !Usable.Allows(next)) ? $"{Named(next)} {Shortfall(next)}."
        : TieBroken.Length > 0 ? $"{next.Model.Id} is level by size and age, and published tests put it behind."
        : $"{Named(next)} counts for less; a year of age counts as half the size.";

    /// <summary>The strongest model that the best one was preferred to, and what it lacks, in one sentence; empty when the best is the strongest that runs.</summary>
    public string PassedOver =>
        Best is { } best && Lines.MaxBy(l => l.Strength) is { } stronger && stronger.Strength > best.Strength && stronger != RunnerUp && (Usable.Class(stronger) > 0 || !Usable.Allows(stronger))
            ? $"{Named(stronger)} {Shortfall(stronger)}{(Usable.Class(stronger) > 0 && Usable.Allows(stronger) ? $"; match --accept {stronger.Plan.Verdict.ToString().ToLowerInvariant()} lets it compete" : "")}."
            : "";

    /// <summary>How much more context the best one has with smaller types of the KV cache, in two sentences; empty where no more.</summary>
    public string MoreContext
    {
        get
        {
            string[] more = [.. (Best?.OtherCaches ?? []).Where(c => c.Context > Best!.ComfortableContext).DistinctBy(c => c.Context).Select(c => $"in {c.Type.Name()} {c.Context:N0}")];
            return more.Length > 0 ? $"{Best!.ComfortableContext:N0} tokens of context leave {Best.Plan.Margin} free; with the KV cache {string.Join(", ", more)}. What that costs in quality: localrig levers." : "";
        }
    }

    private string Shortfall(SurveyLine line) =>
        line.Plan.Verdict switch
        {
            Verdict.Spills => $"spills: {line.Plan.Devices[^1].Parts.Total} of {line.Plan.Total} lie in main memory{Rate(line)}",
            Verdict.Tight => $"fits with only {line.Plan.Devices.Min(d => d.Headroom)} free, less than {line.Plan.Margin}",
            Verdict.Unknown => "may or may not fit: only bounds are known",
            Verdict.DoesNotFit => "doesn't fit",
            _ when line.ComfortableContext < Usable.Context => $"holds {line.ComfortableContext:N0} tokens of context comfortably, fewer than {Usable.Context:N0}",
            _ => $"answers too slowly{Rate(line)}",
        };

    private static string Rate(SurveyLine line) => line.Plan.Forecast is { } f ? $", about {f.Decode.TokensPerSecond:0.#} tokens/s" : "";

    private static string Named(SurveyLine line) => $"{line.Model.Id}, {ModelStrength.Words(line.Model)},";

    private string Strongest => TieBroken.Length > 0 ? "one of the strongest" : "the strongest";

    private string Tie => TieBroken.Length > 0 ? " " + TieBroken : "";

    private string Context => Usable.Context > 0 ? $" with {Usable.Context:N0} tokens of context" : "";
}
