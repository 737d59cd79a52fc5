namespace LocalRig.Forecasting;

/// <summary>How fast answers come when several users have one at once (llama-server's slots, batched into one step).</summary>
/// <param name="Users">How many.</param>
/// <param name="Depth">Tokens each has in context.</param>
/// <param name="Total">Tokens per second of all together.</param>
/// <param name="Gain">How many times the rate of one alone that is.</param>
/// <param name="FirstTokenSeconds">Seconds until each has a first token when all send a prompt at the same moment: prompts share one rate.</param>
/// <param name="Measurements">Runs with several users the gain rests on.</param>
/// <param name="Devices">Devices those ran on.</param>
public sealed record UsersForecast(int Users, int Depth, RateForecast Total, double Gain, double FirstTokenSeconds, int Measurements, int Devices)
{
    /// <summary>Tokens per second of each.</summary>
    public RateForecast Each =>
        Total with { TokensPerSecond = Total.TokensPerSecond / Users, Low = Total.Low / Users, High = Total.High / Users, Ceiling = Total.Ceiling / Users };
}
