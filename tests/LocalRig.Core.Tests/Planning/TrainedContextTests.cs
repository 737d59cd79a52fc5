using System.Text.Json;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>llama-server keeps memory for the context it is asked for but lets a request use no more than the model was trained for. Servers of other people logged
/// "the slot context (65536) exceeds the training context of the model (40960) - capping" for Qwen3 and the same with 131072 and 32768 for Qwen2.5-7B.</summary>
public class TrainedContextTests
{
    [Theory]
    [InlineData("Qwen3-8B", 65536, 1, "40,960 tokens", "qwen3.context_length=int:65536")]
    [InlineData("Qwen2.5-7B", 131072, 1, "32,768 tokens", "qwen2.context_length=int:131072")]
    [InlineData("Qwen2.5-7B", 131072, 2, "32,768 tokens", "qwen2.context_length=int:65536")]
    public void A_context_beyond_training_is_said(string model, int context, int slots, params string[] said)
    {
        string advice = Advice(model, context, slots);

        Assert.All(said, s => Assert.Contains(s, advice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Qwen3-8B", 40960, 1)]
    [InlineData("Qwen2.5-7B", 131072, 4)]
    [InlineData("Qwen3.5-9B", 131072, 1)]
    [InlineData("Qwen2.5-7B", 0, 1)]
    public void A_context_within_it_needs_no_word(string model, int context, int slots) =>
        Assert.DoesNotContain("trained", Advice(model, context, slots), StringComparison.Ordinal);

    private static string Advice(string model, int context, int slots)
    {
        string request = $$"""{"model":"{{model}}","quant":"Q4_K_M","rig":"rtx-5090","ctx":{{context}},"parallel":{{slots}}}""";
        using JsonDocument answer = JsonDocument.Parse(new Desk().AskAsync("plan", request).Result);
        return answer.RootElement.GetProperty("advice").GetString()!;
    }
}
