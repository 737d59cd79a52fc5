using LocalRig.Evidence;

namespace LocalRig.Forecasting;

/// <summary>How fast answers come when something drafts: the forecast without it times what drafting was measured to gain.</summary>
/// <param name="Rate">Tokens of an answer per second; its range holds both what is not known of the device and how drafting gains scatter.</param>
/// <param name="Gain">What was measured, and how often.</param>
/// <param name="DraftMost">Tokens drafted at most.</param>
public sealed record DraftedForecast(RateForecast Rate, Speedup Gain, int DraftMost)
{
    /// <summary>The forecast; the two kinds of scatter are independent, so their logarithms add as squares.</summary>
    internal static DraftedForecast Of(RateForecast decode, Speedup gain, int most)
    {
        double Spread(double rate, double gained) => Math.Exp(Math.Sqrt(Math.Pow(Math.Log(rate / decode.TokensPerSecond), 2) + Math.Pow(Math.Log(gained / gain.Likely), 2)));
        double likely = decode.TokensPerSecond * gain.Likely;
        double ceiling = decode.Ceiling * (most + 1); // every step reads the weights once and gives at most all drafted tokens and one more
        return new DraftedForecast(
            decode with { TokensPerSecond = likely, Low = likely / Spread(decode.Low, gain.Low), High = Math.Min(likely * Spread(decode.High, gain.High), ceiling), Ceiling = ceiling }, gain, most);
    }
}
