using LocalRig.Evidence;

namespace LocalRig.Forecasting;

/// <summary>How fast a plan runs with its cards held to a power limit.</summary>
/// <param name="Watts">The limit of each card.</param>
/// <param name="UsualWatts">The limit the cards come with, by their data sheet; null where none gives it.</param>
/// <param name="Decode">Answers under the limit; null where too little was measured.</param>
/// <param name="Prefill">Prompts under the limit; null where too little was measured.</param>
/// <param name="Basis">What the rates rest on, or why there are none and what bounds them: a sentence.</param>
public sealed record PowerForecast(int Watts, double? UsualWatts, RateForecast? Decode, RateForecast? Prefill, string Basis)
{
    /// <summary>The forecast under a limit.</summary>
    /// <param name="forecast">The forecast without it.</param>
    /// <param name="watts">The limit.</param>
    /// <param name="usual">The usual limit of every card; null where it isn't known or cards differ.</param>
    /// <param name="onCards">Whether everything is on the cards.</param>
    internal static PowerForecast Of(Forecast forecast, int watts, double? usual, bool onCards)
    {
        if (usual is not double full)
        {
            return new PowerForecast(watts, null, null, null, "No usual power limit is known that would be the same for all its devices: under any limit it is never faster than without.");
        }

        if (watts >= full)
        {
            return new PowerForecast(watts, full, forecast.Decode, forecast.Prefill, $"{watts} W is no less than the usual {full:0} W: nothing changes.");
        }

        double share = watts / full;
        PowerEffect? answers = onCards ? PowerLedger.Default.Of(false, share) : null;
        PowerEffect? prompts = onCards ? PowerLedger.Default.Of(true, share) : null;
        string basis = (onCards, answers) switch
        {
            (false, _) => "Part of the model is in main memory, where nobody measured power limits: never faster than without.",
            (_, null) => $"Too few cards were measured at about {share:P0} of their usual {full:0} W: never faster than without, and below half of it an RTX 3090 fell to a sixth.",
            (_, { } a) => $"Answers keep {a.Likely:P0} ({a.Low:P0} to {a.High:P0}) in {a.Measurements} measurements on {a.Devices} devices at about {share:P0} of the usual {full:0} W"
                + (prompts is null ? "; prompts were measured on too few, and lose more." : "."),
        };
        return new PowerForecast(watts, full, Held(forecast.Decode, answers), Held(forecast.Prefill, prompts), basis);
    }

    // The two kinds of scatter are independent, so their logarithms add as squares.
    private static RateForecast? Held(RateForecast free, PowerEffect? effect)
    {
        if (effect is null)
        {
            return null;
        }

        double Away(double end, double kept) => Math.Exp(Math.Sqrt(Math.Pow(Math.Log(end / free.TokensPerSecond), 2) + Math.Pow(Math.Log(kept / effect.Likely), 2)));
        double likely = free.TokensPerSecond * effect.Likely;
        return free with { TokensPerSecond = likely, Low = likely / Away(free.Low, effect.Low), High = Math.Min(Math.Min(likely * Away(free.High, effect.High), free.High), free.Ceiling) };
    }
}
