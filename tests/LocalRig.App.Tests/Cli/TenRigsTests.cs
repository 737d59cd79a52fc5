using System.Text.Json.Nodes;
using LocalRig.Catalog;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>The start table of ten well-known rigs as JSON: every released Qwen3.5 is in it, whether it fits or not, from exact bytes.</summary>
public sealed class TenRigsTests
{
    public static TheoryData<string> Rigs =>
        [
            "rtx-3060-12-gb", "rtx-4060-ti-16-gb", "rtx-3090", "2x rtx-3090", "rtx-4090", "rtx-5090", "m3-8c:16", "m4-max-40c:128",
            "strix-halo-395", "cpu-threadripper-pro-7000-8ch",
        ];

    [Theory]
    [MemberData(nameof(Rigs))]
    public async Task Every_released_Qwen3_5_is_listed_with_its_recipes_exact_bytes(string rig)
    {
        (int code, string output, string error) = await CommandLine.RealAsync(["--rig", rig, "--json"]);
        Assert.True(code == 0, error);
        Dictionary<string, JsonNode> plans = JsonNode.Parse(output)!["models"]!.AsArray().ToDictionary(m => (string)m!["plan"]!["model"]!["id"]!, m => m!["plan"]!);
        foreach (string size in (string[])["0.8B", "2B", "4B", "9B", "27B", "35B-A3B", "122B-A10B", "397B-A17B"])
        {
            JsonNode plan = plans[$"Qwen3.5-{size}"];
            long bytes = ModelCatalog.Default.Get($"Qwen3.5-{size}").ToModel((string)plan["quantization"]!["name"]!).Tensors.TotalSize.Bytes;
            Assert.Equal(bytes, (long)plan["quantization"]!["tensorBytes"]!);
            long weights = plan["devices"]!.AsArray().Sum(d => (long)d!["weightsBytes"]!);
            Assert.True(weights >= bytes, $"{size} on {rig}: {weights} of {bytes} bytes placed");
        }
    }
}
