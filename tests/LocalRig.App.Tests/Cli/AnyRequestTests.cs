using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LocalRig.Catalog;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Whatever is asked of the catalogue is answered or refused in words, and answers agree with themselves.</summary>
public class AnyRequestTests
{
    private static readonly string[] Rigs =
    [
        "rtx-3090", "2x rtx-3090", "rtx-3060-12-gb + 32GB", "m4-max-40c:128", "strix-halo-395:128", "64GB", "4x rtx-4090 + 256GB", "gpu:8GB", "vulkan:16GB + 32GB",
        "rx-7900-xtx", "m3-8c:16", "rtx-4090 + rtx-3060-12-gb", "none + 256GB", "arc-a770",
    ];

    private static readonly Gen<string> Model = OneOf([.. ModelCatalog.Default.Models.Select(m => m.Id)]);

    private static readonly Gen<KeyValuePair<string, JsonNode>> Field = Gen.OneOf(
        One("quant", "Q4_K_M", "Q8_0", "BF16", "IQ2_XXS", "MXFP4_MOE", "UD-Q4_K_XL", "Q1_0", "TQ1_0", "FP8"),
        One("ctx", 0, 1, 511, 4096, 131072, 10_000_000),
        One("batch", 1, 4096),
        One("ubatch", 1, 32, 2048, 8192),
        One("parallel", 2, 7, 64, 256),
        One("cacheTypeK", "q8_0", "q4_0", "f32", "iq4_nl"),
        One("cacheTypeV", "q8_0", "q4_0", "f32", "q5_1"),
        One("flashAttention", "on", "off", "auto"),
        One("gpuLayers", 0, 1, 999, "all", "auto"),
        One("nCpuMoe", 0, 1, 999, "all", "auto"),
        One("splitMode", "layer", "none", "row"),
        One("mainGpu", 0, 1, 5),
        One("margin", "0", "20GiB"),
        One("contextType", "default", "mtp"),
        One("recurrentSequences", 1, 4),
        One("outputs", 1, 512, "batch"),
        One("depth", 0, 10_000_000),
        One("promptTokens", 1, 100_000),
        OneOf("kvUnified", "swaFull", "kvOffload", "opOffload", "mmap", "noHost", "repack", "embeddings", "mtp", "evidence")
            .SelectMany(name => One(name, true, false)));

    private static readonly Gen<string> Request = Gen.Select(Model, OneOf(Rigs), Field.Array[0, 8]).Select((model, rig, fields) =>
    {
        JsonObject request = new() { ["model"] = model, ["rig"] = rig };
        foreach ((string name, JsonNode value) in fields)
        {
            request[name] = value.DeepClone();
        }

        return request.ToJsonString();
    });

    [Fact]
    public Task It_is_answered_or_refused_in_words() =>
        Request.Array[100].SampleAsync(
            async requests =>
            {
                CommandLine.Answer answer = await CommandLine.RealAsync(["plan", "--batch", "-"], input: string.Join('\n', requests));
                string[] lines = answer.Output.TrimEnd().Split('\n');
                Assert.Equal(requests.Length, lines.Length);
                foreach ((string request, string line) in requests.Zip(lines))
                {
                    JsonElement result = JsonDocument.Parse(line).RootElement;
                    if (result.TryGetProperty("error", out JsonElement error))
                    {
                        Assert.True(error.GetProperty("code").GetString() is "usage" or "rig-unknown", $"{request}: {error}");
                    }
                    else
                    {
                        Agrees(result, request);
                    }
                }
            },
            iter: 5, threads: 1);

    private static void Agrees(JsonElement plan, string request)
    {
        foreach (JsonElement device in plan.GetProperty("devices").EnumerateArray())
        {
            Assert.All(device.EnumerateObject().Where(p => p.Name.EndsWith("Bytes", StringComparison.Ordinal) && p.Name != "headroomBytes"), p => Assert.True(p.Value.GetInt64() >= 0, $"{request}: {p}"));
        }

        if (plan.TryGetProperty("throughput", out JsonElement speed) && speed.GetProperty("decode") is { } rate && rate.GetProperty("tokensPerSecond").ValueKind == JsonValueKind.Number)
        {
            double[] ends = [rate.GetProperty("low").GetDouble(), rate.GetProperty("tokensPerSecond").GetDouble(), rate.GetProperty("high").GetDouble(), rate.GetProperty("ceiling").GetDouble()];
            Assert.True(ends[0] > 0 && ends.SequenceEqual(ends.Order()), $"{request}: {rate}");
        }
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<KeyValuePair<string, JsonNode>> One(string name, params JsonNode[] values) =>
        OneOf(values).Select(value => new KeyValuePair<string, JsonNode>(name, value));
}
