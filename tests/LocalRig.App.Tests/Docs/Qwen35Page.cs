using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LocalRig.Advice.Matching;
using LocalRig.Cli;
using LocalRig.Local.Desks;

namespace LocalRig.App.Tests.Docs;

/// <summary>Writes docs/qwen3.5.md from what the commands answer: the sizes that exist, a popular guide's table row by row, and its other claims.</summary>
internal sealed class Qwen35Page
{
    private static readonly string[] Sizes = ["0.8B", "2B", "4B", "9B", "27B", "35B-A3B", "122B-A10B", "397B-A17B"];

    private static readonly string[] Nominal = ["3B", "7B", "14B", "32B", "70B", "235B"];

    /// <summary>The guide's rows in the order of data/devices/tiers.csv: what it says, and the sizes it names with the quantization to plan them in.
    /// "Unsloth Dynamic 2.0" is a series of mixes; Q4_K_M, which the guide names beside it, stands for it.</summary>
    private static readonly (string Says, string[] Sizes, string Quant)[] Rows =
    [
        ("RTX 3060, MacBook Air M3 16GB (12 GB): 7B, comfortable; 14B tight", ["7B", "14B"], "Q4_K_M"),
        ("RTX 4060 Ti, used RTX 3080 10GB (10–12 GB): 7B to 14B, 14B tight", ["7B", "14B"], "Q4_K_M"),
        ("used RTX 3090, RTX 4070 (24 GB): 32B to 35B, the sweet spot", ["32B", "35B-A3B"], "Q4_K_M"),
        ("dual used RTX 3090, RTX 6000 48GB (48 GB): 70B", ["70B"], "Q4_K_M"),
        ("Mac Studio, M3 Max 128GB, Threadripper 256GB (128 GB and more): 70B to 122B in Q5_K_M", ["70B", "122B-A10B"], "Q5_K_M"),
        ("M3 Max 256GB, high-end Threadripper (256 GB): 235B, single-digit tok/s", ["235B"], "Q4_K_M"),
    ];

    private readonly StringBuilder _text = new();

    public static async Task<string> WriteAsync(string repository)
    {
        Qwen35Page page = new();
        page.Line("# Qwen3.5 by hardware: a popular guide's table, reckoned");
        page.Line();
        page.Line("Written by `eng/qwen3.5-page` from what `localrig plan`, `match` and `audit` answer; not edited by hand, and a test holds it to them.");
        page.Line("Memory is llama.cpp 0.7.0's own allocation, to the byte where the model exists (GiB is 2^30 bytes); tokens a second are forecasts, with the range in which four of five measured values lie and the physical ceiling. Cards are planned with 64 GiB of main memory beside them and 8,192 tokens of context.");
        page.Line();
        await page.ExistingAsync();
        await page.TableAsync();
        await page.ClaimsAsync(Path.Combine(repository, "examples", "guide-claims.yaml"));
        return page._text.ToString();
    }

    private async Task ExistingAsync()
    {
        Line("## The sizes that exist");
        Line();
        Line("| model | parameters | weights Q4_K_M | weights Q8_0 | cache and state, 32,768 tokens | all of Q4_K_M, 32,768 tokens |");
        Line("|---|---:|---:|---:|---:|---:|");
        foreach (string size in Sizes)
        {
            JsonNode four = await PlanAsync(size, "Q4_K_M", "none + 1024GB", "-c", "32768");
            JsonNode eight = await PlanAsync(size, "Q8_0", "none + 1024GB", "-c", "32768");
            long cache = Sum(four, "kvCacheBytes") + Sum(four, "recurrentStateBytes");
            Line($"| Qwen3.5-{size} | {(long)four["model"]!["parameters"]!:N0} | {Gibibytes(Sum(four, "weightsBytes"))} | {Gibibytes(Sum(eight, "weightsBytes"))} | {Gibibytes(cache)} | {Gibibytes((long)four["totalBytes"]!)} |");
        }

        Line();
        Line("Weights are what llama.cpp keeps of them in memory on a processor. The guide's other sizes were never released; asked for them, LocalRig says so and plans them on the shape of a real model:");
        Line();
        foreach (string size in Nominal)
        {
            Line($"- {(string)(await PlanAsync(size, "Q4_K_M", "none + 1024GB"))["model"]!["notice"]!}");
        }

        Line();
    }

    private async Task TableAsync()
    {
        Line("## The guide's table, row by row");
        string[] tiers = [.. HardwareTiers.All.Select(t => t.Tier).Distinct()];
        for (int row = 0; row < Rows.Length; row++)
        {
            Line();
            Line($"### {Rows[row].Says}");
            Line();
            Line("| rig | size | memory, of it on the host | verdict | tokens/s | ceiling |");
            Line("|---|---|---:|---|---:|---:|");
            List<string> reasons = [];
            foreach (string rig in HardwareTiers.All.Where(t => t.Tier == tiers[row]).Select(t => t.Rig))
            {
                foreach (string size in Rows[row].Sizes)
                {
                    JsonNode asked = await PlanAsync(size, Rows[row].Quant, rig);
                    Row(rig, $"{size}{(Nominal.Contains(size) ? " (nominal)" : "")} {Rows[row].Quant}", asked);
                    if ((string)asked["verdict"]! != "comfortable")
                    {
                        reasons.Add($"- {rig}, {size}: {(string)asked["advice"]!}");
                    }
                }

                JsonNode match = (await JsonAsync("match", "--family", "qwen3.5", "--rig", rig))["matches"]![0]!;
                JsonNode plan = match["best"]!["plan"]!;
                Row(rig, $"**LocalRig: {(string)plan["model"]!["id"]!} {(string)plan["quantization"]!["name"]!}**", plan);
                reasons.Add($"- {rig}: {(string)match["because"]!} Up to {(int)match["best"]!["comfortableContext"]!:N0} tokens of context leave the margin free.{Passed((string)match["passedOver"]!)}");
            }

            Line();
            reasons.ForEach(Line);
        }

        Line();
    }

    private static string Passed(string over) => over.Length > 0 ? $" Passed over: {over}" : "";

    private void Row(string rig, string size, JsonNode plan)
    {
        JsonNode host = plan["devices"]!.AsArray()[^1]!;
        long onHost = plan["devices"]!.AsArray().Count > 1 ? Total(host) : 0;
        JsonNode? rate = plan["throughput"]?["decode"];
        Line(
            $"| {rig} | {size} | {Gibibytes((long)plan["totalBytes"]!)}{(onHost > 0 ? $", {Gibibytes(onHost)}" : "")} | {((string)plan["verdict"]!).Replace('-', ' ')} "
            + (rate is null ? "| unknown | |" : $"| {Rate(rate, "tokensPerSecond")} ({Rate(rate, "low")}–{Rate(rate, "high")}) | {Rate(rate, "ceiling")} |"));
    }

    private async Task ClaimsAsync(string guide)
    {
        Line("## The guide's claims, checked");
        Line();
        Line("From `localrig audit examples/guide-claims.yaml`, which prints the working and sources of each.");
        Line();
        Line("| claim | verdict | why |");
        Line("|---|---|---|");
        foreach (JsonNode? claim in (await JsonAsync("audit", guide))["claims"]!.AsArray())
        {
            string said = ((string)claim!["text"]!).Replace("claim: ", "", StringComparison.Ordinal);
            string correction = (string?)claim["correction"] ?? "";
            Line($"| {said} | {(string)claim["verdict"]!} | {(string)claim["reason"]!} {correction} |".Replace("  |", " |", StringComparison.Ordinal));
        }
    }

    private static Task<JsonNode> PlanAsync(string size, string quant, string rig, params string[] more) =>
        JsonAsync(["plan", $"Qwen3.5-{size}", "--quant", quant, "--rig", rig, .. more]);

    private static async Task<JsonNode> JsonAsync(params string[] command)
    {
        StringWriter output = new();
        StringWriter error = new();
        using Terminal terminal = new(TextReader.Null, output, error, 120, colour: false);
        Surroundings surroundings = new(terminal, NativeDesk.Make(new PriceDay()));
        await CommandLineApp.RunAsync([.. command, "--json"], surroundings);
        return JsonNode.Parse(output.ToString()) ?? throw new InvalidOperationException($"{string.Join(' ', command)}: {error}");
    }

    private static long Sum(JsonNode plan, string part) => plan["devices"]!.AsArray().Sum(d => (long)d![part]!);

    private static long Total(JsonNode device) =>
        ((string[])["weightsBytes", "kvCacheBytes", "recurrentStateBytes", "computeBytes", "outputBytes"]).Sum(part => (long)device[part]!);

    private static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB");

    private static string Rate(JsonNode rate, string name) => ((double)rate[name]!).ToString("0.#", CultureInfo.InvariantCulture);

    private void Line(string text = "") => _text.Append(text).Append('\n');

    /// <summary>The day the price list was collected, so that the page doesn't age by itself.</summary>
    private sealed class PriceDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
