namespace LocalRig.Forecasting;

/// <summary>What a link adds to a step, in seconds.</summary>
/// <param name="Least">The least it can add.</param>
/// <param name="Most">The most, or null where nobody knows.</param>
public readonly record struct LinkTime(double Least, double? Most)
{
    /// <summary>The most a rate can be behind the link.</summary>
    /// <param name="rate">Tokens per second without the link.</param>
    /// <param name="tokens">Tokens of a step.</param>
    public double AtMost(double rate, double tokens) => tokens / (tokens / rate + Least);

    /// <summary>A rate behind the link: the upper end with the least it adds, the lower end with the most, the value with the middle of both;
    /// null where the most is unknown.</summary>
    /// <param name="rate">The rate without the link.</param>
    /// <param name="tokens">Tokens of a step.</param>
    public RateForecast? Behind(RateForecast rate, double tokens)
    {
        if (Most is not double most)
        {
            return null;
        }

        double middle = (Least + most) / 2;
        double alone = tokens / rate.TokensPerSecond;
        return rate with
        {
            TokensPerSecond = tokens / (alone + middle),
            Low = tokens / (tokens / rate.Low + most),
            High = AtMost(rate.High, tokens),
            Ceiling = AtMost(rate.Ceiling, tokens),
            BoundBy = middle > alone ? Bound.Link : rate.BoundBy,
        };
    }
}
