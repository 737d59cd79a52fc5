using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Calibrate;

/// <summary>Reads the evidence ledger's single-device rows and joins them to models and devices.</summary>
internal static class Observations
{
    // A model that fills more than this share of a card's memory is partly elsewhere: drivers and desktop need the rest.
    internal const double FillShare = 0.96;

    // A fork with kernels of its own, twice as fast or slow as llama.cpp by type of weight: no evidence of how fast llama.cpp is.
    private const string OtherEngine = "ik_llama.cpp";

    private static readonly Dictionary<(string Model, string Quant, long? Bytes), Model> Models = [];

    // What was gathered from many people's pages.
    private static readonly string[] Gathered = ["llama-bench-2026", "served-2026", "llmfit", "localmaxxing", "misc"];

    public static List<Observation> Read(string path)
    {
        Dictionary<string, string> addresses = File.ReadLines(Path.Combine(Path.GetDirectoryName(path)!, "sources.csv")).Skip(1).Select(l => l.Split(',', 2)).ToDictionary(c => c[0], c => c[1]);
        List<Observation> rows = [];
        string[] header = [];
        foreach (string line in File.ReadLines(path))
        {
            string[] cells = line.Split(',');
            if (header.Length == 0)
            {
                header = cells;
                continue;
            }

            Dictionary<string, string> row = header.Zip(cells).ToDictionary(p => p.First, p => p.Second);
            if (!row["build"].StartsWith(OtherEngine, StringComparison.Ordinal))
            {
                rows.Add(Join(row, Gathered.Contains(row["dataset"]) ? Owner(addresses.GetValueOrDefault(row["source"], row["source"])) : row["dataset"]));
            }
        }

        return rows;
    }

    /// <summary>Whose page an address is: a repository's, or one thread of it.</summary>
    private static string Owner(string address)
    {
        const int Repository = 5; // https:, nothing, host, owner, name
        string[] parts = address.Split('/');
        bool thread = parts.Length > Repository + 1 && parts[Repository] is "issues" or "pull" or "discussions";
        return string.Join('/', parts.Take(thread ? Repository + 2 : Repository));
    }

    private static Observation Join(Dictionary<string, string> row, string reporter)
    {
        double Number(string key) => double.Parse(row[key], CultureInfo.InvariantCulture);
        bool prompt = row["kind"] == "prefill";
        double depth = Number("depth");
        double tokens = Number("tokens");
        KnownDevice device = DeviceCatalog.Default.Find(row["device"]) ?? throw new InvalidOperationException($"The device catalogue lacks {row["device"]}.");
        ProcessorFacts facts = ProcessorFacts.Of(device) with { Backend = BackendOf(row["backend"]) };
        double memory = device.Memory.Bytes;
        Model model = ModelOf(row["model"], row["quant"], row["fileBytes"].Length > 0 ? long.Parse(row["fileBytes"], CultureInfo.InvariantCulture) : null);
        double fileBytes = row["fileBytes"].Length > 0 ? Number("fileBytes") : model.Tensors.TotalSize.Bytes;
        Workload workload = new();
        double microbatch = row["ubatch"].Length > 0 ? Number("ubatch") : workload.Microbatch;
        Work work = Work.Of(prompt ? Math.Min(tokens, microbatch) : 1);
        double seen = prompt ? depth + tokens / 2 : depth;
        foreach (LayerWork layer in ModelWork.Of(model).Layers)
        {
            work.Add(layer, seen, workload.CacheTypeK, workload.CacheTypeV);
        }

        if (!prompt)
        {
            work.Add(ModelWork.Of(model).Output, seen, workload.CacheTypeK, workload.CacheTypeV);
        }

        return new Observation
        {
            Device = row["device"],
            Model = row["model"],
            Name = row["model"],
            Quant = row["quant"],
            Dataset = row["dataset"],
            Reporter = reporter,
            FileBytes = fileBytes,
            Depth = depth,
            Tokens = tokens,
            Rate = Number("tokensPerSecond"),
            IsPrompt = prompt,
            Spills = !facts.SharesHostMemory && memory > 0 && fileBytes + work.CacheBytes > FillShare * memory,
            Speed = new DeviceSpeed(facts) { Engine = EngineAge.Of(EngineAge.Day(row["date"]), row["build"].StartsWith("llamafile", StringComparison.Ordinal)) },
            Build = row["build"],
            Day = EngineAge.Day(row["date"]),
            Work = work,
            Source = model,
        };
    }

    private static Model ModelOf(string id, string quant, long? bytes)
    {
        if (!Models.TryGetValue((id, quant, bytes), out Model? model))
        {
            CatalogModel entry = ModelCatalog.Default.Find(id) ?? throw new InvalidOperationException($"The catalogue lacks {id}.");
            Models[(id, quant, bytes)] = model = entry.ToModel(quant, bytes is long known ? new ByteSize(known) : null);
        }

        return model;
    }

    private static Backend BackendOf(string text) =>
        text switch
        {
            _ when text.Contains("Vulkan", StringComparison.Ordinal) => Backend.Vulkan,
            "CUDA" => Backend.Cuda,
            "ROCm" => Backend.Rocm,
            "Metal" => Backend.Metal,
            "CPU" => Backend.Cpu,
            "SYCL" => Backend.Sycl,
            _ => throw new InvalidOperationException($"No backend is called {text}."),
        };
}
