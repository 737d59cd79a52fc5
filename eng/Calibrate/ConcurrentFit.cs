using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Fits <see cref="ConcurrentLaw"/> to runs with several users: descent along one parameter after the other, heavy tails, devices weighed alike,
/// weak priors around what the counts of operations suggest.</summary>
internal static class ConcurrentFit
{
    private const double Width = 0.12; // half of the scatter between repetitions of the same run
    private const double PriorWidth = 0.7;
    private const int FewestDevices = 4; // fewer lean on all runs
    private const double LowLevel = 0.1;
    private const double HighLevel = 0.9;

    // A handful of operations for unpacking a weight and multiplying it; experts read as often as they are touched; a prompt's arithmetic.
    private static readonly ImmutableArray<double> Start = [Math.Log(3), Math.Log(5), Math.Log(5), Math.Log(3), 0, 0, 0.3];

    public static ConcurrentLaw To(IReadOnlyList<ConcurrentRun> runs)
    {
        double[] at = [.. Start];
        double best = Loss(at, runs);
        for (double step = 0.8; step > 0.005;)
        {
            bool moved = false;
            for (int i = 0; i < at.Length; i++)
            {
                foreach (double by in (ReadOnlySpan<double>)[step, -step])
                {
                    at[i] += by;
                    double loss = Loss(at, runs);
                    if (loss < best)
                    {
                        best = loss;
                        moved = true;
                    }
                    else
                    {
                        at[i] -= by;
                    }
                }
            }

            step = moved ? step : step / 2;
        }

        Parameters = [.. at];
        return new ConcurrentLaw(Parameters);
    }

    /// <summary>The parameters of the last fit.</summary>
    public static ImmutableArray<double> Parameters { get; private set; } = Start;

    /// <summary>Every run by a law that never saw its device.</summary>
    public static List<(ConcurrentRun Run, ConcurrentLaw Law)> HeldOut(IReadOnlyList<ConcurrentRun> runs) =>
        [
            .. runs.GroupBy(r => r.Device).SelectMany(device =>
            {
                ConcurrentLaw law = To([.. runs.Where(r => r.Device != device.Key)]);
                return device.Select(r => (r, law));
            }),
        ];

    public static Dictionary<string, (double Low, double High, int Devices)> Spreads(IReadOnlyList<(ConcurrentRun Run, ConcurrentLaw Law)> held)
    {
        Dictionary<string, (double, double, int)> found = [];
        foreach (IGrouping<string, (ConcurrentRun Run, ConcurrentLaw Law)> group in held.Select(h => (ConcurrentCalibration.All, h)).Concat(held.Select(h => (ConcurrentCalibration.Bucket(h.Run.Users), h))).GroupBy(p => p.Item1, p => p.h))
        {
            int devices = group.Select(h => h.Run.Device).Distinct().Count();
            if (devices >= FewestDevices)
            {
                found[group.Key] = (Level(group, LowLevel), Level(group, HighLevel), devices);
            }
        }

        return found;
    }

    public static void Write(string path, IReadOnlyList<ConcurrentRun> runs, Dictionary<string, (double Low, double High, int Devices)> spreads)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("program", "eng/Calibrate users");
        json.WriteNumber("measurements", runs.Count);
        json.WriteNumber("mostUsers", runs.Max(r => r.Users));
        json.WriteStartObject("parameters");
        for (int i = 0; i < ConcurrentLaw.Names.Length; i++)
        {
            json.WriteNumber(ConcurrentLaw.Names[i], Math.Round(Parameters[i], 4));
        }

        json.WriteEndObject();
        json.WriteStartObject("spreads");
        foreach ((string name, (double low, double high, int devices)) in spreads)
        {
            json.WriteStartObject(name);
            json.WriteNumber("low", Math.Round(low, 4));
            json.WriteNumber("high", Math.Round(high, 4));
            json.WriteNumber("devices", devices);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        file.WriteByte((byte)'\n');
    }

    private static double Level(IEnumerable<(ConcurrentRun Run, ConcurrentLaw Law)> held, double level)
    {
        var devices = held.GroupBy(h => h.Run.Device).ToArray();
        (double Factor, double Weight)[] weighed = [.. devices.SelectMany(d => d.Select(h => (Math.Exp(h.Run.Error(h.Law)), 1.0 / d.Count()))).OrderBy(v => v.Item1)];
        double sum = 0;
        return weighed.First(v => (sum += v.Weight) >= level * devices.Length - 1e-9).Factor;
    }

    private static double Loss(double[] at, IReadOnlyList<ConcurrentRun> runs)
    {
        ConcurrentLaw law = new([.. at]);
        double prior = at.Select((v, i) => Math.Pow((v - Start[i]) / PriorWidth, 2)).Sum() / 2;
        return prior + runs.GroupBy(r => r.Device).Sum(d => 10 * d.Average(r => Math.Log(1 + Math.Pow(r.Error(law) / Width, 2))));
    }
}
