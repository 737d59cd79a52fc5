using System.Text.Json.Nodes;
using LocalRig.Prices;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary><c>localrig prices</c> and <c>--prices</c>.</summary>
public sealed class PricesCommandTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Claims_of_a_device_stand_with_age_source_and_whether_they_count(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["prices", "rtx-3090"], width: width);
        Assert.Equal("", answer.Error);
        Golden.Matches(answer.Output, $"prices-{width}");
    }

    [Fact]
    public async Task Json_has_every_claim_of_the_list()
    {
        JsonNode answer = JsonNode.Parse((await CommandLine.RunAsync(["prices", "RTX 3090", "--json"])).Output)!;
        JsonNode card = Assert.Single(answer["hardware"]!.AsArray())!;
        Assert.Equal(PriceList.Default.Hardware.Count(c => c.Device == "rtx-3090"), card["claims"]!.AsArray().Count);
        Assert.All(card["claims"]!.AsArray(), c => Assert.All((string[])["source", "date", "kind"], f => Assert.NotEqual("", (string)c![f]!)));
        Assert.All(card["claims"]!.AsArray().Where(c => (string)c!["condition"]! == "launch"), c => Assert.False((bool)c!["counted"]!));
        Assert.NotEmpty(answer["rental"]!.AsArray());
    }

    [Fact]
    public async Task Without_a_device_there_are_ranges_of_all_that_have_a_price()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["prices"]);
        Assert.Equal(0, answer.Code);
        Assert.All(PriceList.Default.Offered.Select(o => o.Device), d => Assert.Contains(d, answer.Output, StringComparison.Ordinal));
        JsonNode json = JsonNode.Parse((await CommandLine.RunAsync(["prices", "--json"])).Output)!;
        Assert.All(json["hardware"]!.AsArray(), h => Assert.Null(h!["claims"]));
    }

    [Theory]
    [InlineData("Qwen3.5-27B", "OpenRouter")]
    [InlineData("memory", "DDR4 16 GB")]
    [InlineData("strix-halo-395", "strix-halo-395 64 GB")]
    [InlineData("rx-7900m", "Nobody")]
    public async Task Models_memory_and_sizes_are_found(string of, string says) =>
        Assert.Contains(says, (await CommandLine.RunAsync(["prices", of])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task What_nobody_knows_is_said() => Assert.Equal(4, (await CommandLine.RunAsync(["prices", "flux-capacitor"])).Code);

    [Fact]
    public async Task Own_prices_stand_beside_the_others_wherever_money_counts()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "device,condition,low,currency,date\nrx-7900-xtx,used,111,USD,2026-11-20\n", TestContext.Current.CancellationToken);
            string[] own = ["--prices", file];
            Assert.Contains("$111", (await CommandLine.RunAsync(["prices", "rx-7900-xtx", .. own])).Output, StringComparison.Ordinal);
            Assert.Contains("rx-7900-xtx", (await CommandLine.RunAsync(["buy", "--budget", "150", .. own])).Output, StringComparison.Ordinal);
            Assert.Contains("$111", (await CommandLine.RunAsync(["upgrade", "--from", "rtx-3060-12-gb", "--budget", "150", .. own, "--json"])).Output.Replace("\"low\": 111", "$111", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("111", (await CommandLine.RunAsync(["cloud", "Qwen3.5-27B", "--rig", "rx-7900-xtx", .. own, "--json"])).Output, StringComparison.Ordinal);
            Assert.Contains("111", (await CommandLine.RunAsync(["compare", "rx-7900-xtx", "rtx-3090", "--model", "Qwen3.5-9B", .. own])).Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_wrong_table_is_refused_with_line_and_column()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "device,condition,low,currency,date\nrtx-3090,used,cheap,USD,2026-11-20\n", TestContext.Current.CancellationToken);
            CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "1500", "--prices", file]);
            Assert.Equal(2, answer.Code);
            Assert.Contains("line 2, column 3 (low): \"cheap\"", answer.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains("cannot be read", (await CommandLine.RunAsync(["prices", "--prices", "/nowhere/prices.csv"])).Error, StringComparison.Ordinal);
    }
}
