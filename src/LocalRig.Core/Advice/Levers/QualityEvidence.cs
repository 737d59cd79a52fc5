using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Evidence;
using LocalRig.Quantization;

namespace LocalRig.Advice.Levers;

/// <summary>What was measured of a model's quality in other quantizations and with other cache types.</summary>
/// <param name="model">Catalogue id of the model.</param>
/// <param name="weights">Measurements of quantized weights.</param>
/// <param name="caches">Measurements of quantized caches.</param>
internal sealed class QualityEvidence(string model, QualityLedger weights, QualityLedger caches)
{
    // The metric shown is the first that was measured: the first sees whole distributions, the last only the right token.
    private static readonly (string Metric, Func<double, string> Words)[] Metrics =
    [
        (QualityMeasurement.MeanDivergence, v => $"{Number(v)} nats"), (QualityMeasurement.SameTopToken, v => $"{100 * v:0.#} % same top token"), (QualityMeasurement.Perplexity, v => $"perplexity {Number(v)}"),
    ];

    /// <summary>What was measured of the weights in a quantization.</summary>
    public ImmutableArray<QualityMeasurement> OfWeights(string quant) => [.. weights.Of(model).Where(m => m.IsOf(quant))];

    /// <summary>What was measured of the cache with K and V in a type.</summary>
    public ImmutableArray<QualityMeasurement> OfCache(TensorType type) => [.. caches.Of(model).Where(m => m.Quant.Equals(type.Name(), StringComparison.OrdinalIgnoreCase))];

    /// <summary>Whether somebody measured smaller weights to diverge no more than weights of four bits and more, and nobody the contrary.</summary>
    /// <param name="quant">The smaller quantization.</param>
    /// <param name="larger">Quantizations of four bits and more.</param>
    public bool IsNoWorse(string quant, IEnumerable<string> larger)
    {
        QualityMeasurement[] accepted = [.. larger.SelectMany(q => OfWeights(q)).Where(IsDivergence)];
        bool[] verdicts =
        [
            .. from claim in OfWeights(quant).Where(IsDivergence).GroupBy(Claimant)
               let peers = accepted.Where(m => Claimant(m) == claim.Key).ToArray()
               where peers.Length > 0
               select claim.Max(m => m.Value) <= peers.Max(m => m.Value),
        ];
        return verdicts.Length > 0 && verdicts.All(v => v);
    }

    /// <summary>The claims in words, each with who makes it, and what the same person measured of the present state; null without claims.</summary>
    public static string? Words(ImmutableArray<QualityMeasurement> after, ImmutableArray<QualityMeasurement> now)
    {
        foreach ((string metric, Func<double, string> words) in Metrics)
        {
            string[] claims =
            [
                .. from claim in after.Where(m => m.Metric == metric).GroupBy(Claimant)
                   let before = now.Where(m => m.Metric == metric && Claimant(m) == claim.Key).Select(m => m.Value).ToArray()
                   select $"{Range(words, [.. claim.Select(m => m.Value)])}{(before.Length > 0 ? $", now {Range(words, before)}" : "")} ({claim.Key.MeasuredBy})",
            ];
            if (claims.Length > 0)
            {
                return (metric == QualityMeasurement.MeanDivergence ? "measured divergence " : "measured ") + string.Join("; ", claims);
            }
        }

        return null;
    }

    private static bool IsDivergence(QualityMeasurement measurement) => measurement.Metric == QualityMeasurement.MeanDivergence;

    private static (string MeasuredBy, string Baseline, string Source) Claimant(QualityMeasurement m) => (m.MeasuredBy, m.Baseline, m.Source);

    private static string Range(Func<double, string> words, double[] values) =>
        values.Min() == values.Max() ? words(values[0]) : $"{Number(values.Min())} to {words(values.Max())}";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
