using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>One field of a record's line: how it is written, read and described. There is no other list of them.</summary>
internal sealed class RecordField
{
    private static readonly FrozenDictionary<string, RecordField> ByName;

    static RecordField()
    {
        All =
        [
            Text("machine", "fingerprint of the machine: equal machines have equal ones", r => r.Machine, (r, v) => r with { Machine = v }),
            Text("rig", "the devices it ran on, in one line", r => r.Rig, (r, v) => r with { Rig = v }),
            Text("device", "the device most of the model was on", r => r.Device, (r, v) => r with { Device = v }),
            Text("backend", "what drove it: cuda, rocm, vulkan, metal, sycl, rpc, cpu", r => r.Backend, (r, v) => r with { Backend = v }),
            Text("engine", "the program: llama.cpp", r => r.Engine, (r, v) => r with { Engine = v }),
            Text("build", "its version or build", r => r.Build, (r, v) => r with { Build = v }),
            Text("model", "catalogue id, or the file's name without its folder", r => r.Model, (r, v) => r with { Model = v }),
            Text("quant", "quantization: Q4_K_M", r => r.Quant, (r, v) => r with { Quant = v }),
            Number("fileBytes", "bytes of the model's file", r => r.FileBytes, (r, v) => r with { FileBytes = (long)v }, whole: true),
            Text("headerSha256", "SHA-256 of the file's first MiB", r => r.HeaderSha256, (r, v) => r with { HeaderSha256 = v }),
            Text("layout", "digest of the tensors' names, types and shapes", r => r.Layout, (r, v) => r with { Layout = v }),
            Text("metric", "decode, prefill, memory", r => r.Metric, (r, v) => r with { Metric = v }),
            Text("part", "of memory: device and part", r => r.Part, (r, v) => r with { Part = v }),
            Count("tokens", "tokens of the test", r => r.Tokens, (r, v) => r with { Tokens = v }),
            Count("depth", "tokens already in context", r => r.Depth, (r, v) => r with { Depth = v }),
            Number("users", "answers at once (1)", r => r.Users == 1 ? null : r.Users, (r, v) => r with { Users = (int)v }, whole: true, most: int.MaxValue),
            Count("context", "tokens of context made room for", r => r.Context, (r, v) => r with { Context = v }),
            Number("gpuLayers", "layers on graphics processors, the output included", r => r.GpuLayers, (r, v) => r with { GpuLayers = (int)v }, whole: true, most: int.MaxValue),
            Count("layers", "layers a full offload moves", r => r.Layers, (r, v) => r with { Layers = v }),
            Count("cpuMoeLayers", "layers whose experts were in main memory", r => r.CpuMoeLayers, (r, v) => r with { CpuMoeLayers = v }),
            Text("cacheTypeK", "type of cached keys (f16)", r => r.CacheTypeK, (r, v) => r with { CacheTypeK = v }),
            Text("cacheTypeV", "type of cached values (f16)", r => r.CacheTypeV, (r, v) => r with { CacheTypeV = v }),
            Number("value", "the value", r => r.Value == 0 ? null : r.Value, (r, v) => r with { Value = v }),
            Text("unit", "tok/s or bytes", r => r.Unit, (r, v) => r with { Unit = v }),
            Number("spread", "standard deviation of the samples, in the value's unit", r => r.Spread, (r, v) => r with { Spread = v }),
            Count("samples", "number of samples", r => r.Samples, (r, v) => r with { Samples = v }),
            Number("forecast", "what LocalRig forecast without the machine's own measurements", r => r.Forecast, (r, v) => r with { Forecast = v }),
            Number("ceiling", "what data sheets allow at most", r => r.Ceiling, (r, v) => r with { Ceiling = v }),
            Text("calibration", "the calibration the forecast was made with", r => r.Calibration, (r, v) => r with { Calibration = v }),
            Number("busy", "share of the processors other programs kept busy meanwhile", r => r.Busy, (r, v) => r with { Busy = v }),
            Text("conditions", "what else matters, in words", r => r.Conditions, (r, v) => r with { Conditions = v }),
            Text("source", "where it stands: an address", r => r.Source, (r, v) => r with { Source = v }),
            Text("who", "what sort of witness: own, community, vendor", r => r.Who, (r, v) => r with { Who = v }),
            Text("of", "the record taken back or accepted", r => r.Of, (r, v) => r with { Of = v }),
        ];
        ByName = All.ToFrozenDictionary(f => f.Name);
    }

    private RecordField(string name, string help, Action<Utf8JsonWriter, EvidenceRecord> write, Func<EvidenceRecord, JsonElement, List<string>, EvidenceRecord> read) =>
        (Name, Help, Write, Read) = (name, help, write, read);

    /// <summary>All fields in the order they are written, after schema, kind and time.</summary>
    public static ImmutableArray<RecordField> All { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it says.</summary>
    public string Help { get; }

    /// <summary>Writes it, where it says something.</summary>
    public Action<Utf8JsonWriter, EvidenceRecord> Write { get; }

    /// <summary>Reads it into a record, and notes what is wrong.</summary>
    public Func<EvidenceRecord, JsonElement, List<string>, EvidenceRecord> Read { get; }

    /// <summary>A field by its name.</summary>
    public static RecordField? Find(string name) => ByName.GetValueOrDefault(name);

    private static RecordField Text(string name, string help, Func<EvidenceRecord, string> get, Func<EvidenceRecord, string, EvidenceRecord> set) =>
        new(name, help, (json, record) =>
        {
            if (get(record) is { Length: > 0 } text)
            {
                json.WriteString(name, text);
            }
        }, (record, value, problems) =>
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= RecordJson.MostCharacters } text && !text.Any(char.IsControl))
            {
                return set(record, text);
            }

            problems.Add($"{name} is no text of at most {RecordJson.MostCharacters} characters");
            return record;
        });

    private static RecordField Count(string name, string help, Func<EvidenceRecord, int> get, Func<EvidenceRecord, int, EvidenceRecord> set) =>
        Number(name, help, r => get(r) == 0 ? null : get(r), (r, v) => set(r, (int)v), whole: true, most: int.MaxValue);

    private static RecordField Number(
        string name, string help, Func<EvidenceRecord, double?> get, Func<EvidenceRecord, double, EvidenceRecord> set, bool whole = false, double most = 1L << 53) =>
        new(name, help, (json, record) =>
        {
            if (get(record) is double number)
            {
                json.WriteNumber(name, number);
            }
        }, (record, value, problems) =>
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0 && number <= most && (!whole || number == Math.Floor(number)))
            {
                return set(record, number);
            }

            problems.Add(whole ? $"{name} is no whole number from 0 to {(long)most}" : $"{name} is no number from 0 to {(long)most}");
            return record;
        });
}
