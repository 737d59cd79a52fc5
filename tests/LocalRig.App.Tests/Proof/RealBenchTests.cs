using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Proof;

/// <summary><c>localrig bench</c> with the real llama-bench, end to end: what was measured decides the next forecast, wherever it is asked for.</summary>
public sealed class RealBenchTests
{
    [Fact]
    public async Task What_was_measured_decides_the_next_forecast_and_is_named()
    {
        using LlamaFolder tools = new();
        string file = tools.Beside("random.gguf");
        RandomModel.Write(file);
        JsonElement before = await PlanAsync(file, tools.Ledger);
        Assert.NotEqual("measured", before.GetProperty("decode").GetProperty("basis").GetString());

        CommandLine.Answer bench = await CommandLine.RealAsync(["bench", file, "-c", "2048", "--prompt-tokens", "32", "--answer", "4", "-r", "2", "--anyway", "--backend", "cpu", "--runtime", tools.Path, "--json"], ledger: tools.Ledger);
        Assert.True(bench.Code == 0, bench.Error);
        JsonElement[] results = [.. JsonDocument.Parse(bench.Output).RootElement.GetProperty("results").EnumerateArray()];
        Assert.Equal(["prefill", "decode"], results.Select(r => r.GetProperty("metric").GetString()));
        double measured = results[1].GetProperty("tokensPerSecond").GetDouble();

        JsonElement after = await PlanAsync(file, tools.Ledger);
        Assert.Equal("measured", after.GetProperty("decode").GetProperty("basis").GetString());
        Assert.Equal(measured, after.GetProperty("decode").GetProperty("tokensPerSecond").GetDouble(), 3);
        Assert.Equal(results.Select(r => r.GetProperty("record").GetString()).Order(), after.GetProperty("own").EnumerateArray().Select(o => o.GetProperty("record").GetString()).Order());
        CommandLine.Answer why = await CommandLine.RealAsync(["evidence", "why", file, "-c", "2048", "--backend", "cpu"], ledger: tools.Ledger);
        Assert.Contains("Decided by these records of this machine:", why.Output, StringComparison.Ordinal);
        Assert.Contains(results[1].GetProperty("record").GetString()!, why.Output, StringComparison.Ordinal);

        // Taken back, it decides nothing any more.
        foreach (JsonElement result in results)
        {
            Assert.Equal(0, (await CommandLine.RealAsync(["evidence", "retract", result.GetProperty("record").GetString()!], ledger: tools.Ledger)).Code);
        }

        Assert.Equal(before.ToString(), (await PlanAsync(file, tools.Ledger)).ToString());
    }

    [Fact]
    public async Task What_is_shared_names_nobody_and_is_read_elsewhere()
    {
        using LlamaFolder tools = new();
        string file = tools.Beside("random.gguf");
        RandomModel.Write(file);
        await CommandLine.RealAsync(["bench", file, "-c", "2048", "--prompt-tokens", "32", "--answer", "4", "-r", "1", "--backend", "cpu", "--runtime", tools.Path], ledger: tools.Ledger);
        string shared = tools.Beside("shared.jsonl");
        CommandLine.Answer declined = await CommandLine.RealAsync(["share", shared], ledger: tools.Ledger, input: "n\n");
        Assert.False(File.Exists(shared));
        Assert.Equal(2, declined.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        CommandLine.Answer agreed = await CommandLine.RealAsync(["share", shared], ledger: tools.Ledger, input: "y\n");
        string text = File.ReadAllText(shared);
        Assert.Equal(agreed.Output.ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
        foreach (string personal in (string[])[Environment.MachineName, Environment.UserName, tools.Path, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)])
        {
            Assert.DoesNotContain(personal, text, StringComparison.OrdinalIgnoreCase);
        }

        string elsewhere = tools.Beside("other.db");
        Assert.Equal("2 records added.\n", (await CommandLine.RealAsync(["evidence", "import", shared], ledger: elsewhere)).Output);
        using IEvidenceStore store = EvidenceStores.Open(elsewhere);
        Assert.All(store.List(new EvidenceFilter()), r => Assert.Equal("community", r.Record.Who));
    }

    private static async Task<JsonElement> PlanAsync(string file, string ledger)
    {
        CommandLine.Answer plan = await CommandLine.RealAsync(["plan", file, "-c", "2048", "--depth", "2", "--backend", "cpu", "--json"], ledger: ledger);
        Assert.True(plan.Code == 0, plan.Error);
        return JsonDocument.Parse(plan.Output).RootElement.GetProperty("throughput").Clone();
    }
}
