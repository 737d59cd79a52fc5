using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Rigs;
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
        .PartIfAny("users", "All sequences in use at once (parallel): missing for a single one, and for more than anybody measured.", f => f.Users, Users())
        .PartIfAny("power", "The same with every card held to the power limit that was asked for; missing where none was.", f => f.Power, Power())
        .PartIfAny("mainMemory", "What main memory has to do with an answer's speed; missing where the model isn't partly there and partly on a device.", f => f.MainMemory, new ObjectShape<MainMemoryPart>()
            .Number("share", "Share of a token's time that the processor and its memory take, from 0 to 1.", m => Math.Round(m.Share, Digits))
            .Number("bytesPerSecond", "Bytes per second of main memory that were reckoned with.", m => m.Bandwidth)
            .Flag("assumed", "Whether that is an assumption, because nobody said which memory it is.", m => m.Assumed))
        .ListIfAny("measured", "What others measured of this model on this device; missing where nobody is known to have.", f => f.Measured.IsEmpty ? null : f.Measured, Measured())
        .ListIfAny("own", "What was measured on this very machine and decided the forecast; missing where nothing did.", f => f.Own.IsEmpty ? null : f.Own, Own());

    /// <summary>A rate as answers give it: with as many digits as tell something.</summary>
    internal static double Rounded(double rate) => Math.Round(rate, rate < Slow ? DigitsOfSlow : Digits);

    /// <summary>Several users at once.</summary>
    internal static ObjectShape<UsersForecast> Users() =>
        new ObjectShape<UsersForecast>("users")
            .Integer("users", "How many have an answer at once.", u => u.Users)
            .Integer("depth", "Tokens each has in context.", u => u.Depth)
            .Part("total", "Tokens of all answers together.", u => u.Total, Rate())
            .Part("each", "Tokens of one user's answer.", u => u.Each, Rate())
            .Number("gain", "How many times the rate of one user alone all together have.", u => Math.Round(u.Gain, Digits))
            .Number("firstTokenSeconds", "Seconds until everybody has a first token when all send a prompt at the same moment.", u => Math.Round(u.FirstTokenSeconds, Digits))
            .Integer("measurements", "Runs with several users the gain rests on.", u => u.Measurements)
            .Integer("devices", "Devices those ran on.", u => u.Devices);

    private static ObjectShape<PowerForecast> Power() =>
        new ObjectShape<PowerForecast>()
            .Integer("watts", "Watts each card is held to.", p => p.Watts)
            .NumberIfKnown("usualWatts", "Watts of the cards' usual limit; missing where it isn't known or cards differ.", p => p.UsualWatts)
            .PartIfAny("decode", "Tokens of an answer under the limit; missing where too little was measured.", p => p.Decode, Rate())
            .PartIfAny("prefill", "Tokens of a prompt under the limit; missing where too little was measured.", p => p.Prefill, Rate())
            .Text("basis", "What that rests on, or why there is no figure: a sentence.", p => p.Basis);

    /// <summary>A rate.</summary>
    internal static ObjectShape<RateForecast> Rate() =>
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

    private static ObjectShape<MeasuredSpeed> Own() =>
        new ObjectShape<MeasuredSpeed>()
            .Text("record", "The record's id in this machine's ledger.", m => m.Record)
            .Text("model", "The model that ran.", m => m.Model)
            .Text("quant", "Its quantization.", m => m.Quant)
            .Flag("isPrompt", "Whether it is about prompts rather than answers.", m => m.IsPrompt)
            .Integer("depth", "Tokens already in context.", m => m.Depth)
            .Number("tokensPerSecond", "Tokens per second measured.", m => Rounded(m.TokensPerSecond));

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
