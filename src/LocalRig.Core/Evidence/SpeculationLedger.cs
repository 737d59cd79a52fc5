using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>What speculative decoding gained, measured in pairs of runs that differ in nothing else (<c>data/evidence/speculation.csv</c>).</summary>
public sealed class SpeculationLedger
{
    private const double LowLevel = 0.1;
    private const double HighLevel = 0.9;
    private const int FewestPairs = 6; // fewer say too little of how far they scatter

    private static readonly Lazy<SpeculationLedger> Carried = new(static () => new([.. CsvTable.Rows("evidence/speculation.csv").Select(Read)]));

    private readonly ImmutableArray<Pair> _pairs;

    private SpeculationLedger(ImmutableArray<Pair> pairs) => _pairs = pairs;

    /// <summary>What this build carries.</summary>
    public static SpeculationLedger Default => Carried.Value;

    /// <summary>What a way of drafting gains with an engine; null where too little was measured.</summary>
    /// <param name="engine">The engine: <c>llama.cpp</c>.</param>
    /// <param name="method">What drafts, as llama-server's <c>--spec-type</c> says it: <c>draft-mtp</c>.</param>
    /// <param name="mixture">Whether the model has experts: checking several tokens at once then reads more of them.</param>
    /// <param name="most">Tokens drafted at most; the nearest length that was measured often enough counts.</param>
    public Speedup? Of(string engine, string method, bool mixture, int most) =>
        _pairs.Where(p => p.Engine == engine && p.Method == method && p.Mixture == mixture && p.Most is not null)
            .GroupBy(p => p.Most!.Value)
            .Where(g => g.Count() >= FewestPairs)
            .OrderBy(g => Math.Abs(g.Key - most)).ThenBy(g => g.Key)
            .Select(Gain)
            .FirstOrDefault();

    /// <summary>Everything wrong with the ledger that comes with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        foreach (CsvRow row in CsvTable.Rows("evidence/speculation.csv", CarriedFile.Text("evidence/speculation.csv"), problems))
        {
            Read(row);
            row.Needed("date");
            row.Address("source");
        }

        return [.. problems];
    }

    private static Speedup Gain(IEnumerable<Pair> pairs)
    {
        var devices = pairs.GroupBy(p => p.Device).ToArray();
        (double Value, double Weight)[] weighed = [.. devices.SelectMany(d => d.Select(p => (p.Gain, 1.0 / d.Count()))).OrderBy(v => v.Gain)];
        double At(double level)
        {
            double sum = 0;
            return weighed.First(v => (sum += v.Weight) >= level * devices.Length - 1e-9).Value;
        }

        return new Speedup(At(0.5), At(LowLevel), At(HighLevel), weighed.Length, devices.Length);
    }

    private static Pair Read(CsvRow row) =>
        new(
            row.Needed("engine"), row.Needed("device"), row.Needed("method"), row.Choice("mixture", "yes", "no") == "yes", (int?)row.Number("draftMost"),
            (row.Number("tokensPerSecond") ?? 0) / (row.Number("tokensPerSecondWithout") ?? 1));

    private sealed record Pair(string Engine, string Device, string Method, bool Mixture, int? Most, double Gain);
}
