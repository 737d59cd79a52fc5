namespace LocalRig.Evidence;

/// <summary>What somebody measured of a quantization's quality.</summary>
/// <param name="Model">Catalogue id of the model.</param>
/// <param name="Publisher">Who made the file.</param>
/// <param name="Quant">Its quantization as the report names it.</param>
/// <param name="Metric">What was measured: <c>kld_mean</c> (mean Kullback-Leibler divergence from the unquantized model), <c>perplexity</c>, <c>same_top_token</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit: nats, PPL, a fraction.</param>
/// <param name="Baseline">What it was compared with, and on which text.</param>
/// <param name="MeasuredBy">Who measured.</param>
/// <param name="Date">When, as reported.</param>
/// <param name="IsVendor">Whether whoever measured also makes one of the files.</param>
/// <param name="Source">Where it stands.</param>
public sealed record QualityMeasurement(
    string Model, string Publisher, string Quant, string Metric, double Value, string Unit, string Baseline, string MeasuredBy, string Date, bool IsVendor, string Source)
{
    /// <summary>The metric that compares quantizations of one model best: it sees every token's whole distribution.</summary>
    public const string MeanDivergence = "kld_mean";

    /// <summary>The share of tokens for which both give the same token the highest probability.</summary>
    public const string SameTopToken = "same_top_token";

    /// <summary>Perplexity on the same text.</summary>
    public const string Perplexity = "perplexity";
}
