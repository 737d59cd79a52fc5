using LocalRig.Evidence;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Measured quality: who measured what against what, when, and where it stands.</summary>
internal static class QualityJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<QualityMeasurement> Shape { get; } = new ObjectShape<QualityMeasurement>("quality")
        .Text("publisher", "Who made the file.", m => m.Publisher)
        .Text("quant", "Its quantization, as the report names it.", m => m.Quant)
        .Text("metric", "What was measured: kld_mean (mean divergence from the unquantized model), perplexity or same_top_token.", m => m.Metric)
        .Number("value", "The value, in the unit beside it.", m => m.Value)
        .Text("unit", "Its unit: nats, PPL, a fraction.", m => m.Unit)
        .Text("baseline", "What it was compared with, and on which text.", m => m.Baseline)
        .Text("measuredBy", "Who measured.", m => m.MeasuredBy)
        .Text("date", "When, as reported: an ISO date.", m => m.Date)
        .Word("kind", "Whether whoever measured also makes one of the files.", ["vendor", "independent"], m => m.IsVendor ? "vendor" : "independent")
        .Text("source", "Where it stands.", m => m.Source);
}
