using System.Text.Json;
using LocalRig.Evidence;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Power limits, drafting as advice, and what rests on main memory.</summary>
public class ConditionsTests
{
    [Fact]
    public void The_ledger_of_power_limits_is_sound() => Assert.Empty(PowerLedger.Validate());

    /// <summary>An RTX 4090 at 300 W answered 50.2 tokens a second, at its usual 450 W 52.0 (club-3090, 38 limits, May 2026).</summary>
    [Fact]
    public void A_card_under_a_limit_keeps_most_of_its_answers()
    {
        JsonElement power = Power("rtx-4090", "300W");
        double without = Plan("rtx-4090", "\"300W\"").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble();
        JsonElement held = power.GetProperty("decode");
        Assert.Equal(450, power.GetProperty("usualWatts").GetDouble());
        Assert.InRange(50.16 / 51.96 * without, held.GetProperty("low").GetDouble(), held.GetProperty("high").GetDouble());
        Assert.True(held.GetProperty("tokensPerSecond").GetDouble() < without);
        Assert.False(power.TryGetProperty("prefill", out _)); // measured on two kinds of cards only
    }

    /// <summary>At 100 W of 350 an RTX 3090 fell to 12.1 of 72.6 tokens a second (LLM Garage, February 2026), worse than in proportion: no figure, and it says so.</summary>
    [Fact]
    public void Far_below_the_usual_limit_there_is_no_figure()
    {
        JsonElement power = Power("rtx-3090", "100");
        Assert.False(power.TryGetProperty("decode", out _));
        Assert.Contains("a sixth", power.GetProperty("basis").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void At_its_usual_limit_nothing_changes()
    {
        JsonElement speed = Plan("rtx-3090", "350");
        Assert.Equal(speed.GetProperty("decode").GetProperty("tokensPerSecond").GetDouble(), speed.GetProperty("power").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble());
    }

    [Fact]
    public async Task A_limit_that_is_no_number_is_refused_in_words() =>
        Assert.Contains("such as 250W", await new Desk().AskAsync("plan", """{"model":"Qwen3.5-9B","rig":"rtx-3090","power":"low"}""", cancellation: TestContext.Current.CancellationToken), StringComparison.Ordinal);

    /// <summary>Qwen3.6-27B comes with a prediction head; Qwen3-32B doesn't.</summary>
    [Fact]
    public void Levers_offer_drafting_where_the_model_has_a_head()
    {
        JsonElement[] Levers(string model) =>
            [.. JsonDocument.Parse(new Desk().AskAsync("levers", $$"""{"model":"{{model}}","quant":"Q4_K_M","rig":"rtx-5090"}""").Result).RootElement.GetProperty("levers").EnumerateArray()];
        static bool Drafts(JsonElement lever) => lever.GetProperty("changes")[0].GetProperty("id").GetString() == "draft-mtp";
        JsonElement drafting = Assert.Single(Levers("Qwen3.6-27B"), Drafts);
        Assert.True(drafting.GetProperty("tokensPerSecondWon").GetDouble() > 0);
        Assert.True(drafting.GetProperty("devices")[0].GetProperty("savedBytes").GetInt64() < 0); // the head, its cache and its scratch
        Assert.DoesNotContain(Levers("Qwen3-32B"), Drafts);
    }

    /// <summary>Experts in main memory that nobody named: most of a token's time rests on an assumption, and the plan says how much.</summary>
    [Fact]
    public void A_plan_says_how_much_rests_on_main_memory()
    {
        JsonElement Part(string rig) => Speed($$"""{"model":"Qwen3-30B-A3B","quant":"Q4_K_M","rig":"{{rig}}","nCpuMoe":"all"}""").GetProperty("mainMemory");
        JsonElement assumed = Part("rtx-3060");
        Assert.True(assumed.GetProperty("assumed").GetBoolean());
        Assert.InRange(assumed.GetProperty("share").GetDouble(), 0.3, 1);
        JsonElement named = Part("rtx-3060 + 64GB ddr5-6000");
        Assert.False(named.GetProperty("assumed").GetBoolean());
        Assert.Equal(96e9, named.GetProperty("bytesPerSecond").GetDouble());
        Assert.False(Speed("""{"model":"Qwen3.5-9B","quant":"Q4_K_M","rig":"rtx-3090"}""").TryGetProperty("mainMemory", out _));
    }

    private static JsonElement Power(string rig, string watts) => Plan(rig, $"\"{watts}\"").GetProperty("power");

    private static JsonElement Plan(string rig, string watts) => Speed($$"""{"model":"Qwen3.6-27B","quant":"Q3_K_M","rig":"{{rig}}","power":{{watts}}}""");

    private static JsonElement Speed(string request) => JsonDocument.Parse(new Desk().AskAsync("plan", request).Result).RootElement.GetProperty("throughput");
}
