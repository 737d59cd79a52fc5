using System.Globalization;
using System.Text.Json.Nodes;
using LocalRig.Words;
using LocalRig.Advice.Matching;
using LocalRig.Contract;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary><c>localrig match</c> over real rigs and the real catalogue.</summary>
public sealed class MatchTests
{
    [Fact]
    public void Every_tiers_rig_exists() => Assert.All(HardwareTiers.All, t => Assert.NotNull(RigWords.TryParse(t.Rig)));

    [Fact]
    public async Task Six_tiers_get_a_real_Qwen3_5_each_with_reasons()
    {
        JsonArray matches = (await RunAsync("--tiers", "--family", "qwen3.5"))["matches"]!.AsArray();
        Assert.Equal(HardwareTiers.All.Length, matches.Count);
        Assert.Equal(6, matches.Select(m => (string)m!["tier"]!).Distinct().Count());
        foreach (JsonNode? match in matches)
        {
            JsonNode plan = match!["best"]!["plan"]!;
            Assert.StartsWith("Qwen3.5-", (string)plan["model"]!["id"]!);
            Assert.False((bool)plan["model"]!["nominal"]!);
            Assert.NotEqual("does-not-fit", (string)plan["verdict"]!);
            Assert.Contains((string)plan["model"]!["id"]!, (string)match["because"]!);
        }
    }

    [Fact]
    public async Task More_memory_on_the_same_card_never_gets_a_smaller_model()
    {
        JsonArray matches = (await RunAsync("--rig", "rtx-3060-12-gb", "--rig", "2x rtx-3060-12-gb", "--rig", "4x rtx-3060-12-gb", "--family", "qwen3.5", "--min-tps", "0"))["matches"]!.AsArray();
        long[] parameters = [.. matches.Select(m => (long)m!["best"]!["plan"]!["model"]!["parameters"]!)];
        Assert.Equal(parameters.Order(), parameters);
    }

    /// <summary>What spills may compete by strength where somebody accepts that; it must still answer at reading speed.</summary>
    [Fact]
    public async Task What_spills_competes_when_it_is_accepted()
    {
        JsonNode strict = (await RunAsync("--rig", "rtx-3090 + 64GB", "--family", "qwen3.5"))["matches"]![0]!;
        JsonNode lenient = (await RunAsync("--rig", "rtx-3090 + 64GB", "--family", "qwen3.5", "--accept", "spills"))["matches"]![0]!;
        Assert.Equal(("Qwen3.5-27B", "comfortable"), (Id(strict), (string)strict["best"]!["plan"]!["verdict"]!));
        Assert.Contains(strict["offers"]!.AsArray(), o => (string)o!["model"]! == "Qwen3.5-122B-A10B");
        Assert.Equal(("Qwen3.5-122B-A10B", "spills"), (Id(lenient), (string)lenient["best"]!["plan"]!["verdict"]!));
        Assert.Equal("", (string)lenient["passedOver"]!);
    }

    /// <summary>The margin is what every device keeps free, in the plan and at the comfortable context.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("512MiB")]
    [InlineData("3GiB")]
    public async Task A_margin_that_is_asked_for_stays_free(string margin)
    {
        Assert.True(FriendlyNumber.TryBytes(margin, out ByteSize asked));
        JsonNode best = (await RunAsync("--rig", "rtx-3090 + 64GB", "--family", "qwen3.5", "--margin", margin))["matches"]![0]!["best"]!;
        Assert.Equal(("comfortable", asked.Bytes), ((string)best["plan"]!["verdict"]!, (long)best["plan"]!["placement"]!["marginBytes"]!));
        string quant = (string)best["plan"]!["quantization"]!["name"]!;
        string context = ((int)best["comfortableContext"]!).ToString(CultureInfo.InvariantCulture);
        CommandLine.Answer plan = await CommandLine.RealAsync(["plan", (string)best["plan"]!["model"]!["id"]!, "--quant", quant, "--rig", "rtx-3090 + 64GB", "-c", context, "--margin", margin, "--json"]);
        Assert.All(JsonNode.Parse(plan.Output)!["devices"]!.AsArray(), d => Assert.True((long)d!["headroomBytes"]! >= asked.Bytes));
    }

    [Fact]
    public async Task A_context_that_is_asked_for_is_planned_and_held()
    {
        JsonNode match = (await RunAsync("--rig", "rtx-3090 + 64GB", "-c", "64k", "--min-context", "100k"))["matches"]![0]!;
        Assert.Equal(65536, (int)match["best"]!["plan"]!["workload"]!["effective"]!["ctx"]!);
        Assert.True((int)match["best"]!["comfortableContext"]! >= 102400);
    }

    [Fact]
    public async Task A_speed_that_is_asked_for_is_kept_where_anything_keeps_it()
    {
        JsonNode match = (await RunAsync("--rig", "rtx-3090", "--min-tps", "100"))["matches"]![0]!;
        Assert.True((double)match["best"]!["plan"]!["throughput"]!["decode"]!["tokensPerSecond"]! >= 100);
    }

    [Theory]
    [InlineData("--family", "nope", "has no family")]
    [InlineData("--min-tps", "-5", "no speed")]
    [InlineData("--rig", "rtx-9999", "no hardware")]
    public async Task Silly_input_is_one_clear_sentence(string option, string value, string sentence)
    {
        (int code, _, string error) = await Run([option, value]);
        Assert.NotEqual(0, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private static string Id(JsonNode match) => (string)match["best"]!["plan"]!["model"]!["id"]!;

    private static async Task<JsonNode> RunAsync(params string[] args)
    {
        (int code, string output, string error) = await Run([.. args, "--json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }

    private static Task<CommandLine.Answer> Run(string[] args) => CommandLine.RealAsync(["match", .. args]);
}
