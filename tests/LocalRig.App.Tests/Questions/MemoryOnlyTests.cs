using System.Text.Json;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Questions;

/// <summary>A plan of memory alone says of memory what the whole plan says.</summary>
public sealed class MemoryOnlyTests
{
    [Theory]
    [InlineData("""{"model":"Qwen3.5-27B","quant":"Q4_K_M","rig":"rtx-3090"}""")]
    [InlineData("""{"model":"Qwen3.5-27B","rig":"rtx-4080","ctx":65536}""")]
    [InlineData("""{"model":"Qwen3.5-122B-A10B","rig":"2x rtx-3090"}""")]
    public async Task Memory_alone_is_the_memory_of_the_whole_plan(string request)
    {
        using JsonDocument whole = JsonDocument.Parse(await AskAsync(request));
        using JsonDocument memory = JsonDocument.Parse(await AskAsync($"{request[..^1]},\"memoryOnly\":true}}"));
        foreach (string part in new[] { "devices", "placement", "totalBytes", "verdict", "exactness", "commands", "quantization" })
        {
            Assert.Equal(whole.RootElement.GetProperty(part).GetRawText(), memory.RootElement.GetProperty(part).GetRawText());
        }

        Assert.Equal(0, memory.RootElement.GetProperty("maxContext").GetInt32());
        Assert.False(memory.RootElement.TryGetProperty("throughput", out _));
        Assert.True(whole.RootElement.TryGetProperty("throughput", out _));
    }

    private static Task<string> AskAsync(string request) => new Desk().AskAsync("plan", request, cancellation: TestContext.Current.CancellationToken);
}
