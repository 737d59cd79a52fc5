using LocalRig.Evidence;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Who measured quality, as lines under a table: one for each source.</summary>
internal static class QualityLines
{
    /// <summary>The lines.</summary>
    public static IEnumerable<IRenderable> Of(IEnumerable<QualityMeasurement> measurements) => Texts(measurements).Select(t => Quantities.Indented(t, "grey"));

    /// <summary>The same as texts.</summary>
    public static IEnumerable<string> Texts(IEnumerable<QualityMeasurement> measurements) =>
        from source in measurements.GroupBy(m => (m.MeasuredBy, m.IsVendor, m.Source))
        let dates = string.Join(", ", source.Select(m => m.Date).Distinct())
        select $"{source.Key.MeasuredBy} ({(source.Key.IsVendor ? "vendor" : "independent")}, {dates}; {(source.First().Baseline is { Length: > 0 } against ? against : "against what isn't told")}): {source.Key.Source}";
}
