using System.Collections.Immutable;
using LocalRig.Prices;
using LocalRig.Tables;

namespace LocalRig.Runtimes;

/// <summary>What is known of runtimes (<c>data/runtimes</c>): versions and limits, with sources.</summary>
public sealed class RuntimeFacts
{
    private static readonly Dictionary<string, LimitSubject> Subjects = new()
    {
        ["architecture"] = LimitSubject.Architecture,
        ["cache-type"] = LimitSubject.CacheType,
        ["cuda-cache-type"] = LimitSubject.CudaCacheType,
        ["slots"] = LimitSubject.Slots,
        ["format"] = LimitSubject.Format,
    };

    private static readonly Lazy<RuntimeFacts> Embedded = new(() => Read(Resource, []));

    private RuntimeFacts(ImmutableArray<RuntimeVersion> versions, ImmutableArray<RuntimeLimit> limits) => (Versions, Limits) = (versions, limits);

    /// <summary>The facts this build carries.</summary>
    public static RuntimeFacts Default => Embedded.Value;

    /// <summary>Every runtime commands are written for.</summary>
    public ImmutableArray<RuntimeVersion> Versions { get; }

    /// <summary>Every limit, in the file's order.</summary>
    public ImmutableArray<RuntimeLimit> Limits { get; }

    /// <summary>The limits of a runtime's version; of its newest when the version is empty.</summary>
    public IEnumerable<RuntimeLimit> LimitsOf(string runtime, string version) => Limits.Where(l => l.Runtime == runtime && l.HoldsFor(version));

    /// <summary>Everything wrong with the facts that come with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(Resource, problems);
        return [.. problems];
    }

    /// <summary>Reads the files.</summary>
    /// <param name="text">The text of a file by its name: <c>versions</c>, <c>limits</c>.</param>
    /// <param name="problems">Where problems go.</param>
    internal static RuntimeFacts Read(Func<string, string> text, List<string> problems) =>
        new(
            [.. CsvTable.Rows("versions.csv", text("versions"), problems).Select(Version)],
            [.. CsvTable.Rows("limits.csv", text("limits"), problems).Select(Limit)]);

    private static RuntimeVersion Version(CsvRow row) => new(row.Needed("runtime"), row["version"], row.Needed("title"), row.By());

    private static RuntimeLimit Limit(CsvRow row)
    {
        LimitSubject subject = Subjects.GetValueOrDefault(row.Choice("subject", Subjects.Keys));
        if (!row["sentence"].EndsWith('.'))
        {
            row.Problem("has no sentence");
        }

        return new RuntimeLimit(row.Needed("runtime"), row["from"], row["to"], subject, [.. row.Needed("applies").Split(' ')], row["sentence"], row.By());
    }

    private static string Resource(string name) => CarriedFile.Text($"runtimes/{name}.csv");
}
