using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Evidence;
using LocalRig.Planning;

namespace LocalRig.Advice.Quants;

/// <summary>Picks a quantization: of those that fit best, the one with most bytes, unless somebody measured that another of no more bytes
/// diverges less. No publisher is preferred by name; whoever has no hand in the files is heard before those who have.</summary>
internal static class QuantPicker
{
    /// <summary>The pick and its reason.</summary>
    public static (QuantRow? Pick, string Because) Choose(ImmutableArray<QuantRow> rows)
    {
        ImmutableArray<QuantRow> running = [.. rows.Where(r => r.Plan.Verdict != Verdict.DoesNotFit && r.Refused.Length == 0)];
        if (running.IsEmpty)
        {
            return (null, rows.FirstOrDefault(r => r.Refused.Length > 0)?.Refused ?? "None of them fits.");
        }

        Verdict best = running.Min(r => r.Plan.Verdict);
        QuantRow[] candidates = [.. running.Where(r => r.Plan.Verdict == best).OrderByDescending(r => r.Plan.Model.Tensors.TotalSize)];
        string context = candidates[0].Plan.Question.Workload.Context.ToString("N0", CultureInfo.InvariantCulture);

        // What spills is slower with every byte more, so the smallest of four bits and more that are offered is taken.
        QuantRow pick = best == Verdict.Spills ? SmallestOfFourBits(candidates) : candidates[0];
        string because = best switch
        {
            Verdict.Comfortable => $"{pick.Name} has the most bits of those that leave {pick.Plan.Margin} free with {context} tokens of context",
            Verdict.Tight => $"{pick.Name} has the most bits of those that fit with {context} tokens of context, none of them with {pick.Plan.Margin} to spare",
            _ => $"None fits the devices; {pick.Name} leaves least in main memory without going below four bits",
        };
        return Better(pick, candidates) is (QuantRow better, QualityMeasurement at, double worst, double least)
            ? (better, $"{at.MeasuredBy} ({(at.IsVendor ? "vendor" : "independent")}, {at.Date}) measured it to diverge less, {Nats(worst)} nats against {Nats(least)} of {pick.Name}, which is no smaller.")
            : (pick, because + ".");
    }

    private static string Nats(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static QuantRow SmallestOfFourBits(QuantRow[] candidates)
    {
        const double FourBits = 4;
        return candidates.LastOrDefault(r => r.Plan.Model.Tensors.BitsPerWeight >= FourBits) ?? candidates[0];
    }

    /// <summary>A candidate of no more bytes that the same person, on the same text, measured to diverge less: its worst file less than the
    /// pick's best, because files of one name by several publishers differ.</summary>
    private static (QuantRow Row, QualityMeasurement At, double Worst, double Least)? Better(QuantRow pick, QuantRow[] candidates)
    {
        var claims = Divergences(pick).GroupBy(m => (m.MeasuredBy, m.Baseline, m.Source, m.IsVendor));
        foreach (var claim in claims.OrderBy(c => c.Key.IsVendor).ThenByDescending(c => c.First().Date, StringComparer.Ordinal))
        {
            double least = claim.Min(m => m.Value);
            (QuantRow Row, double Worst)? best = null;
            foreach (QuantRow row in candidates.Where(r => r != pick && r.Plan.Model.Tensors.TotalSize <= pick.Plan.Model.Tensors.TotalSize))
            {
                double[] values = [.. Divergences(row).Where(m => (m.MeasuredBy, m.Baseline, m.Source, m.IsVendor) == claim.Key).Select(m => m.Value)];
                if (values.Length > 0 && values.Max() < Math.Min(least, best?.Worst ?? least))
                {
                    best = (row, values.Max());
                }
            }

            if (best is (QuantRow found, double worst))
            {
                return (found, claim.First(), worst, least);
            }
        }

        return null;
    }

    private static IEnumerable<QualityMeasurement> Divergences(QuantRow row) => row.Evidence.Where(m => m.Metric == QualityMeasurement.MeanDivergence);
}
