using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Audit.Reading;

/// <summary>What a text has been speaking of: from its headings, the sentences before, or a table's caption. Later, narrower words take the place of earlier ones.</summary>
internal sealed record Subject
{
    /// <summary>Nothing yet.</summary>
    public static Subject None { get; } = new();

    /// <summary>The one model spoken of, or empty.</summary>
    public string Model { get; init; } = "";

    /// <summary>The one device, or empty.</summary>
    public string Device { get; init; } = "";

    /// <summary>The one quantization, or empty.</summary>
    public string Quant { get; init; } = "";

    /// <summary>The model the quantization was said of; empty where it was said of all.</summary>
    public string QuantOf { get; init; } = "";

    /// <summary>Memory that a heading or the line before a list names by itself, or null.</summary>
    public Claims.Interval? Room { get; init; }

    /// <summary>Whether lines of a model's data sheet are being read.</summary>
    public bool IsSheet { get; init; }

    /// <summary>Whether a list is being read: what its introduction speaks of holds for each item.</summary>
    public bool InList { get; init; }

    /// <summary>Tokens of context that the section's heading names, or null: all its figures are of so many.</summary>
    public int? SectionContext { get; init; }

    /// <summary>Tokens of context, or null.</summary>
    public int? Context { get; init; }

    /// <summary>What the figures of the list being read count.</summary>
    public FigureRole Role { get; init; }

    /// <summary>The sentence before without its names and figures: one built alike says the same of another.</summary>
    public string Frame { get; init; } = "";

    /// <summary>What the sentence before said its figures count.</summary>
    public FigureRole Said { get; init; }

    /// <summary>What figures without a word of their own count in the tables and lines that follow, by the heading or the sentence before them.</summary>
    public FigureRole Caption { get; init; }

    /// <summary>The devices named together last, for "both"; empty where one was.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>The models named together last, for "both"; empty where one was.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>The quantizations named together last, for "respectively"; empty where one was.</summary>
    public ImmutableArray<string> Quants { get; init; } = [];

    /// <summary>The class of devices spoken of, for "that card"; or empty.</summary>
    public string Class { get; init; } = "";

    /// <summary>All of it in one text: what is read after the same is read alike.</summary>
    public string Key =>
        string.Join('\u0001', Model, Device, Quant, QuantOf, InList ? "1" : "", IsSheet ? "1" : "", Context?.ToString(CultureInfo.InvariantCulture) ?? "", (int)Role, (int)Caption, (int)Said, Room?.ToString() ?? "", SectionContext?.ToString(CultureInfo.InvariantCulture) ?? "", Frame, Class, string.Join('\u0002', Devices), string.Join('\u0002', Models), string.Join('\u0002', Quants));

    /// <summary>The same after these facts: a kind named once takes the place of what was; one named several times leaves none to inherit.</summary>
    public Subject After(ImmutableArray<Fact> facts) =>
        this with
        {
            Model = Only(facts, FactKind.Model, facts.Any(f => f.Kind == FactKind.Family) ? "" : Model),
            Device = Only(facts, FactKind.Device, Device),
            Room = facts.Any(f => f.Kind == FactKind.Device) ? null : Room,
            Devices = Together(facts, FactKind.Device) ?? Devices,
            Models = Together(facts, FactKind.Model) ?? Models,
            Quants = Together(facts, FactKind.Quant) ?? Quants,
            Class = facts.LastOrDefault(f => f.Kind == FactKind.Device) is { } last ? Naming.DeviceClass.Is(last.Text) ? last.Text : "" : Class,
            Quant = OfUnknown(facts) ? Quant : Only(facts, FactKind.Quant, Quant),
            QuantOf = !facts.Any(f => f.Kind == FactKind.Quant) || OfUnknown(facts) ? QuantOf : Only(facts, FactKind.Model, HasFigures(facts) ? Model : ""),
            Context = facts.Count(f => f.Kind == FactKind.Context) == 1 ? (int)facts.First(f => f.Kind == FactKind.Context).Amount.Low : facts.Any(f => f.Kind == FactKind.Context) ? null : Context,
        };

    /// <summary>The quantization spoken of, where it was said of these models too.</summary>
    public string QuantFor(IReadOnlyCollection<string> models) =>
        QuantOf.Length == 0 || models.Count == 0 || models.Any(m => m.EndsWith(QuantOf, StringComparison.OrdinalIgnoreCase)) ? Quant : "";

    /// <summary>Whether a quantization goes with a figure of a model that isn't known: it says nothing of others.</summary>
    private bool OfUnknown(ImmutableArray<Fact> facts) => HasFigures(facts) && Model.Length == 0 && !facts.Any(f => f.Kind == FactKind.Model);

    private static bool HasFigures(ImmutableArray<Fact> facts) => facts.Any(f => f.Kind is FactKind.Memory or FactKind.Speed);

    private static ImmutableArray<string>? Together(ImmutableArray<Fact> facts, FactKind kind)
    {
        ImmutableArray<string> named = [.. facts.Where(f => f.Kind == kind).Select(f => f.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
        return named.Length switch { 0 => null, 1 => [], _ => named };
    }

    private static string Only(ImmutableArray<Fact> facts, FactKind kind, string before)
    {
        string[] named = [.. facts.Where(f => f.Kind == kind && !Naming.DeviceClass.Is(f.Text)).Select(f => f.Text).Distinct(StringComparer.OrdinalIgnoreCase)];

        // "Llama 3.1 70B … the 70B model": one, whose size is said again.
        named = kind == FactKind.Model && named.Length > 1 ? [.. named.Where(n => !FactWords.SizeAlone().IsMatch(n) || !named.Any(o => o.Length > n.Length && o.EndsWith(n, StringComparison.OrdinalIgnoreCase)))] : named;
        return named.Length switch { 0 => before, 1 => named[0], _ => "" };
    }
}
