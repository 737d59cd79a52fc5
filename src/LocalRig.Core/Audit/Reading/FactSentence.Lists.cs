using System.Collections.Immutable;
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
