using System.Text.Json;
using LocalRig.Evidence;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Drafting with a model's own prediction head: gains as people measured them with and without it.</summary>
public class SpeculationTests
{
    [Fact]
    public void The_ledger_is_sound() => Assert.Empty(SpeculationLedger.Validate());

    /// <summary>Experts gain less: a step that checks several tokens reads more of them.</summary>
    [Fact]
    public void A_mixture_gains_less_than_a_dense_model()
    {
        Speedup dense = SpeculationLedger.Default.Of("llama.cpp", "draft-mtp", false, 3)!;
        Speedup mixture = SpeculationLedger.Default.Of("llama.cpp", "draft-mtp", true, 3)!;
        Assert.InRange(dense.Likely, 1.5, 2.3);
        Assert.InRange(mixture.Likely, 1.1, 1.6);
        Assert.True(mixture.Likely < dense.Likely);
        Assert.True(dense.Low < dense.Likely && dense.Likely < dense.High);
    }

    [Fact]
    public void What_was_measured_too_seldom_has_no_figure() => Assert.Null(SpeculationLedger.Default.Of("llama.cpp", "eagle3", true, 2));

    [Fact]
    public void A_drafting_plan_says_how_fast_it_is_with_and_without()
    {
        JsonElement Ask(string more) =>
            JsonDocument.Parse(new Desk().AskAsync("plan", $$"""{"model":"Qwen3.6-27B","quant":"Q4_K_M","rig":"rtx-3090","ctx":8192{{more}}}""").Result).RootElement;
        JsonElement drafting = Ask(""","specType":"draft-mtp","specDraftNMax":2""");
        JsonElement drafted = drafting.GetProperty("throughput").GetProperty("drafted");
        double without = drafting.GetProperty("throughput").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble();
        double likely = drafted.GetProperty("tokensPerSecond").GetDouble();
        Assert.Equal(without * drafted.GetProperty("speedup").GetDouble(), likely, 0.01 * likely);
        Assert.InRange(likely, drafted.GetProperty("low").GetDouble(), drafted.GetProperty("high").GetDouble());
        Assert.True(drafted.GetProperty("devices").GetInt32() > 1);
        Assert.Contains("--spec-type draft-mtp --spec-draft-n-max 2", drafting.GetProperty("commands").GetProperty("llama-server").GetString(), StringComparison.Ordinal);
        Assert.False(Ask("").GetProperty("throughput").TryGetProperty("drafted", out _));

        // The head's weights, its cache and its scratch: more memory than the same plan without.
        long Card(JsonElement plan) => plan.GetProperty("devices")[0].GetProperty("totalBytes").GetInt64();
        Assert.True(Card(drafting) > Card(Ask("")) + (200L << 20));
    }

    /// <summary>Device by device, what the ledger's middle says against what was measured there: within the range in most.</summary>
    [Fact]
    public void Most_devices_gain_what_is_said()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(House.Repository.Root, "data/evidence/speculation.csv")).Skip(1).Select(l => l.Split(','))];
        var devices = rows.Where(r => r[0] == "llama.cpp" && r[6] == "draft-mtp" && r[7] is "2" or "3").GroupBy(r => (r[1], r[4] == "yes", int.Parse(r[7], System.Globalization.CultureInfo.InvariantCulture)));
        int inside = 0;
        int all = 0;
        foreach (var device in devices)
        {
            Speedup said = SpeculationLedger.Default.Of("llama.cpp", "draft-mtp", device.Key.Item2, device.Key.Item3)!;
            double[] gains = [.. device.Select(r => double.Parse(r[10], System.Globalization.CultureInfo.InvariantCulture) / double.Parse(r[9], System.Globalization.CultureInfo.InvariantCulture)).Order()];
            double middle = gains[gains.Length / 2];
            all++;
            inside += middle >= said.Low && middle <= said.High ? 1 : 0;
        }

        Assert.True(all > 20, $"{all} devices");
        Assert.InRange(inside / (double)all, 0.7, 0.95);
    }
}
