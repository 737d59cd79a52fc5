using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;
using static LocalRig.Audit.Reading.FactWords;

namespace LocalRig.Audit.Reading;

/// <content>Items of a list of what runs, machines in brackets behind a figure, and quantizations that take the verb of the one before.</content>
internal sealed partial class FactSentence
{
    /// <summary>"- 32B models at Q4" under "Can run:" or "Cannot run:", or with a mark, in a section about a machine or a size of memory.</summary>
    private IEnumerable<Claim> Listed()
    {
        bool no = NoMark().IsMatch(text) || !YesMark().IsMatch(text) && Either(FigureRole.CannotRun);
        bool yes = YesMark().IsMatch(text) || Either(FigureRole.CanRun);
        if (!before.InList || !no && !yes || before.Room is null && before.Device.Length == 0 || facts.FirstOrDefault(f => f.Kind is not FactKind.Quant) is not { Kind: FactKind.Model } first || !ListedBefore().IsMatch(text[..first.Start]))
        {
            return [];
        }

        return from model in facts.Where(f => f.Kind == FactKind.Model).DistinctBy(f => f.Text)
               let ease = no || Refused().IsMatch(text) ? Ease.Fails : EaseIn(Segment(model))
               where no || Refused().IsMatch(text) || ease != Ease.Fails && !OnlyIf().IsMatch(Segment(model))
               select (Claim)new FitsClaim(Named(model.Text), QuantAfter(model), before.Room is null ? before.Device : "", before.Room, ContextAfter(model), ease) { Sureness = Sureness.Inherited };
    }

    /// <summary>"It loads Llama 3.1 8B at Q8 (8.5 GB), Qwen 3 14B at Q4_K_M (~9 GB)": of the machine spoken of.</summary>
    private IEnumerable<Claim> Loaded()
    {
        if (before.Device.Length == 0 || facts.Any(f => f.Kind is FactKind.Device or FactKind.Speed or FactKind.Bandwidth) || ItLoads().Match(text) is not { Success: true } verb || Negation().IsMatch(text))
        {
            yield break;
        }

        int at = verb.Length;
        foreach (Fact model in facts.Where(f => f.Kind == FactKind.Model))
        {
            if (!(at == verb.Length ? ListedBefore() : NextLoaded()).IsMatch(text[at..Math.Max(at, model.Start)]))
            {
                yield break;
            }

            yield return new FitsClaim(Named(model.Text), QuantAfter(model), before.Device, null, null, EaseIn(Segment(model))) { Sureness = Sureness.Inherited };
            at = facts.Where(f => f.Kind == FactKind.Quant && f.Start >= model.End && AtQuant().IsMatch(text[model.End..f.Start])).Select(f => f.End).FirstOrDefault(model.End);
        }
    }

    /// <summary>"An 8GB GPU handles it; a 6GB GPU does not", "the RTX 5090 fits them", "8 GB cards load it only with offload".</summary>
    private IEnumerable<Claim> Answered()
    {
        bool said = false;
        foreach (Fact device in before.Model.Length == 0 && before.Models.IsEmpty || facts.Any(f => f.Kind == FactKind.Model) ? [] : facts.Where(f => f.Kind == FactKind.Device))
        {
            Match handles = HandlesIt().Match(text[device.End..]);
            bool not = said && DoesNot().IsMatch(text[device.End..]) || handles.Success && OnlyIf().IsMatch(Until(device));
            if (!handles.Success && !not)
            {
                continue;
            }

            said = true;
            string[] models = handles.Groups["all"].Success ? [.. before.Models] : [before.Model];
            foreach (string model in models.Where(m => m.Length > 0))
            {
                yield return new FitsClaim(Named(model), handles.Groups["all"].Success ? before.Quant : before.QuantFor([model]), device.Text, null, null, not ? Ease.Fails : EaseIn(Until(device))) { Sureness = Sureness.Inherited };
            }
        }
    }

    /// <summary>What follows a machine up to the next clause.</summary>
    private string Until(Fact device) => text[device.End..(text.IndexOf(';', device.End) is var stop and >= 0 ? stop : text.Length)];

    /// <summary>"27B models need CPU offload on the 3060", "A and B exceed the RTX 4090's 24 GB", "out of memory with an RTX 3070".</summary>
    private IEnumerable<Claim> Offloading()
    {
        foreach (List<Fact> group in Groups(FactKind.Model))
        {
            Fact? device = facts.FirstOrDefault(f => f.Kind == FactKind.Device && f.Start >= group[^1].End);
            if (device is not null && NeedsOffload().IsMatch(text[group[^1].End..device.Start]))
            {
                foreach (Fact model in group)
                {
                    yield return new FitsClaim(Named(model.Text), QuantAfter(group[^1]), device.Text, null, null, Ease.Fails);
                }
            }
        }

        if (!facts.Any(f => f.Kind == FactKind.Model) && before.Model.Length > 0 && facts.Where(f => f.Kind == FactKind.Device).ToArray() is [var place] && OutOfMemory().IsMatch(text[..place.Start]))
        {
            yield return new FitsClaim(Named(before.Model), Quant(place), place.Text, null, null, Ease.Fails) { Sureness = Sureness.Inherited };
        }
    }

    private bool Either(FigureRole role) => before.Role == role || before.Role == FigureRole.None && before.Caption == role;

    /// <summary>"140 GB (2x H100)", "needs 70 GB (a single A100)": the machines in brackets right behind a model's figure are said to hold it.</summary>
    private Fact[] Holding(Fact figure)
    {
        int open = text.IndexOf('(', figure.End);
        int close = open < 0 ? -1 : text.IndexOf(')', open);
        Fact[] inside = close < 0 || !NounOnly().IsMatch(text[figure.End..open]) ? [] : [.. facts.Where(f => f.Start > open && f.End <= close)];
        return inside.Length > 0 && inside.All(f => f.Kind == FactKind.Device) && inside.Aggregate(text[(open + 1)..close], (t, f) => t.Replace(text[f.Start..f.End], "", StringComparison.Ordinal)) is var rest && HoldingWords().IsMatch(rest) ? inside : [];
    }

    private IEnumerable<Claim> Held(Fact figure) =>
        from device in Holding(figure)
        from model in Models(figure)
        select Mark(new FitsClaim(model.Name, Quant(figure), Singular(device.Text), null, Context(figure, inherited: false), Ease.Fits), model.Inherited);

    private static string Singular(string device) => device.Length > 1 && char.IsAsciiDigit(device[0]) && device[^1] == 's' && char.IsAsciiDigit(device[^2]) ? device[..^1] : device;

    /// <summary>"FP16 needs about 168 GB, Q4_K_M about 47 GB", "to 40 GB, IQ3_XXS to 27 GB, and IQ2_XXS to 19 GB": the verb stands with the quantization before.</summary>
    private IEnumerable<Claim>? SameVerb(Fact figure)
    {
        if (facts.LastOrDefault(f => f.Kind == FactKind.Memory && f.End <= figure.Start) is not { } said || facts.Where(f => f.Start >= said.End && f.End <= figure.Start).ToArray() is not [{ Kind: FactKind.Quant } quant]
            || !facts.Any(f => f.Kind == FactKind.Quant && f.End <= said.Start) || !ThenQuant().IsMatch(text[said.End..quant.Start]) || !ThenFigure().IsMatch(text[quant.End..figure.Start]))
        {
            return null;
        }

        return With(said, quant.Text, figure);
    }

    private IEnumerable<Claim> With(Fact said, string quant, Fact figure) =>
        Memory(said).Select(c => c switch
        {
            FitsClaim { Gigabytes: not null } fits => fits with { Quant = quant, Gigabytes = figure.Amount },
            NeedsClaim needs => needs with { Quant = quant, Gigabytes = figure.Amount },
            FileSizeClaim file => file with { Quant = quant, Gigabytes = FactFinder.Decimal(figure) },
            _ => (Claim?)null,
        }).OfType<Claim>();
}
