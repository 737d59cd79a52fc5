using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>One field of a record's line: how it is written, read and described. There is no other list of them.</summary>
internal sealed class RecordField
{
    private readonly JsonEncodedText _name;
    private readonly byte[] _utf8;

    static RecordField()
    {
        All =
        [
            Text("machine", "fingerprint of the machine: equal machines have equal ones", r => r.Machine),
            Text("rig", "the devices it ran on, in one line", r => r.Rig),
            Text("device", "the device most of the model was on", r => r.Device),
            Text("backend", "what drove it: cuda, rocm, vulkan, metal, sycl, rpc, cpu", r => r.Backend),
            Text("engine", "the program: llama.cpp", r => r.Engine),
            Text("build", "its version or build", r => r.Build),
            Text("model", "catalogue id, or the file's name without its folder", r => r.Model),
            Text("quant", "quantization: Q4_K_M", r => r.Quant),
            Number("fileBytes", "bytes of the model's file", r => r.FileBytes, Set<long?>("fileBytes", v => (long)v), whole: true),
            Text("headerSha256", "SHA-256 of the file's first MiB", r => r.HeaderSha256),
            Text("layout", "digest of the tensors' names, types and shapes", r => r.Layout),
            Text("metric", "decode, prefill, memory", r => r.Metric),
            Text("part", "of memory: device and part", r => r.Part),
            Count("tokens", "tokens of the test", r => r.Tokens),
            Count("depth", "tokens already in context", r => r.Depth),
            Number("users", "answers at once (1)", r => r.Users == 1 ? null : r.Users, Set<int>("users", v => (int)v), whole: true, most: int.MaxValue),
            Count("context", "tokens of context made room for", r => r.Context),
            Number("gpuLayers", "layers on graphics processors, the output included", r => r.GpuLayers, Set<int?>("gpuLayers", v => (int)v), whole: true, most: int.MaxValue),
            Count("layers", "layers a full offload moves", r => r.Layers),
            Count("cpuMoeLayers", "layers whose experts were in main memory", r => r.CpuMoeLayers),
            Text("cacheTypeK", "type of cached keys (f16)", r => r.CacheTypeK),
            Text("cacheTypeV", "type of cached values (f16)", r => r.CacheTypeV),
            Number("value", "the value", r => r.Value == 0 ? null : r.Value, Set<double>("value", v => v)),
            Text("unit", "tok/s or bytes", r => r.Unit),
            Known("spread", "standard deviation of the samples, in the value's unit", r => r.Spread),
            Count("samples", "number of samples", r => r.Samples),
            Known("forecast", "what LocalRig forecast without the machine's own measurements", r => r.Forecast),
            Known("ceiling", "what data sheets allow at most", r => r.Ceiling),
            Text("calibration", "the calibration the forecast was made with", r => r.Calibration),
            Known("busy", "share of the processors other programs kept busy meanwhile", r => r.Busy),
            Text("conditions", "what else matters, in words", r => r.Conditions),
            Text("source", "where it stands: an address", r => r.Source),
            Text("who", "what sort of witness: own, community, vendor", r => r.Who),
            Text("of", "the record taken back or accepted", r => r.Of),
        ];
    }

    private RecordField(string name, string help, FieldWriter write, FieldReader read) => (Name, Help, _name, _utf8, Write, Read) = (name, help, JsonEncodedText.Encode(name), Encoding.UTF8.GetBytes(name), write, read);

    /// <summary>Writes a field, where it says something.</summary>
    public delegate void FieldWriter(Utf8JsonWriter json, JsonEncodedText name, EvidenceRecord record);

    /// <summary>Reads a field's value into a record that only its reader holds yet, and notes what is wrong.</summary>
    public delegate void FieldReader(EvidenceRecord record, ref Utf8JsonReader value, List<string> problems);

    /// <summary>All fields in the order they are written, after schema, kind and time.</summary>
    public static ImmutableArray<RecordField> All { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it says.</summary>
    public string Help { get; }

    /// <summary>Reads it into a record, and notes what is wrong.</summary>
    public FieldReader Read { get; }

    private FieldWriter Write { get; }

    /// <summary>Writes it, where it says something.</summary>
    public void WriteTo(Utf8JsonWriter json, EvidenceRecord record) => Write(json, _name, record);

    /// <summary>A field by the name that a reader is at.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="next">Where it is looked for first: fields mostly come in their order, and then finding one is comparing a name or two. The place after it.</param>
    public static RecordField? Find(in Utf8JsonReader json, ref int next)
    {
        ReadOnlySpan<RecordField> all = All.AsSpan();
        for (int i = 0; i < all.Length; i++)
        {
            int at = next + i < all.Length ? next + i : next + i - all.Length;
            if (json.ValueIsEscaped ? json.ValueTextEquals(all[at]._utf8) : json.ValueSpan.SequenceEqual(all[at]._utf8))
            {
                next = at + 1 < all.Length ? at + 1 : 0;
                return all[at];
            }
        }

        return null;
    }

    private static RecordField Text(string name, string help, Func<EvidenceRecord, string> get)
    {
        Action<EvidenceRecord, string> set = Setter<string>(name);
        return new(name, help, (json, encoded, record) =>
        {
            if (get(record) is { Length: > 0 } text)
            {
                json.WriteString(encoded, text);
            }
        }, (EvidenceRecord record, ref Utf8JsonReader value, List<string> problems) =>
        {
            if (value.TokenType == JsonTokenType.String && RepeatedTexts.Of(value) is { Length: <= RecordJson.MostCharacters } text && !RecordJson.HasControls(text))
            {
                set(record, text);
                return;
            }

            problems.Add($"{name} is no text of at most {RecordJson.MostCharacters} characters");
        });
    }

    private static RecordField Count(string name, string help, Func<EvidenceRecord, int> get)
    {
        Action<EvidenceRecord, int> set = Setter<int>(name);
        return Number(name, help, r => get(r) == 0 ? null : get(r), (r, v) => set(r, (int)v), whole: true, most: int.MaxValue);
    }

    private static RecordField Known(string name, string help, Func<EvidenceRecord, double?> get)
    {
        Action<EvidenceRecord, double?> set = Setter<double?>(name);
        return Number(name, help, get, (r, v) => set(r, v));
    }

    private static RecordField Number(string name, string help, Func<EvidenceRecord, double?> get, Action<EvidenceRecord, double> set, bool whole = false, double most = 1L << 53) =>
        new(name, help, (json, encoded, record) =>
        {
            if (get(record) is double number)
            {
                json.WriteNumber(encoded, number);
            }
        }, (EvidenceRecord record, ref Utf8JsonReader value, List<string> problems) =>
        {
            if (value.TokenType == JsonTokenType.Number && value.TryGetDouble(out double number) && number >= 0 && number <= most && (!whole || number == Math.Floor(number)))
            {
                set(record, number);
                return;
            }

            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is no {(whole ? "whole number" : "number")} from 0 to {(long)most}"));
        });

    private static Action<EvidenceRecord, double> Set<T>(string name, Func<double, T> of)
    {
        Action<EvidenceRecord, T> set = Setter<T>(name);
        return (r, v) => set(r, of(v));
    }

    /// <summary>What sets a field's property. Records are set once, when they are made; a copy for each field read (<c>with</c>) takes longer than all of the rest.</summary>
    private static Action<EvidenceRecord, T> Setter<T>(string name) =>
        typeof(EvidenceRecord).GetProperty(string.Concat(char.ToUpperInvariant(name[0]).ToString(), name.AsSpan(1)), BindingFlags.Public | BindingFlags.Instance)!.SetMethod!.CreateDelegate<Action<EvidenceRecord, T>>();
}
