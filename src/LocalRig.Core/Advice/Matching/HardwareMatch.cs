using System.Collections.Immutable;
using LocalRig.Evidence;
using LocalRig.Rigs;

namespace LocalRig.Advice.Matching;

/// <summary>What counts as usable, beside fitting.</summary>
/// <param name="TokensPerSecond">The slowest answer that will do.</param>
/// <param name="Context">The shortest comfortable context that will do, in tokens.</param>
public sealed record Usable(double TokensPerSecond, int Context)
{
    /// <summary>As fast as people read, and any context that was planned.</summary>
    public static Usable Default { get; } = new(SurveyLine.ReadingTokensPerSecond, 0);

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
        var byRule = lines.OrderBy(l => l.Plan.Verdict).ThenByDescending(usable.Allows).ThenByDescending(l => l.Strength).ThenBy(l => l.Model.Id, StringComparer.Ordinal);
        ImmutableArray<SurveyLine> sorted = [.. ties.Sort(byRule, usable)];
        return new HardwareMatch(tier, rig, sorted, usable) { TieBroken = sorted.Length > 1 ? ties.Because(sorted[0], sorted[1], usable) : "" };
    }

    /// <summary>Why the best one is, in a sentence; in two where evidence broke a tie.</summary>
    public string Because =>
        Best is not { } best ? "Nothing of this list fits."
        : !Usable.Allows(best) ? $"{best.Model.Id} is what fits best; nothing answers at {Usable.TokensPerSecond:0.#} tokens/s{Context}.{Tie}"
        : best.Plan.Verdict == Planning.Verdict.Comfortable ? $"{best.Model.Id} is {Strongest} by size and age that leaves {best.Plan.Margin} free and answers at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}.{Tie}"
        : $"{best.Model.Id} is {Strongest} by size and age of those that fit at all and answer at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}.{Tie}";

    /// <summary>Why the runner-up lost, in one sentence; empty without one.</summary>
    public string WhyNot =>
        Best is not { } best || RunnerUp is not { } next ? ""
        : next.Plan.Verdict != best.Plan.Verdict ? $"{next.Model.Id} {(next.Plan.Verdict == Planning.Verdict.Spills ? "spills into main memory" : "fits with less than the margin")}."
        : Usable.Allows(best) && !Usable.Allows(next) ? $"{next.Model.Id} answers too slowly or with too little context."
        : TieBroken.Length > 0 ? $"{next.Model.Id} is level by size and age, and published tests put it behind."
        : $"{next.Model.Id} is smaller, uses fewer of its parameters, or is older.";

    private string Strongest => TieBroken.Length > 0 ? "one of the strongest" : "the strongest";

    private string Tie => TieBroken.Length > 0 ? " " + TieBroken : "";

    private string Context => Usable.Context > 0 ? $" with {Usable.Context:N0} tokens of context" : "";
}
