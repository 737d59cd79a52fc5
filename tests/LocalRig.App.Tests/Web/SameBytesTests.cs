using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalRig.App.Tests.Questions;
using LocalRig.Questions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>Whoever asks, and however: the same bytes.</summary>
public class SameBytesTests
{
    private static readonly Dictionary<string, string> Tools = new()
    {
        ["plan"] = "does_it_fit",
        ["match"] = "what_runs",
        ["curve"] = "largest_context",
        ["levers"] = "make_it_fit",
        ["quants"] = "which_quant",
        ["needs"] = "needs",
        ["compare"] = "compare",
        ["commands"] = "how_to_run",
        ["buy"] = "what_to_buy",
        ["upgrade"] = "upgrade",
        ["prices"] = "known_prices",
        ["audit"] = "audit_guide",
        ["rank"] = "rank",
        ["rig"] = "identify_hardware",
        ["model"] = "identify_model",
    };

    [Fact]
    public async Task Desk_api_batch_and_tools_answer_the_same_bytes()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await McpTests.ConnectAsync(served);
        (string Question, string[] Line, JsonObject Request)[] requests = [.. HundredRequests.All()];
        Assert.True(requests.Length >= 100);
        StringBuilder lines = new();
        List<string> direct = [];
        foreach ((string question, string[] _, JsonObject request) in requests)
        {
            string answer = await served.Own.AskAsync(question, request.ToJsonString(), cancellation: TestContext.Current.CancellationToken);
            direct.Add(answer);
            Assert.Equal(answer, await served.AskAsync(question, request.ToJsonString()));
            Assert.Equal(answer, await served.AskAsync(question, request.ToJsonString())); // what was kept is the same
            if (Tools.TryGetValue(question, out string? tool))
            {
                CallToolResult called = await CallAsync(client, tool, request);
                Assert.Equal(answer, Assert.IsType<TextContentBlock>(called.Content[1]).Text);
            }

            lines.Append(new JsonObject([.. request.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())), KeyValuePair.Create<string, JsonNode?>("question", question)]).ToJsonString()).Append('\n');
        }

        using HttpResponseMessage batch = await served.PostAsync("api/v1/batch", lines.ToString(), "application/x-ndjson");
        Assert.Equal(string.Concat(direct.Select(d => d + "\n")), await batch.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_tool_is_asked_here()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await McpTests.ConnectAsync(served);
        IEnumerable<string> tools = (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(t => t.Name);
        Assert.Equal(tools.Order(), Tools.Values.Append("this_machine").Order()); // which is another on every machine
        Assert.All(Tools.Keys, question => Assert.Contains(HundredRequests.All(), r => r.Question == question));
    }

    /// <summary>A request written into an address is the same request.</summary>
    [Theory]
    [InlineData("plan", "model=Qwen3.5-9B&rig=rtx-3090&ctx=16k", """{"model":"Qwen3.5-9B","rig":"rtx-3090","ctx":"16k"}""")]
    [InlineData("quants", "model=Qwen3.5-9B&rig=rtx-3060&all=true", """{"model":"Qwen3.5-9B","rig":"rtx-3060","all":true}""")]
    [InlineData("match", "rig=rtx-3090&rig=rtx-4090&family=qwen3.5", """{"rig":["rtx-3090","rtx-4090"],"family":"qwen3.5"}""")]
    [InlineData("plan", "q=%7B%22model%22:%22Qwen3.5-9B%22,%22rig%22:%22rtx-3090%22%7D", """{"model":"Qwen3.5-9B","rig":"rtx-3090"}""")]
    public async Task A_request_in_an_address_is_answered_alike(string question, string query, string request)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        Assert.Equal(await served.AskAsync(question, request), await served.Client.GetStringAsync($"api/v1/{question}?{query}", TestContext.Current.CancellationToken));
    }

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, JsonObject request)
    {
        Dictionary<string, object?> arguments = request.ToDictionary(p => p.Key, p => (object?)JsonSerializer.SerializeToElement(p.Value));
        arguments["details"] = true;
        CallToolResult result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.IsError is not true, $"{tool} {request.ToJsonString()}");
        return result;
    }
}
