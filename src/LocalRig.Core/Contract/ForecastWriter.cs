using System.Text.Json;
using LocalRig.Forecasting;

namespace LocalRig.Contract;

/// <summary>Writes a forecast as the contract's <c>throughput</c>.</summary>
internal static class ForecastWriter
{
    public static void Write(Utf8JsonWriter json, Forecast forecast)
    {
        json.WriteStartObject("throughput");
        Rate(json, "decode", forecast.Decode);
        Rate(json, "prefill", forecast.Prefill);
        json.WriteNumber("timeToFirstTokenSeconds", Math.Round(forecast.TimeToFirstTokenSeconds, 4));
        json.WriteEndObject();
    }

    /// <summary>The word for what binds a rate.</summary>
    public static string Word(Bound bound) =>
        bound switch
        {
            Bound.MemoryBandwidth => "memory-bandwidth",
            Bound.Compute => "compute",
            Bound.Launch => "launch",
            Bound.HostMemory => "host-memory",
            _ => "link",
        };

    private static void Rate(Utf8JsonWriter json, string name, RateForecast rate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("tokensPerSecond", Math.Round(rate.TokensPerSecond, 3));
        json.WriteNumber("low", Math.Round(rate.Low, 3));
        json.WriteNumber("high", Math.Round(rate.High, 3));
        json.WriteNumber("ceiling", Math.Round(rate.Ceiling, 3));
        json.WriteString("boundBy", Word(rate.BoundBy));
        json.WriteString("basis", rate.Basis switch { Basis.Measured => "measured", Basis.Calibrated => "calibrated", _ => "derived" });
        json.WriteEndObject();
    }
}
