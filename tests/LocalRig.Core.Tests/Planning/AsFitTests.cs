using System.Text.Json.Nodes;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Plans placed by llama.cpp's own fitting: what is left open, what it keeps, what LocalRig says beside it. That the choices are the
/// real tool's own <c>RealFitTests</c> shows.</summary>
public sealed class AsFitTests
{
    private const string Experts = """ "model":"Qwen3-30B-A3B","quant":"recipe:Q4_K_M","rig":"rtx-3060-12-gb","asFit":true """;

    [Fact]
    public async Task A_context_nobody_gave_is_shortened_before_layers_move()
    {
        JsonNode plan = await AskAsync("""{"model":"Llama-3.1-8B","quant":"recipe:Q4_K_M","rig":"rtx-3060-12-gb","asFit":true}""");
        int context = (int)plan["workload"]!["ctx"]!;
        Assert.InRange(context, 4097, 131071);
        Assert.Equal(0, context % 256);
        Assert.Equal("comfortable", (string)plan["verdict"]!);
        Assert.Equal($"-c {context} -ngl 33", (string)plan["fit"]!["arguments"]!);
        Assert.Equal("LocalRig places it the same way.", (string)plan["fit"]!["ownChoice"]!);
    }

    [Fact]
    public async Task A_context_that_was_given_is_kept()
    {
        JsonNode plan = await AskAsync($"{{{Experts},\"ctx\":16384}}");
        Assert.Equal(16384, (int)plan["workload"]!["ctx"]!);
        string named = (string)plan["fit"]!["arguments"]!;
        Assert.StartsWith("-c 16384 -ngl 49 -ot \"blk", named, StringComparison.Ordinal);
        string command = (string)plan["commands"]!["llama-server"]!;
        Assert.Contains($"-ot '{named.Split('"')[1]}'", command, StringComparison.Ordinal);
        Assert.EndsWith("-fit off", command, StringComparison.Ordinal);
        Assert.Equal("spills", (string)plan["verdict"]!);
    }

    [Fact]
    public async Task The_whole_context_is_kept_where_it_is_asked_for() =>
        Assert.Equal(40960, (int)(await AskAsync($"{{{Experts},\"ctx\":0}}"))["workload"]!["ctx"]!);

    [Fact]
    public async Task It_doesnt_go_below_the_least_context_nor_into_the_margin()
    {
        JsonNode plan = await AskAsync($"{{{Experts},\"fitContext\":8192,\"fitTarget\":2048}}");
        Assert.Equal(8192, (int)plan["workload"]!["ctx"]!);
        Assert.InRange((long)plan["devices"]![0]!["headroomBytes"]!, 2048L << 20, 2600L << 20);
    }

    [Fact]
    public async Task It_gives_up_where_layers_or_tensors_are_placed_by_hand()
    {
        foreach (string given in (string[])["\"nCpuMoe\":10", "\"gpuLayers\":49", "\"overrideTensors\":[\"blk.1.ffn=CPU\"]"])
        {
            JsonNode plan = await AskAsync($"{{{Experts},{given}}}");
            Assert.Contains("It gives up", (string)plan["fit"]!["gaveUp"]!, StringComparison.Ordinal);
            Assert.Equal(4096, (int)plan["workload"]!["ctx"]!);
            Assert.Equal("does-not-fit", (string)plan["verdict"]!);
        }
    }

    [Fact]
    public async Task LocalRigs_own_choice_stands_beside_it_with_both_speeds()
    {
        string own = (string)(await AskAsync($"{{{Experts},\"ctx\":16384}}"))["fit"]!["ownChoice"]!;
        Assert.Contains("experts of the first", own, StringComparison.Ordinal);
        Assert.Contains("tokens/s", own, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"Qwen3-8B","quant":"Q4_K_M","rig":"rtx-3090","asFit":true,"engine":"llama.cpp@0.5.0"}""", "isn't known")]
    [InlineData("""{"model":"DeepSeek-V4-Flash","quant":"Q4_K_M","rig":"rtx-3090","asFit":true}""", "leave --as-fit out")]
    public async Task What_cant_be_told_is_refused(string request, string why) =>
        Assert.Contains(why, await new Desk().AskAsync("plan", request, cancellation: TestContext.Current.CancellationToken), StringComparison.Ordinal);

    private static async Task<JsonNode> AskAsync(string request) => JsonNode.Parse(await new Desk().AskAsync("plan", request, cancellation: TestContext.Current.CancellationToken))!;
}
