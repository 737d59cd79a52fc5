using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>How fast a plan runs.</summary>
internal static class ForecastJson
{
    private const int Digits = 3; // after the point
    private const int DigitsOfSlow = 6;
    private const double Slow = 0.1; // below, three digits would leave less than two figures

    /// <summary>The shape.</summary>
    public static ObjectShape<Forecast> Shape { get; } = new ObjectShape<Forecast>("forecast")
        .Part("decode", "Tokens of an answer.", f => f.Decode, Rate())
        .Part("prefill", "Tokens of a prompt.", f => f.Prefill, Rate())
        .Number("timeToFirstTokenSeconds", "Seconds from the prompt to the first token of the answer.", f => Math.Round(f.TimeToFirstTokenSeconds, Digits))
        .Number("answerMinutes", "Minutes from the prompt to the end of a typical answer.", f => Math.Round(f.AnswerMinutes, Digits))
        .Integer("answerTokens", "Tokens of a typical answer.", _ => Forecast.TypicalAnswerTokens)
        .PartIfAny("drafted", "Tokens of an answer with the drafting that was asked for; missing where nothing drafts, or too little of it was measured.", f => f.Drafted, Drafted())
        .ListIfAny("measured", "What others measured of this model on this device; missing where nobody is known to have.", f => f.Measured.IsEmpty ? null : f.Measured, Measured());

    /// <summary>A rate as answers give it: with as many digits as tell something.</summary>
    internal static double Rounded(double rate) => Math.Round(rate, rate < Slow ? DigitsOfSlow : Digits);

    private static ObjectShape<RateForecast> Rate() =>
        new ObjectShape<RateForecast>("rate")
            .Number("tokensPerSecond", "The likely rate, in tokens per second.", r => Rounded(r.TokensPerSecond))
            .Number("low", "Tokens per second: one in ten measurements is below.", r => Rounded(r.Low))
            .Number("high", "Tokens per second: one in ten measurements is above.", r => Rounded(r.High))
            .Number("ceiling", "Tokens per second that bandwidth and arithmetic of the data sheets allow at most.", r => Rounded(r.Ceiling))
            .Word("boundBy", "What most of the time goes to.", AnswerWords.Word, r => r.BoundBy)
            .Word("basis", "What the rate rests on.", BasisWords.Word, r => r.Basis);

    private static ObjectShape<DraftedForecast> Drafted() =>
        new ObjectShape<DraftedForecast>()
            .Include(d => d.Rate, Rate())
            .Number("speedup", "How many times faster than without drafting: the middle of what was measured.", d => Math.Round(d.Gain.Likely, Digits))
            .Number("speedupLow", "One in ten measured gains is below.", d => Math.Round(d.Gain.Low, Digits))
            .Number("speedupHigh", "One in ten measured gains is above.", d => Math.Round(d.Gain.High, Digits))
            .Integer("measurements", "Pairs of runs the gain rests on.", d => d.Gain.Measurements)
            .Integer("devices", "Devices those ran on.", d => d.Gain.Devices);

    private static ObjectShape<Measurement> Measured() =>
        new ObjectShape<Measurement>()
            .Number("tokensPerSecond", "Tokens of an answer per second.", m => m.TokensPerSecond)
            .Integer("depth", "Tokens already in context.", m => m.Depth)
            .Text("backend", "The backend it ran with.", m => m.Backend)
            .Text("date", "When it was measured, as precisely as the source says: an ISO date.", m => m.Date)
            .Text("build", "The build it was measured with.", m => m.Build)
            .Text("kind", "What sort of source it is, such as community or third-party.", m => m.Reporter)
            .Text("source", "Address of the report.", m => m.Source);
}
