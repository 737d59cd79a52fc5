using System.Globalization;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Reads llmfit's community submissions (llmfit-core/data/community/schema.json, schemaVersion 1), as they are. Its rates divide an answer's tokens by the
/// whole time, the short prompt included; the record says so, and no forecast is calibrated with it.</summary>
internal static class LlmfitReader
{
    private const int Known = 1;

    /// <summary>What every submission has and no record.</summary>
    public static ReadOnlySpan<byte> Mark => "\"submittedAtUnix\""u8;

    /// <summary>Whether an object is one.</summary>
    public static bool Is(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schemaVersion", out _) && root.TryGetProperty("submittedAtUnix", out _) && root.TryGetProperty("results", out _);

    /// <summary>Its results.</summary>
    public static IEnumerable<EvidenceRecord?> Read(JsonElement root, Action<string> problem)
    {
        JsonElement hardware = default;
        if (!(root.GetProperty("schemaVersion") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out int number) && number == Known)
            || !(root.GetProperty("submittedAtUnix") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out long at) && at is >= 0 and < 253_402_300_800) // DateTimeOffset ends with the year 9999
            || !root.TryGetProperty("hardware", out hardware) || hardware.ValueKind != JsonValueKind.Object || root.GetProperty("results").ValueKind != JsonValueKind.Array)
        {
            problem($"no submission of llmfit that is known: schemaVersion {Known} with submittedAtUnix, hardware and results");
            yield break;
        }

        int place = 0;
        foreach (JsonElement result in root.GetProperty("results").EnumerateArray())
        {
            place++;
            List<string> problems = [];
            EvidenceRecord record = Record(result, hardware, root, DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("submittedAtUnix").GetInt64()));
            RecordRules.Check(record, problems);
            problems.ForEach(p => problem($"result {place}: {p}"));
            yield return problems.Count == 0 ? record : null;
        }
    }

    private static EvidenceRecord Record(JsonElement result, JsonElement hardware, JsonElement root, DateTimeOffset at)
    {
        string model = Text(result, "model");
        string cpu = Text(hardware, "cpu");
        string card = Text(hardware, "hardwareName");
        bool onProcessor = Text(hardware, "hwClass") == "CPU_ONLY" || card.Length == 0;
        string version = root.TryGetProperty("tool", out JsonElement tool) ? $"{Text(tool, "name")} {Text(tool, "version")}".Trim() : "llmfit";
        string first = Number(result, "avgTtftMs") is double wait ? string.Create(CultureInfo.InvariantCulture, $", first token after {wait:0.##} ms") : "";
        return new EvidenceRecord
        {
            Kind = RecordKind.Measurement,
            At = at,
            Rig = string.Create(CultureInfo.InvariantCulture, $"{(onProcessor ? "" : $"{Number(hardware, "gpuCount") ?? 1:0}x {card}, {Number(hardware, "vramGb"):0.##} GB; ")}{cpu}, {Number(hardware, "ramGb"):0.##} GB; {Text(hardware, "os")}"),
            Device = onProcessor ? cpu : card,
            Backend = onProcessor ? "cpu" : "",
            Engine = Text(result, "provider") switch { "llamacpp" => "llama.cpp", string other => other },
            Model = model[(model.LastIndexOfAny(['/', '\\']) + 1)..],
            Metric = "decode",
            Tokens = (int)Math.Round(Math.Clamp(Number(result, "avgOutputTokens") ?? 0, 0, int.MaxValue)),
            Value = Number(result, "avgTps") ?? 0,
            Unit = "tok/s",
            Samples = (int)Math.Clamp(Number(result, "numRuns") ?? 0, 0, int.MaxValue),
            Conditions = string.Create(CultureInfo.InvariantCulture, $"{version}: an answer's tokens by the whole time, a short prompt included; {Number(result, "minTps"):0.##} to {Number(result, "maxTps"):0.##}{first}"),
            Who = "community",
        };
    }

    private static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static double? Number(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;
}
