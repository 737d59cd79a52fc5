using LocalRig.Audit.Rules;
using LocalRig.Core.Tests.House;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>How far reports of the same model, quantization and device lie apart, from data/evidence/throughput.csv itself.</summary>
public class ReportSpreadTests
{
    private const double Rounded = 0.01; // the constants have three digits; new rows move them, and then they are written anew

    [Fact]
    public void Four_pairs_of_reports_in_five_differ_by_no_more_than_the_rule_says()
    {
        List<double> pairs = [.. Medians().SelectMany(m => m.SelectMany((a, i) => m.Skip(i + 1).Select(b => Apart(a, b)))).Order()];
        Assert.True(pairs.Count > 2000);
        Assert.Equal(SpeedOutcome.AmongReports, pairs[pairs.Count * 4 / 5], Rounded);
    }

    [Fact]
    public void Nineteen_reports_in_twenty_lie_nearer_to_another_than_the_rule_says()
    {
        List<double> nearest = [.. Medians().SelectMany(m => m.Select((a, i) => m.Where((_, j) => j != i).Min(b => Apart(a, b)))).Order()];
        Assert.Equal(SpeedOutcome.FarFromReports, nearest[nearest.Count * 19 / 20], Rounded);
    }

    private static double Apart(double a, double b) => Math.Max(a / b, b / a) - 1;

    /// <summary>Of every model in a quantization on a device: each source's median, where there are several sources.</summary>
    private static IEnumerable<List<double>> Medians()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "data", "evidence", "throughput.csv"));
        List<string> heads = [.. lines[0].Split(',')];
        return lines.Skip(1).Select(l => l.Split(','))
            .Where(c => c[heads.IndexOf("kind")] == "decode" && (c[heads.IndexOf("depth")].Length == 0 || int.Parse(c[heads.IndexOf("depth")]) <= SpeedOutcome.ShallowDepth))
            .GroupBy(c => (c[heads.IndexOf("device")], c[heads.IndexOf("model")], c[heads.IndexOf("quant")]))
            .Select(g => g.GroupBy(c => c[heads.IndexOf("source")]).Select(s => Median([.. s.Select(c => double.Parse(c[heads.IndexOf("tokensPerSecond")], System.Globalization.CultureInfo.InvariantCulture)).Order()])).ToList())
            .Where(m => m.Count > 1);
    }

    private static double Median(List<double> ordered) =>
        ordered.Count % 2 == 1 ? ordered[ordered.Count / 2] : (ordered[(ordered.Count / 2) - 1] + ordered[ordered.Count / 2]) / 2;
}
