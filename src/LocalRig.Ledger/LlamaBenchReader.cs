using System.Text.Json;
using LocalRig.Quantization;

namespace LocalRig.Ledger;

/// <summary>Reads what <c>llama-bench -o json</c> and <c>-o jsonl</c> print (llama.cpp, tools/llama-bench/llama-bench.cpp, test::get_fields), as it is.</summary>
public static class LlamaBenchReader
{
    /// <summary>What every test of llama-bench has in its text and no record: a quotation mark within a record's texts stands behind a backslash.</summary>
    internal static ReadOnlySpan<byte> Mark => "\"avg_ts\""u8;

    /// <summary>Whether an object is a test of llama-bench.</summary>
    public static bool Is(JsonElement test) => test.ValueKind == JsonValueKind.Object && test.TryGetProperty("avg_ts", out _) && test.TryGetProperty("n_gen", out _);

    /// <summary>A test as a record; null where it is of prompts and answers together, which no forecast is compared with.</summary>
    /// <param name="test">The test's object.</param>
    /// <param name="problems">Everything wrong with it.</param>
    public static EvidenceRecord? Read(JsonElement test, List<string> problems)
    {
        int prompt = (int)Number(test, "n_prompt");
        int answer = (int)Number(test, "n_gen");
        if (prompt > 0 == answer > 0)
        {
            problems.Add("a test of prompts and answers together, which is kept nowhere");
            return null;
        }

        string gpu = Text(test, "gpu_info");
        string backends = Text(test, "backends");
        bool onCards = gpu.Length > 0 && !(test.TryGetProperty("n_gpu_layers", out JsonElement layers) && layers.ValueKind == JsonValueKind.Number && layers.GetInt32() == 0);
        (string model, string quant) = Type(Text(test, "model_type"));
        string file = Text(test, "model_filename");
        EvidenceRecord record = new()
        {
            Kind = RecordKind.Measurement,
            At = test.TryGetProperty("test_time", out JsonElement time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out DateTimeOffset at) ? at.ToUniversalTime() : default,
            Device = onCards ? gpu : Text(test, "cpu_info"),
            Backend = onCards ? Backend(backends) : "cpu",
            Engine = "llama.cpp",
            Build = $"b{(int)Number(test, "build_number")}",
            Model = file.Length > 0 ? file[(file.LastIndexOfAny(['/', '\\']) + 1)..] : model,
            Quant = quant,
            FileBytes = (long)Number(test, "model_size") is > 0 and var bytes ? bytes : null,
            Metric = prompt > 0 ? "prefill" : "decode",
            Tokens = Math.Max(prompt, answer),
            Depth = (int)Number(test, "n_depth"),
            CpuMoeLayers = (int)Number(test, "n_cpu_moe"),
            CacheTypeK = Text(test, "type_k") is "f16" ? "" : Text(test, "type_k"),
            CacheTypeV = Text(test, "type_v") is "f16" ? "" : Text(test, "type_v"),
            Value = Number(test, "avg_ts"),
            Unit = "tok/s",
            Spread = Number(test, "stddev_ts"),
            Samples = test.TryGetProperty("samples_ts", out JsonElement samples) && samples.ValueKind == JsonValueKind.Array ? samples.GetArrayLength() : 0,
            Who = "own",
        };
        if (record.At == default)
        {
            problems.Add("test_time is missing");
        }

        RecordRules.Check(record, problems);
        return problems.Count == 0 ? record : null;
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

    private static string Text(JsonElement test, string name) => test.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static double Number(JsonElement test, string name) => test.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : 0;
}
