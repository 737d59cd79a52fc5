using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Calibrate;

/// <summary>What passing work between card and processor costs, from runs with experts in main memory whose machine is known:
/// the measured time less what the laws give for both sides, per crossing.</summary>
internal static class CrossingRate
{
    // The only such runs whose main memory is named: an RTX 5080 beside dual-channel DDR5-4800.
    private const string Card = "rtx-5080";
    private const string Processor = "cpu-desktop-ddr5-4800-2ch";

    // Short answers: the context stays under a thousand tokens.
    private const double Depth = 500;

    public static double Seconds(string path, CalibrationResult result)
    {
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(','))];
        int Column(string name) => Array.IndexOf(lines[0], name);
        IEnumerable<double> crossings =
            from row in lines.Skip(1)
            where row[Column("device")] == Card && row[Column("test")].StartsWith("gen", StringComparison.Ordinal)
            let layers = LayersOnHost(row[Column("split")])
            where layers > 0
            select Crossing(row[Column("model")], row[Column("quant")], double.Parse(row[Column("sizeGiB")], CultureInfo.InvariantCulture), layers,
                double.Parse(row[Column("tokensPerSecond")], CultureInfo.InvariantCulture), result);
        return Math.Max(0, Balanced.Median(crossings));
    }

    private static int LayersOnHost(string split) =>
        split == "moe-cpu" ? int.MaxValue
        : split.StartsWith("n-cpu-moe ", StringComparison.Ordinal) ? int.Parse(split.AsSpan("n-cpu-moe ".Length), CultureInfo.InvariantCulture)
        : 0;

    private static double Crossing(string id, string quant, double gibibytes, int layers, double rate, CalibrationResult result)
    {
        Model model = ModelCatalog.Default.Find(id)!.ToModel(quant, ByteSize.FromGibibytes(gibibytes));
        Staging staging = new(ModelWork.Of(model), new Workload(), new Placement { CpuMoeLayers = layers }, [1], TensorOverrides.None.ExpertLayers(model));
        ImmutableArray<Stage> stages = staging.Deal(1, Depth, output: true);
        double both = stages.Sum(s =>
        {
            DeviceSpeed device = new(ProcessorFacts.Of(DeviceCatalog.Default.Find(s.Device == Stage.Host ? Processor : Card)!) with { Backend = s.Device == Stage.Host ? Backend.Cpu : Backend.Cuda });
            return SpeedLaw.Decode.Time(s.Work, device, result.Laws[SpeedLaw.Decode].For(device.Family)).Seconds;
        });
        Console.WriteLine($"  {id} {quant}, experts of {(layers == int.MaxValue ? "all" : $"{layers}")} layers on the host: measured {1000 / rate:0.0} ms, both sides {1000 * both:0.0} ms, {staging.Crossings} crossings");
        return (1 / rate - both) / staging.Crossings;
    }
}
