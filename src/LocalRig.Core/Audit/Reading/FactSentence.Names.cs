using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using static LocalRig.Audit.Reading.FactWords;

namespace LocalRig.Audit.Reading;

/// <content>Which names a figure goes with: those of its clause before those of its sentence, and those before what was spoken of earlier.</content>
internal sealed partial class FactSentence
{
    private IEnumerable<(string Name, bool Inherited)> Models(Fact figure) => Bound(figure, FactKind.Model, before.Model).Where(m => !m.Inherited || !facts.Any(f => f.Kind == FactKind.Family)).Select(m => (Named(m.Name), m.Inherited));

    /// <summary>The devices a figure goes with; none where a whole line of devices stands nearer: "the M-series (546–819 GB/s)".</summary>
    private (string Name, bool Inherited)[] Devices(Fact figure)
    {
        if (facts.FirstOrDefault(f => f.Kind == FactKind.Series && f.Start >= figure.End) is { } line && On().IsMatch(text[figure.End..line.Start]))
        {
            return [];
        }

        (string Name, bool Inherited)[] bound = [.. Bound(figure, FactKind.Device, before.Device)];
        return facts.LastOrDefault(f => f.Kind == FactKind.Series && f.End <= figure.Start) is { } series && !facts.Any(f => f.Kind == FactKind.Device && f.Start >= series.End && bound.Any(b => b.Name == f.Text)) ? [] : bound;
    }

    private IEnumerable<string> Quants(Fact figure)
    {
        Fact[] known = [.. facts.Where(f => f.Kind == FactKind.Quant)];
        Fact? near = known.LastOrDefault(f => f.End <= figure.Start) is { } left && known.FirstOrDefault(f => f.Start >= figure.End) is { } right
            ? figure.Start - left.End <= right.Start - figure.End && !InBracketsAfter(figure, right) ? left : right
            : known.LastOrDefault(f => f.End <= figure.Start) ?? known.FirstOrDefault();
        near = near is null ? null : known.First(f => f == near || f.End <= near.Start && near.Start - f.End <= 2 && text[f.End..near.Start].Contains('(', StringComparison.Ordinal));
        near = near is not null && !near.Text.Contains('_', StringComparison.Ordinal) ? known.LastOrDefault(f => f.End <= near.Start && f.Text.Contains('_', StringComparison.Ordinal)) ?? near : near;
        return near is null ? [] : known.Where(f => f == near || AlsoOf().IsMatch(Between(Math.Min(f.End, near.End), Math.Max(f.Start, near.Start)))).Select(f => f.Text);
    }

    /// <summary>The names a figure goes with: those right after it ("on a 7B"), else the last ones before, else those after, else what was spoken of.</summary>
    private IEnumerable<(string Name, bool Inherited)> Bound(Fact figure, FactKind kind, string inherited)
    {
        List<List<Fact>> groups = Groups(kind);
        if (Versus(figure, kind) is Fact own)
        {
            return [(own.Text, false)];
        }

        (int start, int end) = clauses.Of(figure.Start);
        List<Fact>? chosen = Nearest(figure, [.. groups.Where(g => g[0].Start >= start && g[^1].End <= end)], end) ?? Nearest(figure, groups, text.Length);

        // "The 4090 and the 3090: 1,008 and 936 GB/s": as many figures as names, each its own.
        Fact[] alike = [.. facts.Where(f => f.Kind == figure.Kind)];
        chosen = chosen is { Count: > 1 } && alike.Length == chosen.Count && groups.Count == 1 && alike[0].Start >= chosen[^1].End ? [chosen[Array.IndexOf(alike, figure)]] : chosen;
        return chosen is not null ? chosen.Select(f => (f.Text, false)) : Together(figure, kind, alike) ?? (inherited.Length > 0 && Foreign() is null ? [(inherited, true)] : []);
    }

    private string? _foreign;

    /// <summary>Something that looks like a product's name and isn't known, or null: what was spoken of before isn't meant then.</summary>
    private string? Foreign() => (_foreign ??= ProductLike().Matches(text).FirstOrDefault(m => !facts.Any(f => f.Start < m.Index + m.Length && m.Index < f.End))?.Value ?? "") is { Length: > 0 } name ? name : null;

    /// <summary>"Both have 24 GB", "they are 117B and 21B": of several named before, each or each its own; "that card": the class spoken of.</summary>
    private IEnumerable<(string Name, bool Inherited)>? Together(Fact figure, FactKind kind, Fact[] alike)
    {
        ImmutableArray<string> several = kind == FactKind.Device ? before.Devices : kind == FactKind.Model ? before.Models : [];
        return several.Length > 1 && Both().IsMatch(text) ? alike.Length == several.Length ? [(several[Array.IndexOf(alike, figure)], true)] : alike.Length == 1 ? several.Select(n => (n, true)) : []
            : kind == FactKind.Device && before.Class.Length > 0 && ThatCard().IsMatch(text) ? [(before.Class, true)]
            : null;
    }

    /// <summary>Those right after it, else the last before that aren't only compared with, else those after where no other figure claims them.</summary>
    private List<Fact>? Nearest(Fact figure, List<List<Fact>> groups, int end)
    {
        List<Fact>? after = groups.FirstOrDefault(g => g[0].Start >= figure.End);
        List<Fact>[] before = [.. groups.Where(g => g[^1].End <= figure.Start)];
        List<Fact>? left = before.LastOrDefault(g => !Than().IsMatch(text[..g[0].Start]) || figure.Start - g[^1].End <= 2 || Owns().IsMatch(text[g[^1].End..figure.Start])) ?? before.LastOrDefault();
        after = after is not null && (after[0].Start >= end || Than().IsMatch(text[..after[0].Start])) ? null : after;
        List<Fact>? measured = groups.FirstOrDefault(g => g[0].Start >= figure.End && MeasuredOn().IsMatch(text[figure.End..g[0].Start]));
        return measured ?? (after is not null && On().IsMatch(Between(figure.End, after[0].Start)) ? after : left ?? (after is not null && !facts.Any(f => f.Kind == figure.Kind && f.Start > figure.Start && f.Start < end) ? after : null));
    }

    /// <summary>The facts a sentence is about; a name that others are only compared with isn't spoken of.</summary>
    public static ImmutableArray<Fact> Spoken(string text, ImmutableArray<Fact> facts) =>
        facts.RemoveAll(f => f.Kind is FactKind.Device or FactKind.Model && (Than().IsMatch(text[..f.Start]) || NotThat().IsMatch(text[..f.Start])) && facts.Any(o => o != f && o.IsFigure));

    /// <summary>"A … than B (141 GB vs 80 GB)": the first figure is the first one's.</summary>
    private Fact? Versus(Fact figure, FactKind kind)
    {
        Fact[] alike = [.. facts.Where(f => f.Kind == figure.Kind)];
        int at = Array.IndexOf(alike, figure);
        (Fact first, Fact last) = List(figure);
        int from = Array.IndexOf(alike, first);
        int count = Array.IndexOf(alike, last) - from + 1;
        Fact[] names = [.. facts.Where(f => f.Kind == kind && f.End <= first.Start)];
        return count > 1 && names.Length >= count && Against().IsMatch(text[first.End..last.Start]) && names.TakeLast(count).Select(n => n.Text).Distinct().Count() == count ? names[names.Length - count + at - from] : null;
    }

    /// <summary>The first and last of the figures of one kind joined with this one: "16 GB, 24 GB or 32 GB".</summary>
    private (Fact First, Fact Last) List(Fact figure)
    {
        Fact[] alike = [.. facts.Where(f => f.Kind == figure.Kind)];
        int first = Array.IndexOf(alike, figure);
        int last = first;
        while (first > 0 && Joined().IsMatch(text[alike[first - 1].End..alike[first].Start]))
        {
            first--;
        }

        while (last + 1 < alike.Length && Joined().IsMatch(text[alike[last].End..alike[last + 1].Start]))
        {
            last++;
        }

        return (alike[first], alike[last]);
    }

    /// <summary>Names joined by commas, bars and "and", which share a figure.</summary>
    private List<List<Fact>> Groups(FactKind kind)
    {
        List<List<Fact>> groups = [];
        foreach (Fact fact in facts.Where(f => f.Kind == kind))
        {
            if (groups.Count > 0 && Joined().IsMatch(text[groups[^1][^1].End..Math.Max(groups[^1][^1].End, fact.Start)]))
            {
                groups[^1].Add(fact);
            }
            else
            {
                groups.Add([fact]);
            }
        }

        return groups;
    }

    /// <summary>A sentence without its names and figures, and without the quantization it names; empty where it has no figure of a model.</summary>
    public static string FrameOf(string text, ImmutableArray<Fact> facts)
    {
        if (!facts.Any(f => f.Kind == FactKind.Model) || !facts.Any(f => f.Kind is FactKind.Memory or FactKind.Speed))
        {
            return "";
        }

        System.Text.StringBuilder frame = new();
        int at = 0;
        foreach (Fact fact in facts.Where(f => f.Start >= at))
        {
            frame.Append(text, at, fact.Start - at).Append(fact.Kind == FactKind.Quant ? "" : fact.Kind.ToString());
            at = fact.End;
        }

        return FrameDigits().Replace(QuantPhrase().Replace(frame.Append(text, at, text.Length - at).ToString(), " "), "#");
    }

    private const int Near = 6; // letters between a model's name and its quantization: " (", " in "

    private string Quant(Fact figure)
    {
        // The quantization said of the model the figure goes with; brackets after one repeat it in other words: "FP16 (16-bit)".
        Fact[] known = [.. facts.Where(f => f.Kind == FactKind.Quant)];
        if (known.Length == 0 && Respectively().IsMatch(text) && facts.Where(f => f.Kind == figure.Kind).ToArray() is var alike)
        {
            return before.Quants.Length == alike.Length ? before.Quants[Array.IndexOf(alike, figure)] : "";
        }

        if (known.FirstOrDefault(f => f.Start >= figure.End && OwnQuant().IsMatch(text[figure.End..f.Start]) && QuantEnds().IsMatch(text[f.End..])) is { } own)
        {
            return own.Text;
        }

        // "25 t/s with 13B q8": the model follows, and its quantization with it.
        if (facts.FirstOrDefault(f => f.Kind == FactKind.Model && f.Start >= figure.End) is { } bound && On().IsMatch(text[figure.End..bound.Start]) && known.FirstOrDefault(q => q.Start >= bound.End && q.Start - bound.End <= Near) is { } its)
        {
            return its.Text;
        }

        Fact? left = known.LastOrDefault(f => f.End <= figure.Start);
        left = left is null ? null : known.LastOrDefault(f => f.End <= left.Start && left.Start - f.End <= 2 && text[f.End..left.Start].Contains('(', StringComparison.Ordinal)) ?? left;
        return left?.Text ?? known.FirstOrDefault(f => f.Start - figure.End <= Window)?.Text ?? before.QuantFor(Own);
    }

    private string[] Own => [.. facts.Where(f => f.Kind == FactKind.Model).Select(f => f.Text)];

    private string QuantAfter(Fact model) =>
        facts.FirstOrDefault(f => f.Kind == FactKind.Quant && f.Start >= model.End && !facts.Any(m => m.Kind == FactKind.Model && m.Start > model.End && m.Start < f.Start))?.Text ?? before.QuantFor([model.Text]);

    private int? ContextAfter(Fact model) => facts.FirstOrDefault(f => f.Kind == FactKind.Context && f.Start >= model.End) is { } context ? (int)context.Amount.Low : null;

    /// <summary>The context a figure goes with; one spoken of before counts where the model is, too.</summary>
    private int? Context(Fact figure, bool inherited) =>
        (facts.LastOrDefault(f => f.Kind == FactKind.Context && f.End <= figure.Start) ?? facts.FirstOrDefault(f => f.Kind == FactKind.Context)) is { } context ? (int)context.Amount.Low : inherited || !facts.Any(f => f.Kind == FactKind.Model) || SameContext().IsMatch(text) ? before.Context ?? before.SectionContext : before.SectionContext;

    private string Segment(Fact model)
    {
        Fact? next = facts.FirstOrDefault(f => f.Kind == FactKind.Model && f.Start > model.Start);
        return text[model.Start..(next?.Start ?? text.Length)];
    }

    /// <summary>What the words say is so of a model or machine whose name they leave to the heading: "A 21 billion parameter model with …".</summary>
    private static ImmutableArray<Fact> Described(string text, ImmutableArray<Fact> facts, Subject before)
    {
        // "GPT-OSS-20B is a 21-billion-parameter model", "speed comes from 3.6B active of the full 21B", "671B MoE model" under a heading with the name.
        for (int i = 0; i < facts.Length; i++)
        {
            Fact fact = facts[i];
            bool own = fact.Kind == FactKind.Model && Amounts.TryRead(fact.Text, out Interval count, out string b) && b == "b"
                && (i > 0 && facts[i - 1].Kind == FactKind.Model && facts[i - 1].End <= fact.Start && Billions().IsMatch(facts[i - 1].Text) && IsA().IsMatch(text[facts[i - 1].End..fact.Start])
                    || before.Model.Length > 0 && (WholeOf().IsMatch(text[..fact.Start]) && facts.Any(f => f.Kind == FactKind.Active) || i == 0 && text[..fact.Start].Trim(' ', '*', '-').Length == 0 && DescribesModel().IsMatch(text[fact.End..]) && !SizeAlone().IsMatch(before.Model)));
            facts = own && Amounts.TryRead(fact.Text, out count, out _) ? facts.SetItem(i, fact with { Kind = FactKind.Parameters, Amount = count }) : facts;
        }

        return facts is [{ Kind: FactKind.Model } first, ..] && Article().IsMatch(text[..first.Start]) && Amounts.TryRead(first.Text, out Interval said, out string unit) && unit == "b"
            && before.Model.Length > first.Text.Length && (Billions().Match(before.Model) is { Success: true } size ? said.Holds(double.Parse(size.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), SameSize) : ParameterModel().IsMatch(text[first.End..]))
            ? facts.SetItem(0, first with { Kind = FactKind.Parameters, Amount = said })
            : facts;
    }

    private bool Denied(Fact figure)
    {
        int start = clauses.Of(figure.Start).Start;
        return figure.Kind != FactKind.Bits && Negation().IsMatch(Brackets().Replace(text[start..figure.Start], "").Split([';', '.', '—', '–'])[^1]);
    }

    /// <summary>A stretch without the devices it names: "A100 PCIe" says nothing of the bus.</summary>
    private string Nameless((int Start, int End) of) =>
        facts.Where(f => f.Kind == FactKind.Device && f.Start >= of.Start && f.End <= of.End).Aggregate(text[of.Start..of.End], (t, f) => string.Concat(t.AsSpan(0, f.Start - of.Start), new string(' ', f.End - f.Start), t.AsSpan(f.End - of.Start)));

    private string Clause(Fact figure)
    {
        (int start, int end) = clauses.Of(figure.Start);
        return text[start..end];
    }

    /// <summary>A figure's clause and what qualifies it after: "fits in 16 GB but tight".</summary>
    private string Rest(Fact figure)
    {
        int next = facts.Where(f => f.Start >= figure.End && f.Kind is FactKind.Memory or FactKind.Model or FactKind.Device && f.Start >= figure.End).Select(f => f.Start).DefaultIfEmpty(text.Length).Min();
        int stop = text.IndexOfAny([';', '—', '–'], figure.End);
        return text[clauses.Of(figure.Start).Start..Math.Max(figure.End, Math.Min(next, stop < 0 ? text.Length : stop))];
    }

    private Fact? Between(int from, int to, FactKind kind) => facts.FirstOrDefault(f => f.Kind == kind && f.Start >= from && f.End <= to);

    private bool InBrackets(Fact figure) => text.LastIndexOf('(', figure.Start) is int open and >= 0 && text.IndexOf(')', open) >= figure.Start;

    private bool InBracketsAfter(Fact figure, Fact next) => text[figure.End..next.Start].Trim() == "(";

    private string Left(Fact figure)
    {
        int from = facts.Where(f => f.End <= figure.Start && f.IsFigure).Select(f => f.End).DefaultIfEmpty(0).Max();
        return text[Math.Max(from, figure.Start - Window)..figure.Start];
    }

    /// <summary>All since the last figure.</summary>
    private string Before(Fact figure) => text[facts.Where(f => f.End <= figure.Start && f.IsFigure).Select(f => f.End).DefaultIfEmpty(0).Max()..figure.Start];

    private string Right(Fact figure)
    {
        int to = facts.Where(f => f.Start >= figure.End && f.IsFigure).Select(f => f.Start).DefaultIfEmpty(text.Length).Min();
        return text[figure.End..Math.Min(to, Math.Min(text.Length, figure.End + Window))];
    }

    private string Between(int from, int to) => to >= from ? text[from..to] : "";

    private string Named(string model) => family.Length > 0 && char.IsAsciiDigit(model[0]) ? $"{family}-{model}" : model;

    private static Claim Mark(Claim claim, bool inherited) => inherited ? claim with { Sureness = Sureness.Inherited } : claim;
}
