using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LocalRig.App.Tests.Cli;
using LocalRig.Local.Desks;
using LocalRig.Web;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>What language models are offered: tools, resources, prompts; over HTTP and over streams alike.</summary>
public class McpTests
{
    private const int Short = 2500; // characters of an answer without details: what a model reads at a glance

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One conversation per tool, looked at and approved.</summary>
    public static TheoryData<string, string> Conversations { get; } = new()
    {
        { "does_it_fit", """{"model":"Qwen3.5-27B","quant":"Q4_K_M","rig":"rtx-3090"}""" },
        { "what_runs", """{"rig":"rtx-3060-12-gb + 32GB","family":"qwen3.5"}""" },
        { "largest_context", """{"model":"Qwen3.5-9B","quant":"Q4_K_M","rig":"rtx-4070"}""" },
        { "make_it_fit", """{"model":"Qwen3.5-27B","rig":"rtx-4080"}""" },
        { "which_quant", """{"model":"Qwen3.5-27B","rig":"rtx-3090"}""" },
        { "needs", """{"model":"Qwen3.5-27B","ctx":"32k","tps":30}""" },
        { "compare", """{"first":"rtx-3090","second":"rtx-4090","model":"Qwen3.5-27B"}""" },
        { "how_to_run", """{"model":"Qwen3.5-9B","rig":"rtx-3090","runtime":"ollama"}""" },
        { "what_to_buy", """{"budget":1500}""" },
        { "upgrade", """{"from":"rtx-3060","budget":1500}""" },
        { "known_prices", """{"of":"rtx-3090"}""" },
        { "audit_guide", """{"text":"An RTX 3090 has 24 GB of VRAM.\n\nAn RTX 4070 has 16 GB of VRAM."}""" },
        { "rank", """{"model":"Qwen3.5-27B"}""" },
        { "identify_hardware", """{"words":"dual 3090s and 64 gigs"}""" },
        { "identify_model", """{"words":"Qwen3.5-27B Q4_K_M"}""" },
    };

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task A_tool_answers_in_a_few_sentences_and_figures(string tool, string arguments)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await ConnectAsync(served);
        CallToolResult result = await client.CallToolAsync(tool, Arguments(arguments), cancellationToken: TestContext.Current.CancellationToken);
        string words = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.InRange(words.Length, 1, Short);
        McpClientTool known = (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Single(t => t.Name == tool);
        Assert.True(JsonSchema.FromText(known.ProtocolTool.OutputSchema!.Value.GetRawText()).Evaluate(result.StructuredContent!.Value).IsValid);
        Golden.Matches($"{tool} {arguments}\n\n{words}\n\n{JsonNode.Parse(result.StructuredContent.Value.GetRawText())!.ToJsonString(Readable)}", "mcp-" + tool.Replace('_', '-'));
    }

    [Fact]
    public async Task Every_tool_has_a_conversation_and_says_when_to_use_it()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await ConnectAsync(served);
        IList<McpClientTool> tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([.. Conversations.Select(c => c.Data.Item1).Append("this_machine").Order()], tools.Select(t => t.Name).Order());
        Assert.All(tools, t =>
        {
            Assert.InRange(t.Description.Length, 40, 500);
            Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint);
            Assert.Contains("details", t.JsonSchema.GetRawText(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("does_it_fit", """{"model":"no such model","rig":"rtx-3090"}""", "no such model")]
    [InlineData("does_it_fit", """{"model":"Qwen3.5-9B","rig":"rtx-3090","ctxx":1}""", "not a field")]
    [InlineData("does_it_fit", """{}""", "model")]
    [InlineData("does_it_fit", """{"model":"/etc/passwd","rig":"rtx-3090"}""", "reads no files")]
    [InlineData("does_it_fit", """{"model":"hf:owner/repo","rig":"rtx-3090"}""", "reads no models from huggingface.co")]
    [InlineData("audit_guide", """{"file":"/etc/passwd"}""", "reads no files")]
    [InlineData("what_to_buy", """{"budget":-5}""", "money")]
    [InlineData("rank", """{"model":"Qwen3.5-27B","details":"yes"}""", "true or false")]
    public async Task What_is_wrong_is_said_to_the_model(string tool, string arguments, string says)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await ConnectAsync(served);
        CallToolResult result = await client.CallToolAsync(tool, Arguments(arguments), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.IsError);
        Assert.Contains(says, Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogues_can_be_read()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await ConnectAsync(served);
        Assert.Equal(2, (await client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
        Assert.Equal(2, (await client.ListResourceTemplatesAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
        foreach ((string uri, string says) in new[]
        {
            ("localrig://models", "\"id\":\"Qwen3.5-27B\""), ("localrig://devices", "\"id\":\"rtx-3090\""), ("localrig://models/Qwen3.5-27B", "\"sources\""), ("localrig://devices/rtx-3090", "\"sources\""),
        })
        {
            ReadResourceResult read = await client.ReadResourceAsync(uri, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Contains(says, Assert.IsType<TextResourceContents>(Assert.Single(read.Contents)).Text, StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("localrig://models/nothing-of-that-name", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Prompts_say_what_was_given_and_leave_out_what_was_not()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient client = await ConnectAsync(served);
        Assert.Equal(3, (await client.ListPromptsAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
        GetPromptResult prompt = await client.GetPromptAsync("help_me_buy", new Dictionary<string, object?> { ["budget"] = "1500 USD" }, cancellationToken: TestContext.Current.CancellationToken);
        string text = Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;
        Assert.Contains("1500 USD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("I have already", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_streams_it_is_the_same()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        await using McpClient http = await ConnectAsync(served);
        Pipe asked = new();
        Pipe answered = new();
        using CancellationTokenSource stop = new();
        Task serving = McpStdio.RunAsync(NativeDesk.Make(ServedDesk.Day), asked.Reader.AsStream(), answered.Writer.AsStream(), stop.Token);
        await using (McpClient streams = await McpClient.CreateAsync(new StreamClientTransport(asked.Writer.AsStream(), answered.Reader.AsStream()), cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal("localrig", streams.ServerInfo?.Name);
            foreach ((string tool, string arguments) in Conversations.Select(c => c.Data))
            {
                CallToolResult one = await http.CallToolAsync(tool, Arguments(arguments), cancellationToken: TestContext.Current.CancellationToken);
                CallToolResult other = await streams.CallToolAsync(tool, Arguments(arguments), cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(((TextContentBlock)one.Content[0]).Text, ((TextContentBlock)other.Content[0]).Text);
                Assert.Equal(one.StructuredContent!.Value.GetRawText(), other.StructuredContent!.Value.GetRawText());
            }
        }

        await asked.Writer.CompleteAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    internal static Task<McpClient> ConnectAsync(ServedDesk served) =>
        McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(served.Client.BaseAddress!, "mcp") }), cancellationToken: TestContext.Current.CancellationToken);

    private static Dictionary<string, object?> Arguments(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
}
