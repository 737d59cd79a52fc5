using System.Text.Json;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.App.Tests.Questions;

/// <summary>A desk that was asked for other contexts before answers with the bytes of one that was asked for nothing.</summary>
public class RememberedPlanTests
{
    [Theory]
    [InlineData("Qwen3.5-27B", "rtx-3090", "")] // all of it on a card
    [InlineData("Qwen3.5-27B", "rtx-4080", "")] // layers chosen
    [InlineData("Qwen3.5-122B-A10B", "2x rtx-3090 + 128GB", "")] // experts chosen, shares of two cards with them
    [InlineData("Gemma-3-27B", "rtx-3090", "\"parallel\":4,")] // windows, several slots
    [InlineData("Olmo-3.1-32B", "rtx-4080", "")] // windows, layers chosen
    public async Task Contexts_asked_before_change_no_byte(string model, string rig, string more)
    {
        string Request(int context) => $"{{\"model\":\"{model}\",\"quant\":\"Q4_K_M\",\"rig\":\"{rig}\",{more}\"ctx\":{context}}}";
        Desk asked = new();
        foreach (int context in (int[])[40960, 1, 4097, 100_000, 8192])
        {
            string answer = await asked.AskAsync("plan", Request(context), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(await new Desk().AskAsync("plan", Request(context), cancellation: TestContext.Current.CancellationToken), answer);
            using JsonDocument document = JsonDocument.Parse(answer);
            Assert.True(document.RootElement.TryGetProperty("maxContext", out _), answer);
        }
    }

    [Fact]
    public void Words_of_a_machine_asked_again_are_the_same_machine() => Assert.Same(NamedRigs.Get("rtx-3090 + 64GB"), NamedRigs.Get("rtx-3090 + 64GB"));
}
