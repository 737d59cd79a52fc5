using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Nodes;
using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>One request to real llama.cpp and the bytes it allocated (tests/data/memory).</summary>
public sealed class RecordedCell(JsonObject row)
{
    private static readonly Dictionary<(string, string), Model> Models = [];

    public JsonObject Row => row;

    public string Id => Text("id");

    public string Suite => Text("suite");

    private JsonObject Params => (JsonObject)row["params"]!;

    public static IEnumerable<RecordedCell> ReadAll()
    {
        using StreamReader lines = new(new BrotliStream(File.OpenRead(TestData.Path("memory", "memory.jsonl.br")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return new RecordedCell((JsonObject)JsonNode.Parse(line)!);
        }
    }

    /// <summary>Bytes per buffer type of one part, such as <c>model_by_buft</c>.</summary>
    public SortedDictionary<string, long> Bytes(string part) =>
        new(((JsonObject)row[part]!).ToDictionary(p => p.Key, p => (long)p.Value!), StringComparer.Ordinal);

    public Model Model
    {
        get
        {
            (string, string) key = (Text("spec"), Text("ftype"));
            lock (Models)
            {
                if (!Models.TryGetValue(key, out Model? model))
                {
                    Models[key] = model = MakeModel(key.Item1, key.Item2);
                }

                return model;
            }
        }
    }

    public Placement Placement =>
        new()
        {
            GpuLayers = (int?)Params["ngl"] ?? Placement.AllLayers,
            CpuMoeLayers = (int?)Params["n_cpu_moe"] ?? 0,
            SplitMode = (string?)Params["split_mode"] == "none" ? SplitMode.None : SplitMode.Layer,
            TensorSplit = Params["tensor_split"] is JsonArray split ? [.. split.Select(s => (double)s!)] : [],
            KvOffload = (bool?)Params["offload_kqv"] ?? true,
            OpOffload = (bool?)Params["op_offload"] ?? true,
            NoHost = (bool?)Params["no_host"] ?? false,
            Repack = (bool?)Params["extra_bufts"] ?? true,
            Mmap = false,
        };

    /// <summary>Everything that can decide where weights go.</summary>
    public string WeightKey =>
        string.Join(
            '|',
            ((string[])["ngl", "n_cpu_moe", "split_mode", "tensor_split", "no_host", "extra_bufts", "load_mtp"])
                .Select(p => Params[p]?.ToJsonString())
                .Prepend($"{row["gpu"]} {row["backend"]} {row["spec"]} {row["ftype"]}"));

    public Workload Workload =>
        new()
        {
            Context = (int)Effective["n_ctx"]!,
            Batch = (int)Effective["n_batch"]!,
            Microbatch = (int)Effective["n_ubatch"]!,
            Parallel = (int)Effective["n_seq_max"]!,
            KvUnified = (bool)Effective["kv_unified"]!,
            Outputs = (int)Effective["n_outputs_max"]!,
            CacheTypeK = TypeOf("type_k"),
            CacheTypeV = TypeOf("type_v"),
            FlashAttention = (string?)Params["fa"] switch { "on" => FlashAttention.On, "off" => FlashAttention.Off, _ => FlashAttention.Auto },
            SwaFull = (bool?)Params["swa_full"] ?? false,
            Embeddings = (bool?)Params["embeddings"] ?? false,
            Mtp = (bool?)Params["load_mtp"] ?? false,
            ContextType = (string?)Params["ctx_type"] == "mtp" ? ContextType.Mtp : ContextType.Default,
            RecurrentSequences = (int?)Params["n_rs_seq"] ?? 0,
        };

    private JsonObject Effective => (JsonObject)row["effective"]!;

    public Rig Rig => new() { Name = Id, Devices = Devices, Host = new Host { Memory = ByteSize.FromGibibytes(4096) } };

    private ImmutableArray<Device> Devices
    {
        get
        {
            string gpu = (string?)row["gpu"] ?? "";
            if (Text("backend") == "cpu" || gpu.Length == 0)
            {
                return [];
            }

            return [.. gpu.Split(';').Select((g, i) => MakeDevice(g.Split(','), i))];
        }
    }

    public override string ToString() => Id;

    private static Device MakeDevice(string[] facts, int index) =>
        facts.Length >= 5
            ? new Device
            {
                Name = $"gpu{index}",
                Backend = Backend.Cuda,
                ComputeCapability = int.Parse(facts[1]) * 10 + int.Parse(facts[2]),
                Memory = new ByteSize(long.Parse(facts[4])),
            }
            : new Device { Name = $"gpu{index}", Backend = Backend.Vulkan, Memory = new ByteSize(long.Parse(facts[0])) };

    private static Model MakeModel(string spec, string recipe)
    {
        ModelSpec known = ModelSpec.All[spec];
        Architecture architecture = known.Architecture;
        if (!QuantRecipe.TryParse(recipe, out QuantRecipe? rules))
        {
            throw new InvalidDataException($"No recipe '{recipe}'.");
        }

        TensorLayout layout = RecipeLayout.Make(architecture, WeightList.For(architecture, known.Traits), rules);
        return new Model(spec, known.Metadata, architecture, layout, recipe);
    }

    private TensorType TypeOf(string field) =>
        TensorTypeExtensions.TryParse((string?)Params[field] ?? "f16", out TensorType type) ? type : throw new InvalidDataException(field);

    private string Text(string field) => (string)row[field]!;
}
