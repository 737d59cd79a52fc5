using System.Globalization;
using System.Text.Json;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Questions;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Several users at once: what batches of llama.cpp were measured to give, and what any batch must obey.</summary>
public class UsersTests
{
    /// <summary>llama-batched-bench on a DGX Spark (llama.cpp, benches/dgx-spark.md, build 6918), an RTX 5090 and a Strix Halo serving: most lie in the range that is told.</summary>
    [Fact]
    public void Most_published_totals_lie_in_their_range()
    {
        string[] rigs = ["gb10-dgx-spark", "rtx-5090", "strix-halo-395", "m2-ultra-76c"];
        int inside = 0;
        int all = 0;
        foreach (Dictionary<string, string> row in Rows().Where(r => r["users"] is "4" or "8" && rigs.Contains(r["device"]) && r["kind"] != "microbatch"))
        {
            int users = int.Parse(row["users"], CultureInfo.InvariantCulture);
            int depth = int.Parse(row["depth"], CultureInfo.InvariantCulture);
            JsonElement plan = Ask("plan", $$"""{"model":"{{row["model"]}}","quant":"{{row["quant"]}}","rig":"{{row["device"]}}","backend":"{{row["backend"].ToLowerInvariant()}}","parallel":{{users}},"ctx":{{users * depth}},"depth":{{depth}}}""");
            JsonElement total = plan.GetProperty("throughput").GetProperty("users").GetProperty("total");
            double measured = double.Parse(row["tokensPerSecond"], CultureInfo.InvariantCulture);
            inside += measured >= total.GetProperty("low").GetDouble() && measured <= total.GetProperty("high").GetDouble() ? 1 : 0;
            all++;
            Assert.True(measured <= total.GetProperty("ceiling").GetDouble(), $"{row["model"]} on {row["device"]}: {measured} is above the ceiling");
        }

        Assert.True(all > 30);
        Assert.True(inside >= 0.7 * all, $"{inside} of {all}");
    }

    /// <summary>Where memory is ample, more users never have less together, and never more each.</summary>
    [Theory]
    [InlineData("Qwen3.5-9B", "Q4_K_M", "rtx-3090")]
    [InlineData("Qwen3-30B-A3B", "Q4_K_M", "rtx-pro-6000-blackwell")]
    [InlineData("Qwen3-32B", "Q4_K_M", "2x rtx-pro-6000-blackwell")]
    [InlineData("Llama-3.1-8B", "Q8_0", "m4-max-40c")]
    public void More_users_have_more_together_and_less_each(string model, string quant, string rig)
    {
        JsonElement curve = Ask("curve", $$"""{"model":"{{model}}","quant":"{{quant}}","rig":"{{rig}}"}""");
        JsonElement[] byUsers = [.. curve.GetProperty("byUsers").EnumerateArray()];
        Assert.Equal([1, 2, 4, 8, 16, 32], byUsers.Select(p => p.GetProperty("users").GetInt32()));
        for (int i = 1; i < byUsers.Length; i++)
        {
            Assert.True(Rate(byUsers[i], "total") >= Rate(byUsers[i - 1], "total"));
            Assert.True(Rate(byUsers[i], "each") <= Rate(byUsers[i - 1], "each"));
            Assert.True(Rate(byUsers[i], "total") <= byUsers[i].GetProperty("total").GetProperty("ceiling").GetDouble());
            Assert.True(byUsers[i].GetProperty("totalBytes").GetInt64() > byUsers[i - 1].GetProperty("totalBytes").GetInt64());
        }
    }

    /// <summary>A mixture's users touch more experts together than one does: it gains less than a dense model (DGX Spark: 1.7 against 3.6 times with four).</summary>
    [Fact]
    public void A_mixture_gains_less_than_a_dense_model()
    {
        double Gain(string model) => Ask("plan", $$"""{"model":"{{model}}","quant":"Q8_0","rig":"gb10-dgx-spark","parallel":4,"ctx":8192}""").GetProperty("throughput").GetProperty("users").GetProperty("gain").GetDouble();
        Assert.InRange(Gain("Qwen2.5-Coder-7B"), 2.9, 4);
        Assert.InRange(Gain("Qwen3-Coder-30B-A3B"), 1.3, 2.1);
    }

    /// <summary>Nobody measured more than 32 users of one llama-server: no figure.</summary>
    [Fact]
    public void More_users_than_were_measured_have_no_figure()
    {
        JsonElement Speed(int users) => Ask("plan", $$"""{"model":"Qwen3.5-9B","quant":"Q4_K_M","rig":"rtx-3090","parallel":{{users}},"ctx":65536}""").GetProperty("throughput");
        Assert.True(Speed(32).TryGetProperty("users", out _));
        Assert.False(Speed(33).TryGetProperty("users", out _));
        Assert.False(Speed(1).TryGetProperty("users", out _));
    }

    [Fact]
    public void The_ledger_is_sound()
    {
        Dictionary<string, string>[] rows = [.. Rows()];
        string Series(Dictionary<string, string> row) => string.Join('|', row["device"], row["backend"], row["model"], row["quant"], row["depth"], row["kind"], row["source"]);
        HashSet<string> alone = [.. rows.Where(r => r["users"] == "1").Select(Series)];
        Assert.All(rows, r =>
        {
            Assert.NotNull(DeviceCatalog.Default.Find(r["device"]));
            Assert.NotNull(ModelCatalog.Default.Find(r["model"]));
            Assert.Contains(Series(r), alone);
            Assert.StartsWith("https://", r["source"], StringComparison.Ordinal);
            Assert.NotEqual("", r["date"]);
            Assert.True(double.Parse(r["tokensPerSecond"], CultureInfo.InvariantCulture) > 0);
        });
    }

    private static double Rate(JsonElement point, string of) => point.GetProperty(of).GetProperty("tokensPerSecond").GetDouble();

    private static JsonElement Ask(string question, string request) => JsonDocument.Parse(new Desk().AskAsync(question, request).Result).RootElement;

    private static IEnumerable<Dictionary<string, string>> Rows()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(House.Repository.Root, "data/evidence/users.csv")).Select(l => l.Split(','))];
        return lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second));
    }
}
