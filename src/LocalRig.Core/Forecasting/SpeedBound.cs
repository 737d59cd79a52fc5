namespace LocalRig.Forecasting;

/// <summary>All that can be told of a speed when nobody knows the most a link adds.</summary>
/// <param name="High">Tokens of an answer per second that one measurement in ten is above.</param>
/// <param name="Ceiling">What data sheets allow at most.</param>
/// <param name="Missing">What is missing for more, as a sentence.</param>
public readonly record struct SpeedBound(double High, double Ceiling, string Missing)
{
    /// <summary>The bound of a rate whose link is known by its least time alone.</summary>
    /// <param name="alone">The rate without the link.</param>
    /// <param name="least">Seconds a token takes over it at least.</param>
    /// <param name="missing">What is missing for more.</param>
    public static SpeedBound Of(RateForecast alone, double least, string missing)
    {
        LinkTime link = new(least, null);
        return new SpeedBound(link.AtMost(alone.High, 1), link.AtMost(alone.Ceiling, 1), missing);
    }
}
