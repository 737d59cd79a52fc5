using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Quantization;

namespace LocalRig.Advice.Quants;

/// <summary>Picks a quantization: of those of three bits and more that fit best, the smallest that was measured to diverge no more than
/// <see cref="LossBound"/> allows; else the one with most bytes, unless somebody measured that another of no more bytes diverges less. No publisher is
/// preferred by name; whoever has no hand in the files is heard before those who have.</summary>
internal static class QuantPicker
{
    // Below, a smaller model in four bits is better for the same bytes (Dettmers and Zettlemoyer, "The case for 4-bit precision", 2023).
    private const double LeastBits = 3;

    /// <summary>The pick and its reason.</summary>
    /// <param name="rows">The quantizations.</param>
    /// <param name="model">The model they are of, so that measurements of another one of its shape are named as such; empty where it doesn't matter.</param>
    public static (QuantRow? Pick, string Because) Choose(ImmutableArray<QuantRow> rows, string model = "")
    {
        ImmutableArray<QuantRow> running = [.. rows.Where(r => r.Plan.Verdict.Runs() && r.Refused.Length == 0)];
        if (running.IsEmpty)
        {
            return (null, rows.FirstOrDefault(r => r.Refused.Length > 0)?.Refused ?? "None of them fits.");
        }

        QuantRow[] worth = [.. running.Where(r => BaseBits(r) >= LeastBits)];
        QuantRow[] considered = worth.Length > 0 ? worth : [.. running];
        Verdict best = considered.Min(r => r.Plan.Verdict);
        QuantRow[] candidates = [.. considered.Where(r => r.Plan.Verdict == best).OrderByDescending(r => r.Plan.Model.Tensors.TotalSize)];
        if (Small(candidates) is (QuantRow enough, QualityMeasurement measured))
        {
            return (enough, Enough(enough, measured, candidates, model));
        }

        string context = candidates[0].Plan.Question.Workload.Context.ToString("N0", CultureInfo.InvariantCulture);
        QuantRow pick = (best == Verdict.Spills ? candidates.FirstOrDefault(r => Survey.SpillingRecipes.Contains(r.Name)) : null) ?? candidates[0];
        string because = best switch
        {
            Verdict.Comfortable => $"{pick.Name} has the most bits of those that leave {pick.Plan.Margin} free with {context} tokens of context",
            Verdict.Tight => $"{pick.Name} has the most bits of those that fit with {context} tokens of context, none of them with {pick.Plan.Margin} to spare",
            _ when running.Length == 1 => $"{pick.Name} is the only one that runs; part of it spills into main memory",
            _ => $"None fits the devices, and of those that spill into main memory {pick.Name} is taken: more bits are slower, fewer than four cost quality",
        };
        if (running.FirstOrDefault(r => r.Plan.Verdict < best) is { } small)
        {
            because = $"None of three bits and more fits the devices; {pick.Name} spills, but more bits would be slower and fewer cost quality. "
                + $"{small.Name} fits, yet below three bits a smaller model in four is better for the same bytes (Dettmers and Zettlemoyer, 2023): localrig match";
        }

        return Better(pick, candidates) is (QuantRow better, QualityMeasurement at, double worst, double least)
            ? (better, $"{at.MeasuredBy} ({(at.IsVendor ? "vendor" : "independent")}, {at.Date}) measured it to diverge less, {Nats(worst)} nats against {Nats(least)} of {pick.Name}, which is no smaller.")
            : (pick, because + ".");
    }

    /// <summary>The smallest candidate measured to be good enough, and the worst that was measured of it.</summary>
    private static (QuantRow Row, QualityMeasurement At)? Small(QuantRow[] candidates)
    {
        QualityMeasurement[] measured = [.. candidates.SelectMany(r => r.Evidence)];
        return candidates.Reverse().Select(r => (Row: r, At: LossBound.Within(r.Name, measured))).FirstOrDefault(r => r.At is not null) is (QuantRow row, QualityMeasurement at) ? (row, at) : null;
    }

    private static string Enough(QuantRow row, QualityMeasurement at, QuantRow[] candidates, string model)
    {
        string of = model.Length > 0 && at.Model != model ? $" of {at.Model}, which has the same shape," : "";
        string itself = of.Length > 0 ? $" Nobody measured {model} itself." : "";
        string by = $"{at.MeasuredBy} ({(at.IsVendor ? "vendor" : "independent")}, {at.Date})";
        string larger = candidates[0] == row ? "" : "; larger ones gain next to nothing and leave less room for context";
        return $"{row.Name} is the smallest that loses next to nothing: {Nats(at.Value)} nats of divergence from the unquantized model, measured by {by}{of}, where up to {Nats(LossBound.Nats)} counts as nothing{larger}.{itself}";
    }

    private static string Nats(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Bits of the type most weights have.</summary>
    private static double BaseBits(QuantRow row) =>
        QuantChoice.TryParse(row.Name) is { } choice ? choice.Recipe.BaseType.BitsPerElement() : row.Plan.Model.Tensors.BitsPerWeight;

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
