using System.Collections.Immutable;
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

    /// <summary>Orders what a survey found.</summary>
    public static HardwareMatch Of(string tier, Rig rig, IEnumerable<SurveyLine> lines, Usable usable) =>
        new(tier, rig, [.. lines.OrderBy(l => l.Plan.Verdict).ThenByDescending(usable.Allows).ThenByDescending(l => l.Strength).ThenBy(l => l.Model.Id, StringComparer.Ordinal)], usable);

    /// <summary>Why the best one is, in one sentence.</summary>
    public string Because =>
        Best is not { } best ? "Nothing of this list fits."
        : !Usable.Allows(best) ? $"{best.Model.Id} is what fits best; nothing answers at {Usable.TokensPerSecond:0.#} tokens/s{Context}."
        : best.Plan.Verdict == Planning.Verdict.Comfortable ? $"{best.Model.Id} is the strongest by size and age that leaves {best.Plan.Margin} free and answers at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}."
        : $"{best.Model.Id} is the strongest by size and age of those that fit at all and answer at {Usable.TokensPerSecond:0.#} tokens/s or more{Context}.";

    /// <summary>Why the runner-up lost, in one sentence; empty without one.</summary>
    public string WhyNot =>
        Best is not { } best || RunnerUp is not { } next ? ""
        : next.Plan.Verdict != best.Plan.Verdict ? $"{next.Model.Id} {(next.Plan.Verdict == Planning.Verdict.Spills ? "spills into main memory" : "fits with less than the margin")}."
        : Usable.Allows(best) && !Usable.Allows(next) ? $"{next.Model.Id} answers too slowly or with too little context."
        : $"{next.Model.Id} is smaller, uses fewer of its parameters, or is older.";

    private string Context => Usable.Context > 0 ? $" with {Usable.Context:N0} tokens of context" : "";
}
