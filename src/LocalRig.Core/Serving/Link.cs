using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>A kind of connection between machines.</summary>
/// <param name="Name">What to call it: <c>10gbe</c>.</param>
/// <param name="Bandwidth">Line rate one way, which no program exceeds.</param>
/// <param name="LowLatency">The least seconds a message was seen to take, or null when LocalRig has no figure.</param>
/// <param name="HighLatency">The most seconds, or null.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Date">When, as the source says.</param>
/// <param name="Kind">Standard, vendor or third-party.</param>
public sealed record Link(string Name, Bandwidth Bandwidth, double? LowLatency, double? HighLatency, string Source, string Date, string Kind)
{
    private const string Resource = "links/links.csv";
    private const double BitsPerByte = 8;
    private const double Giga = 1e9;
    private const double Micro = 1e-6;
    private const int Columns = 7;

    private static readonly Lazy<ImmutableArray<Link>> Embedded = new(() => Read(Text(), []));

    /// <summary>All kinds LocalRig knows.</summary>
    public static ImmutableArray<Link> All => Embedded.Value;

    /// <summary>The link of that name, however hyphens, spaces and capitals are put; or null.</summary>
    public static Link? Find(string name) => All.FirstOrDefault(l => Key(l.Name) == Key(name));

    /// <summary>Everything wrong with the table.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(Text(), problems);
        return [.. problems];
    }

    private static ImmutableArray<Link> Read(string text, List<string> problems)
    {
        ImmutableArray<Link>.Builder links = ImmutableArray.CreateBuilder<Link>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string[] cells = line.TrimEnd('\r').Split(',');
            if (cells.Length != Columns || Number(cells[1]) is not > 0 || cells[4].Length == 0 || cells[5].Length == 0 || Key(cells[0]).Length == 0)
            {
                problems.Add($"links.csv: '{line}' needs a name, gigabits per second above 0, a source and a date.");
                continue;
            }

            links.Add(new Link(cells[0], new(Number(cells[1])!.Value * Giga / BitsPerByte), Number(cells[2]) * Micro, Number(cells[3]) * Micro, cells[4], cells[5], cells[6]));
        }

        problems.AddRange(links.GroupBy(l => Key(l.Name)).Where(g => g.Count() > 1).Select(g => $"links.csv: {g.Key} is there twice."));
        return links.ToImmutable();
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static string Key(string name) => string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c == '.')).ToLowerInvariant();

    private static string Text()
    {
        using Stream stream = typeof(Link).Assembly.GetManifestResourceStream(Resource)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
