using System.Globalization;
using System.Text.Json;
using LocalRig.Quantization;

namespace LocalRig.Ledger;

/// <summary>Reads the tests that llama-bench prints (llama.cpp, tools/llama-bench/llama-bench.cpp, test::get_fields), as they are: <c>-o json</c>, <c>jsonl</c>,
/// <c>csv</c> and <c>sql</c> have the same fields under the same names.</summary>
public static class LlamaBenchReader
{
    /// <summary>What every test has as JSON and no record: a quotation mark within a record's texts stands behind a backslash.</summary>
    internal static ReadOnlySpan<byte> Mark => "\"avg_ts\""u8;

    /// <summary>Whether an object is a test of llama-bench.</summary>
    public static bool Is(JsonElement test) => test.ValueKind == JsonValueKind.Object && test.TryGetProperty("avg_ts", out _) && test.TryGetProperty("n_gen", out _);

    /// <summary>A test as a record; null where it is of prompts and answers together, which no forecast is compared with.</summary>
    /// <param name="test">The test's object.</param>
    /// <param name="problems">Everything wrong with it.</param>
    public static EvidenceRecord? Read(JsonElement test, List<string> problems)
    {
        Dictionary<string, string> fields = [];
        foreach (JsonProperty field in test.EnumerateObject())
        {
            fields[field.Name] = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString()!,
                JsonValueKind.Array => field.Value.GetArrayLength().ToString(CultureInfo.InvariantCulture), // samples: their number
                _ => field.Value.GetRawText(),
            };
        }

        return Read(fields, ImportDefaults.None, problems);
    }

    /// <summary>A test as a record; null where something is wrong.</summary>
    /// <param name="test">Its fields by llama-bench's names.</param>
    /// <param name="defaults">What a format leaves out.</param>
    /// <param name="problems">Everything wrong with it.</param>
    internal static EvidenceRecord? Read(IReadOnlyDictionary<string, string> test, ImportDefaults defaults, List<string> problems)
    {
        int before = problems.Count;
        string Text(string name) => test.GetValueOrDefault(name, "");
        double Number(string name) => double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;
        int prompt = (int)Number("n_prompt");
        int answer = (int)Number("n_gen");
        if (prompt > 0 == answer > 0)
        {
            problems.Add("a test of prompts and answers together, which is kept nowhere");
            return null;
        }

        string gpu = Text("gpu_info");
        bool onCards = gpu.Length > 0 && Text("n_gpu_layers") != "0";
        (string model, string quant) = Type(Text("model_type"));
        string file = Text("model_filename");
        DateTimeOffset? at = DateTimeOffset.TryParse(Text("test_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset told) ? told : defaults.At;
        string device = onCards ? gpu : Text("cpu_info");
        EvidenceRecord record = new()
        {
            Kind = RecordKind.Measurement,
            At = at ?? default,
            Device = device.Length > 0 ? device : defaults.Device,
            Backend = onCards || Text("cpu_info").Length == 0 ? Backend(Text("backends")) : "cpu",
            Engine = "llama.cpp",
            Build = Text("build_number") is { Length: > 0 } build ? $"b{build}" : "",
            Model = file.Length > 0 ? file[(file.LastIndexOfAny(['/', '\\']) + 1)..] : model,
            Quant = quant,
            FileBytes = (long)Number("model_size") is > 0 and var bytes ? bytes : null,
            Metric = prompt > 0 ? "prefill" : "decode",
            Tokens = Math.Max(prompt, answer),
            Depth = (int)Number("n_depth"),
            CpuMoeLayers = (int)Number("n_cpu_moe"),
            CacheTypeK = Text("type_k") is "f16" ? "" : Text("type_k"),
            CacheTypeV = Text("type_v") is "f16" ? "" : Text("type_v"),
            Value = Number("avg_ts"),
            Unit = "tok/s",
            Spread = Number("stddev_ts"),
            Samples = (int)Number("samples_ts"),
            Who = "own",
        };
        if (at is null)
        {
            problems.Add(test.ContainsKey("test_time") ? "test_time is missing" : "it says no time; say when it was measured with --at 2026-11-30");
        }

        if (record.Device.Length == 0)
        {
            problems.Add("it names no device; say which with --device NAME");
            return null;
        }

        RecordRules.Check(record, problems);
        return problems.Count == before ? record : null;
    }

    /// <summary>What llama-bench calls a model: <c>llama 8B Q4_K - Medium</c> is a model and a recipe.</summary>
    private static (string Model, string Quant) Type(string type)
    {
        for (int space = type.IndexOf(' ', StringComparison.Ordinal); space > 0; space = type.IndexOf(' ', space + 1))
        {
            if (QuantRecipe.TryParse(type[(space + 1)..], out QuantRecipe? recipe))
            {
                return (type[..space], recipe.Name);
            }
        }

        return (type, "");
    }

    private static string Backend(string backends) =>
        backends.Split(',').FirstOrDefault(b => b is not ("CPU" or "BLAS" or "RPC"), backends).ToUpperInvariant() switch
        {
            "HIP" or "ROCM" => "rocm",
            "MTL" or "METAL" => "metal",
            string other => other.ToLowerInvariant(),
        };
}
