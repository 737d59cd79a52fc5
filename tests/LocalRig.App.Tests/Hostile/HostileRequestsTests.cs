using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Hostile;

/// <summary>Requests that overflowed, gave NaN or negative sizes, or took a time out of proportion: each is refused as what it is.</summary>
public sealed partial class HostileRequestsTests
{
    private const string Card = """{"backend":"cuda","memoryBytes":25769803776""";

    [Theory]
    [InlineData("usage", "bandwidthBytesPerSecond is out of range", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"bandwidthBytesPerSecond":0}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "bandwidthBytesPerSecond is out of range", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"bandwidthBytesPerSecond":1e308}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "bandwidthBytesPerSecond is out of range", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"bandwidthBytesPerSecond":1e999}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "multiprocessors is out of range", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"multiprocessors":-5}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "multiprocessors is out of range", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"multiprocessors":2147483648}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "computeCapability", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":25769803776,"computeCapability":"99999999999"}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "memoryBytes is not a size", """{"model":"Qwen3.5-9B","rig":{"devices":[{"backend":"cuda","memoryBytes":9223372036854775807}],"hostMemoryBytes":68719476736}}""")]
    [InlineData("usage", "hostMemoryBytes is not a size", """{"model":"Qwen3.5-9B","rig":{"devices":[],"hostMemoryBytes":9223372036854775807}}""")]
    [InlineData("usage", "longer than the context", """{"model":"Llama-3.1-405B","rig":"rtx-3090","promptTokens":1073741824}""")]
    [InlineData("usage", "2^63", """{"model":"Qwen3.5-397B-A17B","rig":"rtx-3090","ctx":1073741824,"batch":1073741824,"ubatch":1073741824}""")]
    [InlineData("usage", "larger than any computer's memory", """{"model":"Qwen3.5-35B-A3B","rig":"rtx-3090","margin":9223372036854775807}""")]
    [InlineData("usage", "null character", """{"model":"a\u0000.gguf","rig":"rtx-3090"}""")]
    [InlineData("usage", "half of a character", """{"model":"\ud83d.gguf","rig":"rtx-3090"}""")]
    [InlineData("rig-unknown", "main memory", """{"model":"Qwen3.5-9B","rig":"3090 + 4MB"}""")]
    [InlineData("rig-unknown", "", """{"model":"Qwen3.5-9B","rig":"64GB ddr5-0"}""")]
    [InlineData("rig-unknown", "", """{"model":"Qwen3.5-9B","rig":"99999999999GB"}""")]
    [InlineData("rig-unknown", "", """{"model":"Qwen3.5-9B","rig":"100x 3090"}""")]
    public async Task Is_refused_as_what_it_is(string code, string says, string request)
    {
        string answer = await AskAsync(request);
        JsonElement error = JsonDocument.Parse(answer).RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_thousand_devices_are_refused_at_once()
    {
        string devices = string.Join(',', Enumerable.Repeat(Card + "}", 2000));
        long start = Stopwatch.GetTimestamp();
        Assert.Contains("2,000 devices", await AskAsync($$"""{"model":"Qwen3.5-9B","rig":{"devices":[{{devices}}],"hostMemoryBytes":68719476736} }"""), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5); // milliseconds; a busy machine is slower
    }

    /// <summary>Whatever sizes are asked for, every number of bytes is one: headroom alone may fall short, and a saving cost something.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task No_number_of_bytes_is_negative(string request)
    {
        string answer = await AskAsync(request);
        Assert.DoesNotContain("\"unexpected\"", answer, StringComparison.Ordinal);
        Assert.DoesNotMatch(NegativeBytes(), answer);
        Assert.DoesNotContain("NaN", answer, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> Sizes()
    {
        foreach (string model in (string[])["Qwen3.5-9B", "Qwen3.5-35B-A3B", "gemma-3-12b", "DeepSeek-V3", "GLM-5"])
        {
            foreach (string more in (string[])
            [
                "", "\"ctx\":1", "\"ctx\":1073741824", "\"ctx\":0,\"parallel\":256", "\"batch\":1,\"ubatch\":1", "\"gpuLayers\":0", "\"gpuLayers\":1,\"nCpuMoe\":\"all\"", "\"fileBytes\":1",
                "\"fileBytes\":9000000000000000000", "\"margin\":1125899906842624", "\"tensorSplit\":[0,0]", "\"tensorSplit\":[1e308,1e-308]", "\"depth\":0,\"promptTokens\":1", "\"outputs\":1073741824",
            ])
            {
                yield return $$"""{"model":"{{model}}","rig":"2x rtx-3090"{{(more.Length > 0 ? "," : "")}}{{more}}}""";
            }
        }
    }

    [Fact]
    public async Task A_line_without_an_end_ends_a_batch()
    {
        StringWriter output = new();
        Limits limits = new() { Characters = 1000 };
        await Batch.RunAsync(new Desk(), new StringReader("{\"model\":\"Qwen3.5-9B\",\"rig\":\"rtx-3090\"}\r\n\r" + new string('\0', 5000)), output, "plan", [], limits, TestContext.Current.CancellationToken);
        string[] lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("{\"model\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("more than the 1,000 characters", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_an_end_is_listed_unread()
    {
        string guide = "| GPU | memory |\n|---|---|\n| RTX 3090 " + new string(' ', 400_000) + "x | 24 GB |\n";
        long start = Stopwatch.GetTimestamp();
        Assert.Contains("too long to read", await new Desk().AskAsync("audit", JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = guide }), cancellation: TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    private static Task<string> AskAsync(string request) => new Desk().AskAsync("plan", request, cancellation: TestContext.Current.CancellationToken);

    [GeneratedRegex("\"(?!headroom|saved)[A-Za-z]*[bB]ytes\":-")]
    private static partial Regex NegativeBytes();
}
