using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.Ledger;
using LocalRig.Proof.Benching;
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
        Assert.Equal(measured, after.GetProperty("decode").GetProperty("tokensPerSecond").GetDouble(), tolerance: 0.0005 + 1e-9); // printed to a thousandth, halves away from zero
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
    public async Task Several_users_are_measured_with_the_real_llama_server_and_one_of_them_decides_the_next_forecast()
    {
        using LlamaFolder tools = new();
        string file = tools.Beside("random.gguf");
        RandomModel.Write(file);
        string[] command = ["bench", file, "-c", "512", "--prompt-tokens", "32", "--answer", "8", "--depths", "0,64", "--users", "1,2", "-r", "2", "--via", "llama-server", "--anyway", "--backend", "cpu", "--runtime", tools.Path, "--json"];
        CommandLine.Answer bench = await CommandLine.RealAsync(command, ledger: tools.Ledger);
        Assert.True(bench.Code == 0, bench.Error);
        JsonElement[] results = [.. JsonDocument.Parse(bench.Output).RootElement.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            [("prefill", 32, 0, 1), ("decode", 8, 0, 1), ("decode", 8, 64, 1), ("prefill", 32, 0, 2), ("decode", 8, 0, 2), ("decode", 8, 64, 2)],
            results.Select(r => (r.GetProperty("metric").GetString(), r.GetProperty("tokens").GetInt32(), r.GetProperty("depth").GetInt32(), r.GetProperty("users").GetInt32())));
        Assert.All(results, r => Assert.True(r.GetProperty("tokensPerSecond").GetDouble() > 0 && r.GetProperty("samples").GetInt32() == 2));
        using (IEvidenceStore store = EvidenceStores.Open(tools.Ledger))
        {
            Assert.All(store.List(new EvidenceFilter()), r => Assert.StartsWith("measured with llama-server", r.Record.Conditions, StringComparison.Ordinal));
        }

        // Forecasts rest on one answer at a time.
        JsonElement after = await PlanAsync(file, tools.Ledger);
        Assert.Equal("measured", after.GetProperty("decode").GetProperty("basis").GetString());
        Assert.Equal(results.Where(r => r.GetProperty("users").GetInt32() == 1).Select(r => r.GetProperty("record").GetString()).Order(), after.GetProperty("own").EnumerateArray().Select(o => o.GetProperty("record").GetString()).Order());

        CommandLine.Answer narrow = await CommandLine.RealAsync(["bench", file, "-c", "128", "--users", "4", "--backend", "cpu", "--runtime", tools.Path], ledger: tools.Ledger);
        Assert.Equal(2, narrow.Code);
        Assert.Contains("and a context of 128 has 32 for each of 4.", narrow.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nvidia_smi_tells_while_a_test_runs_is_put_in_words() =>
        Assert.Equal(
            ["a card took 300 W", "84 °C at most", "a card slowed down because of heat"],
            CardWatch.Told(["290.12, 80, Not Active, Not Active", "309.9, 84, Not Active, Active", "[N/A], [N/A], Not Active, Not Active", "rubbish"]));

    [Fact]
    public void What_other_programs_took_is_what_all_did_without_our_own()
    {
        OtherPrograms before = new(Busy: 1000, All: 10_000, Own: 200, Throttled: 3, Microjoules: 5_000_000);
        OtherPrograms after = new(Busy: 1600, All: 11_000, Own: 500, Throttled: 5, Microjoules: 35_000_000);
        Assert.Equal(0.3, after.ShareSince(before));
        Assert.Equal(["the processor slowed itself down because of heat 2 times", "the processor took 15 W"], after.Since(before, TimeSpan.FromSeconds(2)));
        Assert.Equal(0, (after with { Own = 2000 }).ShareSince(before));
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
