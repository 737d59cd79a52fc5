namespace LocalRig.Advice.Cloud;

/// <summary>What a rig brings into the comparison.</summary>
/// <param name="Decode">Tokens written per second.</param>
/// <param name="Prefill">Tokens read per second.</param>
/// <param name="SpeedBecause">How the speeds are known.</param>
/// <param name="Power">What it draws.</param>
/// <param name="HoursOn">Hours a day it is switched on for this; the time beyond its work counts at idle power.</param>
public sealed record LocalSide(Span Decode, Span Prefill, string SpeedBecause, PowerDraw Power, double HoursOn)
{
    private const double SecondsPerHour = 3600;
    private const double WattsPerKilowatt = 1000;
    private const double TokensPerMillion = 1e6;

    /// <summary>Hours a day it works: every token written at the writing speed, every token that isn't cached at the reading speed.</summary>
    public Span BusyHours(DailyTokens tokens) =>
        (Span.Of(tokens.Written) / Decode + Span.Of(tokens.Fresh) / Prefill) * (1 / SecondsPerHour);

    /// <summary>Kilowatt hours a day: working hours at load, the rest of the hours it is on at idle; idle of unknown power counts nothing.</summary>
    public Span KilowattHours(DailyTokens tokens)
    {
        Span busy = BusyHours(tokens);
        Span working = busy * new Span(Power.LowWatts, Power.HighWatts);
        // the shortest work leaves the most waiting
        Span waiting = new Span(Math.Max(0, HoursOn - busy.High), Math.Max(0, HoursOn - busy.Low)) * (Power.IdleWatts ?? 0);
        double least = Math.Min(working.Low + waiting.High, working.High + waiting.Low);
        double most = Math.Max(working.Low + waiting.High, working.High + waiting.Low);
        return new Span(least, most) * (1 / WattsPerKilowatt);
    }

    /// <summary>What the power for a million tokens written costs: watts / (tokens/s) / 3.6 x price of a kilowatt hour.</summary>
    public Span EnergyPerMillion(Span perKilowattHour, Span tokensPerSecond) =>
        new Span(Power.LowWatts, Power.HighWatts) / tokensPerSecond * (TokensPerMillion / SecondsPerHour / WattsPerKilowatt) * perKilowattHour;
}
