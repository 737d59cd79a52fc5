using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;

namespace LocalRig.Advice.Matching;

/// <summary>A rig and the model for it.</summary>
/// <param name="Tier">The tier it stands for, or empty.</param>
/// <param name="Rig">The machine.</param>
/// <param name="Lines">What it runs, best first: fitting comfortably before tightly before spilling; fast enough before not; then stronger by
/// independent tests, and by size and age where nobody compared two.</param>
/// <param name="Usable">What counted as usable.</param>
public sealed record HardwareMatch(string Tier, Rig Rig, ImmutableArray<SurveyLine> Lines, Usable Usable)
{
    private (ImmutableArray<SurveyLine> Of, ImmutableArray<MatchOffer> Found)? _offers;

    private StrengthOrder Order { get; init; } = new(RankingLedger.Default, Usable.Job);

    /// <summary>The model to take; null when nothing fits.</summary>
    public SurveyLine? Best => Lines.FirstOrDefault();

    /// <summary>The next one.</summary>
    public SurveyLine? RunnerUp => Lines.Skip(1).FirstOrDefault();

    /// <summary>At most three to choose from, the one to take first.</summary>
    public ImmutableArray<MatchOffer> Offers
    {
        get
        {
            if (_offers is not (ImmutableArray<SurveyLine> of, ImmutableArray<MatchOffer> found) || of != Lines)
            {
                _offers = (Lines, found = new Offers(Order, Usable).Of(Lines)); // asked for several times, and sorting takes a while
            }

            return found;
        }
    }

    /// <summary>Orders what a survey found.</summary>
    /// <param name="tier">The tier the rig stands for, or empty.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="lines">What the survey found.</param>
    /// <param name="usable">What counts as usable.</param>
    /// <param name="ledger">Evidence that orders models; what this build carries where none is given.</param>
    public static HardwareMatch Of(string tier, Rig rig, IEnumerable<SurveyLine> lines, Usable usable, RankingLedger? ledger = null)
    {
        StrengthOrder order = new(ledger ?? RankingLedger.Default, usable.Job);
        ImmutableArray<SurveyLine> sorted = [.. lines.GroupBy(usable.Class).OrderBy(g => g.Key).SelectMany(g =>
        {
            SurveyLine[][] paces = [.. Enumerable.Range(0, Usable.Paces).Select(p => (SurveyLine[])[.. order.Lines(g.Where(l => usable.Pace(l) == p))])];
            return (usable.SpeedFirst ? paces[0].Concat(paces[1]) : order.Merge(paces[0], paces[1])).Concat(paces[^1]);
        })];
        return new HardwareMatch(tier, rig, sorted, usable) { Order = order };
    }

    /// <summary>Why the best one is, in a sentence or two.</summary>
    public string Because =>
        Best is not { } best ? "Nothing of this list fits."
        : $"{Fit(best)}.{(IsClose ? " " + Why : "")}";

    /// <summary>Whether the next one fits as well and is as fast, so that strength decided.</summary>
    public bool IsClose => Best is { } best && RunnerUp is { } next && Usable.Class(next) == Usable.Class(best) && Usable.Pace(next) == Usable.Pace(best);

    /// <summary>Why the best one comes before the next by strength, and who says so; empty without a next one.</summary>
    public string Why => Best is { } best && RunnerUp is { } next ? EvidenceWords.Why(Order, best, next) : "";

    /// <summary>Why the runner-up lost, in one sentence; empty without one.</summary>
    public string WhyNot =>
        Best is not { } best || RunnerUp is not { } next ? ""
        : Usable.Pace(next) < Usable.Pace(best) ? $"{next.Model.Id}, which is faster but not nearly as strong."
        : !IsClose ? $"{next.Model.Id} {Shortfall(next)}."
        : Order.Evidence.IsAhead(best.Model.Id, next.Model.Id) ? $"{next.Model.Id}, which tests put behind."
        : $"{next.Model.Id}, which counts for less by size and age.";

    /// <summary>The strongest model the best one was preferred to that isn't offered either, and what it lacks, in one sentence; empty where there is none.</summary>
    public string PassedOver =>
        Best is { } best && Order.Lines(Lines.Where(l => Usable.Class(l) > 0 || Usable.Pace(l) > 0)).FirstOrDefault(l => l != RunnerUp && Order.IsStronger(l, best)) is { } stronger && Offers.All(o => o.Line != stronger)
            ? $"{stronger.Model.Id} {Shortfall(stronger)}."
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

    private string Fit(SurveyLine best)
    {
        string fits = best.Plan.Verdict switch
        {
            Verdict.Comfortable => $"leaves {best.Plan.Margin} free",
            Verdict.Tight => "just about fits",
            Verdict.Spills => "lies in main memory in part",
            _ => "may fit: only bounds are known",
        };
        return Usable.Pace(best) switch
        {
            0 => $"{best.Model.Id} {fits} and is fast enough{Context}",
            1 => $"{best.Model.Id} {fits}{Context}; it is slow ({Speed(best)}), but nothing that fits and is faster is nearly as strong",
            _ => $"{best.Model.Id} {fits}; nothing answers at {Usable.TokensPerSecond:0.#} tokens/s{Context}",
        };
    }

    private string Shortfall(SurveyLine line) =>
        line.Plan.Verdict switch
        {
            Verdict.Spills when Usable.Class(line) > 0 => $"would lie in main memory in part, {line.Plan.Devices[^1].Parts.Total} of {line.Plan.Total}{(line.Plan.Forecast is null ? "" : ", at " + Speed(line))}",
            Verdict.Tight when Usable.Class(line) > 0 && line.Plan.GivesUpPipelining => "loads only at llama.cpp's second try, without pipelining",
            Verdict.Tight when Usable.Class(line) > 0 => $"fits with only {line.Plan.Devices.Min(d => d.Headroom)} free, less than {line.Plan.Margin}",
            Verdict.Unknown => "may or may not fit: only bounds are known",
            Verdict.DoesNotFit => "doesn't fit",
            _ when line.ComfortableContext < Usable.Context => $"holds {line.ComfortableContext:N0} tokens of context comfortably, fewer than {Usable.Context:N0}",
            _ when line.Plan.Forecast is { } f && f.Decode.TokensPerSecond >= Usable.Enough => $"reads too slowly, about {f.Prefill.TokensPerSecond:0} tokens/s of a prompt",
            _ => $"answers too slowly{(line.Plan.Forecast is null ? "" : $", at {Speed(line)}")}",
        };

    private static string Speed(SurveyLine line) => line.Plan.Forecast is { } f ? $"about {f.Decode.TokensPerSecond:0.#} tokens/s" : "a speed that isn't known";

    private string Context => Usable.Context > 0 ? $" with {Usable.Context:N0} tokens of context" : "";
}
