using LocalRig.Forecasting;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>How fast a plan runs at most, where no more is known.</summary>
internal static class SpeedBoundJson
{
    /// <summary>The shape: a forecast's, without a likely value and a lower end.</summary>
    public static ObjectShape<SpeedBound> Shape { get; } = new ObjectShape<SpeedBound>()
        .Part("decode", "Tokens of an answer.", b => b, new ObjectShape<SpeedBound>()
            .NumberOrNull("tokensPerSecond", "Always null: not known.", _ => null)
            .NumberOrNull("low", "Always null: not known.", _ => null)
            .Number("high", "Tokens per second: one in ten measurements is above.", b => ForecastJson.Rounded(b.High))
            .Number("ceiling", "Tokens per second that data sheets allow at most.", b => ForecastJson.Rounded(b.Ceiling))
            .Text("missing", "What would have to be known for a forecast.", b => b.Missing));
}
