using System.Text.Json.Nodes;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Serving;

/// <summary>A plan of a command line with --rpc: the same bytes as <c>serve</c> over the same machines, the command with the servers as given.</summary>
public sealed class PlanRpcTests
{
    private const string Servers = "192.168.1.2:50052,192.168.1.3:50052";

    [Fact]
    public void A_plan_over_rpc_is_serves_plan_over_the_same_machines()
    {
        JsonNode plan = Ask("plan", $$"""{"model":"Qwen3-32B","quant":"Q8_0","rig":"rtx-3090 / rtx-4090 / rtx-3060 over 10gbe","rpc":"{{Servers}}"}""");
        JsonNode serve = Ask("serve", """{"model":"Qwen3-32B","quant":"Q8_0","rig":"rtx-3090 / rtx-4090 / rtx-3060 over 10gbe","runtime":"llama.cpp"}""");
        Assert.Equal(["rpc", "rpc", "cuda", "cpu"], plan["devices"]!.AsArray().Select(d => (string)d!["backend"]!));
        Assert.Equal(serve["devices"]!.ToJsonString(), plan["devices"]!.ToJsonString());
        Assert.Contains($"--rpc {Servers} ", (string)plan["commands"]!["llama-server"]!, StringComparison.Ordinal);
        Assert.Equal((double)serve["throughput"]!["decode"]!["tokensPerSecond"]!, (double)plan["throughput"]!["decode"]!["tokensPerSecond"]!);
    }

    [Fact]
    public void A_described_rig_lists_devices_behind_servers_first()
    {
        string Rig(string first, string second) =>
            $$$"""{"model":"Qwen3-8B","quant":"Q4_K_M","rpc":"host:1","rig":{"devices":[{"name":"a","backend":"{{{first}}}","memoryBytes":8589934592},{"name":"b","backend":"{{{second}}}","memoryBytes":8589934592}],"hostMemoryBytes":34359738368}}""";
        Assert.Equal("rpc", (string)Ask("plan", Rig("rpc", "cuda"))["devices"]![0]!["backend"]!);
        Assert.Contains("its own before", Refused(Rig("cuda", "rpc")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("each server has one at least", Refused(Rig("cuda", "cuda")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtx-3090", "192.168.1.2:50052", "what memory is behind each server")]
    [InlineData("rtx-3090 / rtx-4090", Servers, "what memory is behind each server")]
    [InlineData("rtx-3090 / rtx-4090", "192.168.1.2", "no host with a port")]
    [InlineData("rtx-3090 / rtx-4090", "host:0", "no host with a port")]
    [InlineData("rtx-3090 / rtx-4090", "host:50052,", "no host with a port")]
    public void Servers_whose_memory_nobody_told_are_refused(string rig, string servers, string why) =>
        Assert.Contains(why, Refused($$"""{"model":"Qwen3-8B","rig":"{{rig}}","rpc":"{{servers}}"}"""), StringComparison.Ordinal);

    private static JsonNode Ask(string question, string request) => JsonNode.Parse(new Desk().AskAsync(question, request).Result)!;

    private static string Refused(string request)
    {
        string answer = new Desk().AskAsync("plan", request).Result;
        Assert.True(JsonNode.Parse(answer)!["error"] is not null || answer.Contains("message", StringComparison.Ordinal), answer);
        return answer;
    }
}
