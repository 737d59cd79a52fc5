using System.Text.Json.Nodes;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary><c>localrig serve</c> over real rigs and the real catalogue.</summary>
public sealed class ServeTests
{
    private const string TwoMachines = "2 nodes of 8x h100-80gb-sxm over 100gbe";

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Screens_of_one_and_two_machines(int width)
    {
        (int one, string single, _) = await Run(width, "serve", "Llama-3.1-8B", "--rig", "2x rtx-3090", "-c", "32k");
        (int two, string several, _) = await Run(width, "serve", "DeepSeek-V3", "--rig", TwoMachines, "--format", "fp8-block");
        Assert.Equal(0, one + two);
        string[] drawn = [.. (single + several).ReplaceLineEndings("\n").Split('\n').Where(l => !l.Contains("$ ", StringComparison.Ordinal))];
        Assert.All(drawn, line => Assert.True(line.Length <= width, line));
        Golden.Matches(single + "\n" + several, $"serve-{width}");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Screens_of_experts_in_replicas_and_of_llama_cpp_over_rpc(int width)
    {
        (int one, string experts, _) = await Run(width, "serve", "DeepSeek-V3", "--rig", TwoMachines, "--tp", "1", "--dp", "16", "--ep");
        (int two, string rpc, _) = await Run(width, "serve", "Qwen3-32B", "--rig", "rtx-3090 / rtx-3090 over 10gbe", "--runtime", "llama.cpp", "--quant", "Q8_0");
        Assert.Equal(0, one + two);
        string[] drawn = [.. (experts + rpc).ReplaceLineEndings("\n").Split('\n').Where(l => !l.Contains("$ ", StringComparison.Ordinal))];
        Assert.All(drawn, line => Assert.True(line.Length <= width, line));
        Golden.Matches(experts + "\n" + rpc, $"serve-machines-{width}");
    }

    [Fact]
    public async Task A_manifest_is_printed_alone_and_stands_in_json()
    {
        (int code, string output, _) = await Run(80, "serve", "Llama-3.1-8B", "--rig", "2x rtx-3090", "-c", "32k", "--as", "kubernetes");
        Assert.Equal(0, code);
        Assert.Contains("kind: Deployment\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("Pool:", output, StringComparison.Ordinal);
        (_, string json, _) = await Run(80, "serve", "Llama-3.1-8B", "--rig", "2x rtx-3090", "-c", "32k", "--as", "kubernetes", "--json");
        Assert.EndsWith(((string)JsonNode.Parse(json)!["keep"]!["text"]!).TrimEnd('\n'), output.ReplaceLineEndings("\n").TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_rpc_there_is_no_manifest_and_it_says_what_to_ask_instead()
    {
        (int code, _, string error) = await Run(80, "serve", "Qwen3-32B", "--rig", "rtx-3090 / rtx-3090", "--runtime", "llama.cpp", "--as", "kubernetes");
        Assert.Equal(2, code);
        Assert.Contains("commands MODEL --as kubernetes", error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_every_device_of_every_machine()
    {
        (int code, string output, _) = await Run(80, "serve", "DeepSeek-V3", "--rig", TwoMachines, "--format", "fp8-block", "--json");
        Assert.Equal(0, code);
        JsonNode plan = JsonNode.Parse(output)!;
        Assert.Equal(16, plan["ranks"]!.AsArray().Count);
        Assert.Equal(2, plan["ranks"]!.AsArray().Select(r => (int)r!["node"]!).Distinct().Count());
        Assert.Equal(61, plan["ranks"]!.AsArray().GroupBy(r => (int)r!["stage"]!).Sum(g => (int)g.First()!["layers"]!));
        Assert.True((double)plan["poolTokens"]!["low"]! < (double)plan["poolTokens"]!["high"]!);
    }

    [Fact]
    public async Task Llama_cpp_over_rpc_plans_both_machines_and_starts_a_server_on_the_other()
    {
        (int code, string output, _) = await Run(80, "serve", "Qwen3-32B", "--rig", "rtx-3090 / rtx-3090 over 10gbe", "--runtime", "llama.cpp", "--quant", "Q8_0");
        Assert.Equal(0, code);
        Assert.Contains("[1]$ ggml-rpc-server", output, StringComparison.Ordinal);
        Assert.Contains("--rpc NODE1:50052", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_over_rpc_tells_each_machines_bytes_and_only_an_upper_bound_without_a_link()
    {
        (_, string output, _) = await Run(80, "serve", "Qwen3-32B", "--rig", "rtx-3090 / rtx-3090", "--runtime", "llama.cpp", "--quant", "Q8_0", "--json");
        JsonNode plan = JsonNode.Parse(output)!;
        Assert.Equal((string)plan["nodes"]![0]!["command"]!, (string)plan["commands"]!["llama-server"]!);
        Assert.Single(plan["commands"]!.AsObject());
        Assert.Equal(plan["devices"]!.AsArray().Sum(d => (long)d!["totalBytes"]!), plan["nodes"]!.AsArray().Sum(n => (long)n!["totalBytes"]!));
        Assert.Null(plan["throughput"]!["decode"]!["low"]);
        Assert.True((double)plan["throughput"]!["decode"]!["high"]! > 0);
    }

    [Fact]
    public async Task A_plan_over_rpc_without_a_link_invents_no_speed()
    {
        (_, string output, _) = await Run(80, "plan", "Qwen3-8B", "--quant", "Q8_0", "--rig", "rtx-3090", "--backend", "rpc", "--json");
        JsonNode decode = JsonNode.Parse(output)!["throughput"]!["decode"]!;
        Assert.Null(decode["tokensPerSecond"]);
        Assert.True((double)decode["high"]! <= (double)decode["ceiling"]!); // a bound, and no lower than the card alone
        (_, string alone, _) = await Run(80, "plan", "Qwen3-8B", "--quant", "Q8_0", "--rig", "rtx-3090", "--json");
        Assert.True((double)decode["high"]! >= (double)JsonNode.Parse(alone)!["throughput"]!["decode"]!["tokensPerSecond"]!);
    }

    [Theory]
    [InlineData("There is no link", "Llama-3.1-8B", "--rig", "rtx-3090 / rtx-3090 over 10gb")]
    [InlineData("no number of machines", "Llama-3.1-8B", "--rig", "0 nodes of rtx-3090")]
    [InlineData("no number of machines", "Llama-3.1-8B", "--rig", "99999999999 nodes of rtx-3090")]
    [InlineData("no hardware", "Llama-3.1-8B", "--rig", "rtx-3090 / rtx-9999")]
    [InlineData("no share", "Llama-3.1-8B", "--rig", "rtx-3090", "--utilization", "1.5")]
    [InlineData("no share", "Llama-3.1-8B", "--rig", "rtx-3090", "--utilization", "-1")]
    [InlineData("no format", "Llama-3.1-8B", "--rig", "rtx-3090", "--format", "q4")]
    [InlineData("no number of devices", "Llama-3.1-8B", "--rig", "rtx-3090", "--tp", "0")]
    [InlineData("needs 4 devices", "Llama-3.1-8B", "--rig", "rtx-3090", "--tp", "4")]
    [InlineData("CUDA or ROCm", "Llama-3.1-8B", "--rig", "m3-max-40c:128")]
    [InlineData("no graphics processor", "Llama-3.1-8B", "--rig", "none + 64GB")]
    [InlineData("trained for", "Llama-3.1-8B", "--rig", "rtx-3090", "-c", "1m")]
    [InlineData("no runtime", "Llama-3.1-8B", "--rig", "rtx-3090", "--runtime", "tgi")]
    [InlineData("is for GGUF", "Llama-3.1-8B", "--rig", "rtx-3090", "--quant", "Q4_K_M")]
    [InlineData("no experts", "Llama-3.1-8B", "--rig", "2x rtx-3090", "--enable-expert-parallel")]
    [InlineData("fewer than", "gpt-oss-20b", "--rig", "8 nodes of 8x rtx-4090", "--tp", "1", "--dp", "64", "--ep")]
    [InlineData("together with expert parallelism", "Qwen3-30B-A3B", "--rig", "2x rtx-3090", "--dp", "2")]
    [InlineData("times 4 replicas", "Qwen3-30B-A3B", "--rig", "2x rtx-3090", "--dp", "4", "--ep")]
    [InlineData("second machine", "Llama-3.1-8B", "--rig", "rtx-3090", "--runtime", "llama.cpp")]
    [InlineData("released in MXFP4", "gpt-oss-20b", "--rig", "rtx-4090", "--format", "fp8")]
    [InlineData("format of its own", "Kimi-K2.5", "--rig", "8x h100-80gb-sxm")]
    [InlineData("know the shape", "Llama-3.3-Nemotron-Super-49B", "--rig", "rtx-4090")]
    public async Task Silly_input_is_one_clear_sentence(string sentence, params string[] args)
    {
        (int code, _, string error) = await Run(80, ["serve", .. args]);
        Assert.NotEqual(0, code);
        Assert.NotEqual(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_sends_who_asks_for_vllm_to_serve() =>
        Assert.Contains("localrig serve MODEL --runtime vllm", (await Run(80, "plan", "Llama-3.1-8B", "--rig", "rtx-3090", "--engine", "vllm")).Error, StringComparison.Ordinal);

    private static Task<CommandLine.Answer> Run(int width, params string[] args) => CommandLine.RealAsync(args, width);
}
