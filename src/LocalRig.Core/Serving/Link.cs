using System.Collections.Immutable;
using LocalRig.Tables;
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
    private const string Table = "links.csv";
    private const double BitsPerByte = 8;
    private const double Giga = 1e9;
    private const double Micro = 1e-6;

    private static readonly Lazy<ImmutableArray<Link>> Embedded = new(() => Read([]));

    /// <summary>All kinds LocalRig knows.</summary>
    public static ImmutableArray<Link> All => Embedded.Value;

    /// <summary>The link of that name, however hyphens, spaces and capitals are put; or null.</summary>
    public static Link? Find(string name) => All.FirstOrDefault(l => Key(l.Name) == Key(name));

    /// <summary>Everything wrong with the table.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(problems);
        return [.. problems];
    }

    private static ImmutableArray<Link> Read(List<string> problems)
    {
        ImmutableArray<Link>.Builder links = ImmutableArray.CreateBuilder<Link>();
        foreach (CsvRow row in CsvTable.Rows(Table, CarriedFile.Text($"serving/{Table}"), problems))
        {
            double rate = row.Number("gigabits_per_second") ?? 0;
            if (rate <= 0 || Key(row["name"]).Length == 0)
            {
                row.Problem("needs a name and gigabits per second above 0");
                continue;
            }

            links.Add(new Link(
                row["name"], new Bandwidth(rate * Giga / BitsPerByte), row.Number("latency_low_us") * Micro, row.Number("latency_high_us") * Micro,
                row.Needed("source"), row.Needed("date"), row.Needed("kind")));
        }

        problems.AddRange(links.GroupBy(l => Key(l.Name)).Where(g => g.Count() > 1).Select(g => $"links.csv: {g.Key} is there twice."));
        return links.ToImmutable();
    }

    private static string Key(string name) => string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c == '.')).ToLowerInvariant();
}
