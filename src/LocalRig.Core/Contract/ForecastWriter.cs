using System.Text.Json;
using LocalRig.Evidence;
using LocalRig.Forecasting;

namespace LocalRig.Contract;

/// <summary>Writes forecasts as the contract's <c>throughput</c>.</summary>
public static class ForecastWriter
{
    private const int Digits = 3; // after the point
    private const int DigitsOfSlow = 6;
    private const double Slow = 0.1; // below, three digits would leave less than two figures

    /// <summary>Writes the property with its object.</summary>
    public static void Write(Utf8JsonWriter json, Forecast forecast)
    {
        json.WriteStartObject("throughput");
        Rate(json, "decode", forecast.Decode);
        Rate(json, "prefill", forecast.Prefill);
        json.WriteNumber("timeToFirstTokenSeconds", Math.Round(forecast.TimeToFirstTokenSeconds, Digits));
        json.WriteNumber("answerMinutes", Math.Round(forecast.AnswerMinutes, Digits));
        json.WriteNumber("answerTokens", Forecast.TypicalAnswerTokens);
        if (!forecast.Measured.IsEmpty)
        {
            Measured(json, forecast);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the property where only an upper bound is known: no value and no lower end.</summary>
    public static void Write(Utf8JsonWriter json, SpeedBound bound)
    {
        json.WriteStartObject("throughput");
        json.WriteStartObject("decode");
        json.WriteNull("tokensPerSecond");
        json.WriteNull("low");
        json.WriteNumber("high", Rounded(bound.High));
        json.WriteNumber("ceiling", Rounded(bound.Ceiling));
        json.WriteString("missing", bound.Missing);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Measured(Utf8JsonWriter json, Forecast forecast)
    {
        json.WriteObjects("measured", forecast.Measured, run =>
        {
            json.WriteNumber("tokensPerSecond", run.TokensPerSecond);
            json.WriteNumber("depth", run.Depth);
            json.WriteString("backend", run.Backend);
            json.WriteString("date", run.Date);
            json.WriteString("build", run.Build);
            json.WriteString("kind", run.Reporter);
            json.WriteString("source", run.Source);
        });
    }

    private static double Rounded(double rate) => Math.Round(rate, rate < Slow ? DigitsOfSlow : Digits);

    /// <summary>The word for what bounds a rate.</summary>
    public static string Word(Bound bound) =>
        bound switch
        {
            Bound.MemoryBandwidth => "memory-bandwidth",
            Bound.Compute => "compute",
            Bound.Launch => "launch-overhead",
            Bound.HostMemory => "host-memory",
            _ => "link",
        };

    /// <summary>The word for what a rate rests on.</summary>
    public static string Word(Basis basis) =>
        basis switch { Basis.Measured => "measured", Basis.Calibrated => "calibrated", _ => "derived" };

    private static void Rate(Utf8JsonWriter json, string name, RateForecast rate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("tokensPerSecond", Rounded(rate.TokensPerSecond));
        json.WriteNumber("low", Rounded(rate.Low));
        json.WriteNumber("high", Rounded(rate.High));
        json.WriteNumber("ceiling", Rounded(rate.Ceiling));
        json.WriteString("boundBy", Word(rate.BoundBy));
        json.WriteString("basis", Word(rate.Basis));
        json.WriteEndObject();
    }
}
