using System.Text.Json;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Answers;

/// <summary>A plan that loads only at llama.cpp's second try, without pipelining: the answer has the first try's devices, as llama.cpp's own planning prints them,
/// and what is loaded. RealMemoryTests hold both tries against the real llama-server.</summary>
public class SecondTryAnswerTests
{
    private static JsonElement Ask(string question, string more)
    {
        string request = $$"""{"model":"Qwen3-Coder-30B-A3B","quant":"Q4_K_M","gpuLayers":"all"{{more}}}""";
        using JsonDocument answer = JsonDocument.Parse(new Desk().AskAsync(question, request).Result);
        return answer.RootElement.Clone();
    }

    private static long[] Headrooms(JsonElement plan, string of) => [.. plan.GetProperty(of).EnumerateArray().Select(d => d.GetProperty("headroomBytes").GetInt64())];

    [Fact]
    public void What_is_loaded_stands_beside_what_was_tried_first()
    {
        JsonElement plan = Ask("plan", ""","rig":"2x rtx-3060-12-gb","ctx":51200""");
        Assert.Equal("tight", plan.GetProperty("verdict").GetString());
        Assert.True(Headrooms(plan, "devices")[0] < 0);
        Assert.All(Headrooms(plan, "loaded"), left => Assert.True(left >= 0));
        Assert.Contains("second try", plan.GetProperty("advice").GetString());
        Assert.Contains($"{Headrooms(plan, "loaded")[0] / 1048576.0:0.00} MiB", plan.GetProperty("advice").GetString());
    }

    [Fact]
    public void A_plan_that_loads_at_once_has_no_second_figures() =>
        Assert.False(Ask("plan", ""","rig":"2x rtx-3060-12-gb","ctx":49152""").TryGetProperty("loaded", out _));

    [Fact]
    public void A_comparison_shows_the_room_that_is_left()
    {
        JsonElement plan = Ask("plan", ""","rig":"2x rtx-3060-12-gb","ctx":51200""");
        JsonElement compared = Ask("compare", ""","first":"2xrtx-3060-12-gb","second":"rtx-3090","ctx":51200""");
        JsonElement row = compared.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("id").GetString() == "headroomBytes");
        Assert.Equal(Headrooms(plan, "loaded").Min(), row.GetProperty("a").GetProperty("number").GetInt64());
    }
}
