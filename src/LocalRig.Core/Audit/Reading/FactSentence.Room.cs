using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using static LocalRig.Audit.Reading.FactWords;

namespace LocalRig.Audit.Reading;

/// <content>What fits where: memory or a machine that leads and models that follow, models that fit or don't, and what a denial says.</content>
internal sealed partial class FactSentence
{
    /// <summary>"24 GB: 32B at Q4_K_M, 70B at Q2" and "On 8 GB, a 12B just fits": the memory leads, what fits follows.</summary>
    private ImmutableArray<Claim> Tier(Fact figure)
    {
        // What follows another size of memory is that one's: "8 GB → 7B, 16 GB → 14B".
        int next = facts.FirstOrDefault(f => f.Kind == FactKind.Memory && f.Start >= figure.End && Arrow().IsMatch(text[f.End..]))?.Start ?? text.Length;
        Fact[] after = [.. facts.Where(f => f.Kind == FactKind.Model && f.Start >= figure.End && f.End <= next)];
        if (Room(figure) is { Length: > 0 } room)
        {
            return room;
        }

        bool chained = figure.Kind == FactKind.Memory && after.Length > 0 && Arrow().IsMatch(text[figure.End..]) && Chain().IsMatch(text[..figure.Start]) && facts.First(f => f.Kind is FactKind.Memory or FactKind.Model) is { Kind: FactKind.Memory };
        if (figure.Kind != FactKind.Memory || after.Length == 0 || !chained && facts.Any(f => f.Start < figure.Start && f.Kind is FactKind.Model or FactKind.Device && f.Start < figure.Start))
        {
            return [];
        }

        string lead = text[..figure.Start];
        string between = text[figure.End..after[0].Start];
        bool tier = chained || lead.Trim(' ', '-', '*').Length == 0 && TierAfter().IsMatch(between) || facts.Count(f => f.Kind == FactKind.Memory) == 1 && TierBefore().IsMatch(lead) && Runs().IsMatch(text);
        return tier ? [.. after.DistinctBy(m => m.Text).Select(m => (Claim)new FitsClaim(Named(m.Text), QuantAfter(m), "", figure.Amount, ContextAfter(m), EaseIn(Segment(m))))] : [];
    }

    /// <summary>"16 GB reaches 13B models", "24 GB of VRAM runs X in Q4 and Y in Q5": a clause whose first thing is memory, and then what it holds.</summary>
    private ImmutableArray<Claim> Room(Fact figure)
    {
        (int start, int end) = clauses.Of(figure.Start);
        Fact[] after = [.. facts.Where(f => f.Kind == FactKind.Model && f.Start >= figure.End && f.End <= end)];
        int lead = text.LastIndexOf(',', Math.Max(0, figure.Start - 1));
        if (figure.Kind != FactKind.Memory || after.Length == 0 || !RoomBefore().IsMatch(text[start..figure.Start]) && !(lead > start && RoomBefore().IsMatch(text[(lead + 1)..figure.Start]) && !facts.Any(f => f.Kind is FactKind.Model or FactKind.Device && f.Start < figure.Start)) || !RoomFor().IsMatch(text[figure.End..after[0].Start])
            || Negation().IsMatch(text[start..after[0].Start]) || facts.Any(f => f.IsFigure && f.Kind != FactKind.Speed && f != figure && f.Start >= figure.End && f.Start < end && !LeftOver().IsMatch(text[f.End..])))
        {
            return [];
        }

        // From the first that is said with a condition on, none is said to fit.
        return [.. after.TakeWhile(m => !OnlyIf().IsMatch(Segment(m))).DistinctBy(m => m.Text).Select(m => (Claim)new FitsClaim(Named(m.Text), QuantAfter(m) is { Length: > 0 } own ? own : facts.FirstOrDefault(f => f.Kind == FactKind.Quant && f.End <= figure.Start)?.Text ?? "", "", figure.Amount, ContextAfter(m), EaseIn(text[figure.End..after[0].Start] + Segment(m))))];
    }

    /// <summary>A denial whose opposite is a claim too: "won't fit in 24 GB".</summary>
    private ImmutableArray<Claim> Overfull(Fact figure) =>
        figure.Kind == FactKind.Memory && Fits().IsMatch(Left(figure)) && !OtherMemoryAfter().IsMatch(Right(figure)) && !facts.Any(f => f.Kind == FactKind.Device && f.End <= figure.Start && figure.Start - f.End <= Window) && (facts.Any(f => f.Kind == FactKind.Model) || before.Model.Length > 0 && PointsBack().IsMatch(text))
            ? [.. Models(figure).Select(m => Mark(new FitsClaim(m.Name, Quant(figure), "", figure.Amount, Context(figure, inherited: false), Ease.Fails), m.Inherited))]
            : [];

    /// <summary>"a 7B fits in 5 GB; at Q8, 9 GB": the same is said again of another quantization.</summary>
    private IEnumerable<Claim>? Again(Fact figure)
    {
        (int start, int end) = clauses.Of(figure.Start);
        Fact[] own = [.. facts.Where(f => f.Start >= start && f.End <= end && f.Start < figure.Start)];
        if (start == 0 || own is not [{ Kind: FactKind.Quant } quant] || !AtOnly().IsMatch(text[start..quant.Start]) || !Comma().IsMatch(text[quant.End..figure.Start]) || facts.LastOrDefault(f => f.Kind == FactKind.Memory && f.End <= start) is not { } said)
        {
            return null;
        }

        return Memory(said).Select(c => c switch
        {
            FitsClaim fits => fits with { Quant = quant.Text, Gigabytes = figure.Amount },
            NeedsClaim needs => needs with { Quant = quant.Text, Gigabytes = figure.Amount },
            FileSizeClaim file => file with { Quant = quant.Text, Gigabytes = FactFinder.Decimal(figure) },
            _ => (Claim?)null,
        }).OfType<Claim>();
    }

    /// <summary>Of two sizes of memory that one sentence gives the same machine the first is its own; the other is a part of it.</summary>
    private IEnumerable<Claim> Once(List<Claim> claims) =>
        claims.Where((c, i) => c is not MemoryClaim { Devices: [var device] } || !claims.Take(i).OfType<MemoryClaim>().Any(o => o.Devices is [var other] && other == device && ListAt(o.Place) != ListAt(c.Place)));

    /// <summary>The first of the figures joined with the one at a place: "16 GB, 24 GB or 32 GB" is one saying.</summary>
    private Fact ListAt(int place) => List(facts.First(f => f.Kind == FactKind.Memory && f.Start == place)).First;

    /// <summary>"X fits on a Y", "X runs on any 16 GB Mac": without a figure of speed, that it fits there.</summary>
    private IEnumerable<Claim> Placed()
    {
        foreach (List<Fact> group in Title().IsMatch(text) ? [] : Groups(FactKind.Device))
        {
            (int start, int end) = clauses.Of(group[0].Start);
            string lead = text[start..Math.Max(start, group[0].Start)];
            if (!RunsOn().IsMatch(lead) || Than().IsMatch(text[..group[0].Start]) || Between(start, end, FactKind.Speed) is not null || Between(start, end, FactKind.Layers) is not null)
            {
                continue;
            }

            Fact? model = facts.LastOrDefault(f => f.Kind == FactKind.Model && f.Start >= start && f.End <= group[0].Start);
            Fact? context = Between(start, end, FactKind.Context);
            Ease ease = Negation().IsMatch(lead) ? Ease.Fails : EaseIn(text[start..end]);
            IEnumerable<(string Name, bool Inherited)> models = model is not null ? Groups(FactKind.Model).First(g => g.Contains(model)).Select(m => (Named(m.Text), false)) : VerbFirst().IsMatch(lead) ? Models(group[0]) : [];
            foreach ((string name, bool inherited) in models)
            {
                foreach (Fact device in group)
                {
                    yield return Mark(new FitsClaim(name, Quant(device), device.Text, null, context is null ? null : (int)context.Amount.Low, ease), inherited);
                }
            }
        }
    }

    /// <summary>"A Y runs X", "an M4 with 16 GB handles 13B models": the machine first.</summary>
    private IEnumerable<Claim> Carried()
    {
        foreach (List<Fact> group in Title().IsMatch(text) ? [] : Groups(FactKind.Model))
        {
            (int start, int end) = clauses.Of(group[0].Start);
            Fact? device = facts.LastOrDefault(f => f.Kind == FactKind.Device && f.Start >= start && f.End <= group[0].Start);
            device ??= facts.Count(f => f.Kind == FactKind.Device) == 1 && VerbAlone().IsMatch(text[start..group[0].Start]) ? facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.End <= start) : null;
            if (device is null || !Carries().IsMatch(text[device.End..group[0].Start]) || Between(start, end, FactKind.Speed) is not null || Between(device.Start, group[0].Start, FactKind.Bandwidth) is not null)
            {
                continue;
            }

            Fact? memory = Between(device.End, group[0].Start, FactKind.Memory) is { } size && !Its().IsMatch(text[device.End..size.Start]) ? size : null; // "the 4090's 24 GB": a claim of its own
            // How well it fits is said up to the next name, or before the first; what is said of another is that one's.
            int stop = facts.Where(f => f.Kind is FactKind.Model or FactKind.Device && f.Start >= group[^1].End).Select(f => f.Start).Append(end).Min();
            bool alone = !facts.Any(f => f.Kind is FactKind.Model or FactKind.Device && f.Start >= start && f.End <= end && f != device && !group.Contains(f));
            Ease ease = Negation().IsMatch(text[device.End..group[0].Start]) ? Ease.Fails : EaseIn(alone ? text[start..end] : facts.Any(f => f.Kind == FactKind.Model && f.Start >= device.End && f.End <= group[0].Start) ? text[group[0].Start..stop] : text[device.End..stop]);
            foreach (Fact model in group)
            {
                yield return new FitsClaim(Named(model.Text), QuantAfter(model) is { Length: > 0 } own ? own : QuantAfter(group[^1]), device.Text, memory?.Amount, ContextAfter(model), ease);
            }
        }
    }
}
