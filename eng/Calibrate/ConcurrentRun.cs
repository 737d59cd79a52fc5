using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Calibrate;

/// <summary>A run with several users beside the run with one that differs in nothing else.</summary>
internal sealed record ConcurrentRun(
    string Device, string Backend, string Model, string Quant, int Users, int Depth, double Alone, double Total, string Kind, string Date, string Source, DeviceSpeed Speed, Work One, Work Many)
{
    /// <summary>How many times the rate of one alone was measured.</summary>
    public double Gain => Total / Alone;

    /// <summary>How many times a law gives.</summary>
    public double GainBy(ConcurrentLaw law) => Users * Seconds(law, One) / Seconds(law, Many);

    /// <summary>Tokens per second of all together: the speed law for one, times the gain.</summary>
    public double TotalBy(ConcurrentLaw law) => GainBy(law) / Seconds(law, One);

    /// <summary>Logarithm of measured over reckoned gain.</summary>
    public double Error(ConcurrentLaw law) => Math.Log(Gain / GainBy(law));

    private double Seconds(ConcurrentLaw law, Work work) =>
        law.Seconds(work, Speed, Calibration.Current.Parameters(SpeedLaw.Decode, Speed.Family), Calibration.Current.Parameters(SpeedLaw.Prefill, Speed.Family));

    private static readonly string[] KeyColumns = ["device", "backend", "model", "quant", "depth", "kind", "source"];

    /// <summary>The ledger's runs of llama.cpp on one device.</summary>
    public static List<ConcurrentRun> Read(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(','))];
        int Column(string name) => Array.IndexOf(lines[0], name);
        string Cell(string[] row, string name) => row[Column(name)];
        double Number(string[] row, string name) => double.Parse(Cell(row, name), CultureInfo.InvariantCulture);
        string Key(string[] row) => string.Join('|', KeyColumns.Select(c => Cell(row, c)));
        string[][] own = [.. lines.Skip(1).Where(r => Cell(r, "engine") == "llama.cpp" && Cell(r, "devices") == "1")];
        Dictionary<string, double> alone = own.Where(r => Cell(r, "users") == "1").ToDictionary(Key, r => Number(r, "tokensPerSecond"));
        Dictionary<(string, string), Model> models = [];
        List<ConcurrentRun> runs = [];
        foreach (string[] row in own.Where(r => Cell(r, "users") != "1"))
        {
            (string name, string quant) = (Cell(row, "model"), Cell(row, "quant"));
            if (!models.TryGetValue((name, quant), out Model? model))
            {
                models[(name, quant)] = model = ModelCatalog.Default.Find(name)!.ToModel(quant, null);
            }

            KnownDevice device = DeviceCatalog.Default.Find(Cell(row, "device")) ?? throw new InvalidOperationException(Cell(row, "device"));
            Backend backend = Enum.Parse<Backend>(Cell(row, "backend"), ignoreCase: true);
            int users = (int)Number(row, "users");
            double depth = Number(row, "depth");
            bool output = Cell(row, "kind") != "microbatch"; // of a prompt's batches only the last makes logits
            runs.Add(new ConcurrentRun(
                device.Id, Cell(row, "backend"), name, quant, users, (int)depth, alone[Key(row)], Number(row, "tokensPerSecond"), Cell(row, "kind"), Cell(row, "date"), Cell(row, "source"),
                new DeviceSpeed(ProcessorFacts.Of(device) with { Backend = backend }), Step(model, 1, depth, output), Step(model, users, depth, output)));
        }

        return runs;
    }

    private static Work Step(Model model, int users, double depth, bool output)
    {
        Workload workload = new();
        Work work = Work.Of(users);
        foreach (LayerWork layer in ModelWork.Of(model).Layers)
        {
            work.Add(layer, depth, workload.CacheTypeK, workload.CacheTypeV);
        }

        if (output)
        {
            work.Add(ModelWork.Of(model).Output, depth, workload.CacheTypeK, workload.CacheTypeV);
        }

        return work;
    }
}
