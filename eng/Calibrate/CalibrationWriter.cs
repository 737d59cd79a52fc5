using System.Text.Json;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Everything a calibration file holds.</summary>
internal sealed class CalibrationResult
{
    public Dictionary<SpeedLaw, LawValues> Laws { get; } = [];

    public Dictionary<string, Spread> Spreads { get; } = [];

    public Dictionary<string, double> Rates { get; } = [];

    public Dictionary<string, int> Devices { get; } = [];

    public Dictionary<string, Correction> Corrections { get; } = [];

    public Dictionary<string, string> Provenance { get; } = [];
}

/// <summary>Writes a calibration as JSON, sorted, so that two fits can be compared line by line.</summary>
internal static class CalibrationWriter
{
    private const int Digits = 5;

    /// <summary>Counts the devices that each family and group was measured on.</summary>
    public static void Count(CalibrationResult result, IEnumerable<Observation> rows)
    {
        foreach (IGrouping<string, string> relatives in rows.SelectMany(r => new[] { (r.Speed.Family.Family, r.Device), (r.Speed.Family.Group, r.Device) }).Distinct().GroupBy(p => p.Item1, p => p.Device))
        {
            result.Devices[relatives.Key] = relatives.Count();
        }
    }

    public static void Write(Stream file, CalibrationResult result)
    {
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        Object(json, "provenance", result.Provenance, (name, text) => json.WriteString(name, text));
        Law(json, "decode", SpeedLaw.Decode, result.Laws[SpeedLaw.Decode]);
        Law(json, "prefill", SpeedLaw.Prefill, result.Laws[SpeedLaw.Prefill]);
        Object(json, "spreads", result.Spreads, (name, s) =>
        {
            json.WriteStartObject(name);
            json.WriteNumber("low", Math.Round(s.Low, Digits));
            json.WriteNumber("high", Math.Round(s.High, Digits));
            json.WriteNumber("devices", s.Devices);
            json.WriteEndObject();
        });
        Object(json, "rates", result.Rates, (name, value) => json.WriteNumber(name, Math.Round(value, 2 * Digits)));
        Object(json, "devices", result.Devices, (name, value) => json.WriteNumber(name, value));
        Object(json, "corrections", result.Corrections, (name, c) =>
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(Math.Round(c.Factor, Digits));
            json.WriteNumberValue(c.Measurements);
            if (c.Apart > 1)
            {
                json.WriteNumberValue(Math.Round(c.Apart, Digits));
            }

            json.WriteEndArray();
        });
        json.WriteEndObject();
    }

    private static void Object<T>(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, T> values, Action<string, T> write)
    {
        json.WriteStartObject(name);
        foreach ((string key, T value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            write(key, value);
        }

        json.WriteEndObject();
    }

    private static void Law(Utf8JsonWriter json, string name, SpeedLaw law, LawValues values)
    {
        void Values(string key, double[] numbers, bool complete)
        {
            json.WriteStartObject(key);
            for (int p = 0; p < numbers.Length; p++)
            {
                if (complete || numbers[p] != 0)
                {
                    json.WriteNumber(law.Parameters[p], Math.Round(numbers[p], Digits));
                }
            }

            json.WriteEndObject();
        }

        json.WriteStartObject(name);
        Values("common", values.Common, true);
        json.WriteStartObject("additions");
        foreach ((string group, double[] add) in values.Additions.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Values(group, add, false);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
