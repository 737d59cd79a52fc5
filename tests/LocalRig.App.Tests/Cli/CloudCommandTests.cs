using System.Text.Json;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class CloudCommandTests
{
    private static readonly string[] Measured = ["cloud", "dense", "--tps", "90-120", "--prefill-tps", "3000", "--watts", "430-450", "--idle-watts", "60", "--api", "Qwen3.5-35B-A3B"];

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_machine_to_be_bought(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--cost", "1700", "--tokens-per-day", "5M", "--cached", "50%"], width: width);
        Assert.Equal(0, answer.Code);
        Golden.Matches(answer.Output, $"cloud-{width}");
    }

    [Fact]
    public async Task A_machine_of_ones_own()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--region", "de", "--rate", "EUR=1.16"], width: 80);
        Golden.Matches(answer.Output, "cloud-own-80");
    }

    [Fact]
    public async Task Json_has_every_range_with_its_source()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--cost", "1700", "--json"]);
        JsonElement result = JsonDocument.Parse(answer.Output).RootElement;
        JsonElement[] offers = [.. result.GetProperty("offers").EnumerateArray()];
        Assert.Equal(["OpenRouter", "Alibaba Cloud (Singapore)", "Alibaba Cloud (international)"], offers.Select(o => o.GetProperty("provider").GetString()));
        Assert.All(offers, o => Assert.StartsWith("https://", o.GetProperty("source").GetString()));
        Assert.All(offers, o => Assert.True(o.GetProperty("stale").GetBoolean()));
        Assert.All(offers, o => Assert.True(o.GetProperty("breakEvenDays").GetProperty("low").GetDouble() < o.GetProperty("breakEvenDays").GetProperty("high").GetDouble()));
        Assert.Equal(1700, result.GetProperty("local").GetProperty("hardware").GetProperty("low").GetDouble());
    }

    [Theory]
    [InlineData("--tokens-per-day", "0")]
    [InlineData("--tokens-per-day", "-5")]
    [InlineData("--tokens-per-day", "1e40")]
    [InlineData("--cost", "-5")]
    [InlineData("--cost", "1700EUR")]
    [InlineData("--mix", "3")]
    [InlineData("--mix", "3:0")]
    [InlineData("--cached", "120")]
    [InlineData("--tps", "0")]
    [InlineData("--watts", "500-400")]
    [InlineData("--hours-on", "25")]
    [InlineData("--years", "0")]
    [InlineData("--region", "mars")]
    [InlineData("--api", "no-such-model")]
    [InlineData("--api-price", "1")]
    [InlineData("--currency", "dollars")]
    [InlineData("--rate", "EUR:1.16")]
    [InlineData("--stale-days", "-1")]
    public async Task Silly_input_gets_one_clear_sentence(string option, string value)
    {
        string[] rest = option is "--api" ? [.. Measured[..^2]] : option is "--tps" or "--watts" ? ["cloud", "dense"] : Measured;
        CommandLine.Answer answer = await CommandLine.RunAsync([.. rest, option, value]);
        Assert.Equal(2, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains(value, answer.Error.Replace("EUR, and", "1700EUR", StringComparison.Ordinal));
        Assert.DoesNotContain("\n", answer.Error.Trim());
    }

    [Fact]
    public async Task What_does_not_fit_is_left_to_the_cloud()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["cloud", "dense", "--api", "Qwen3.5-9B", "-ngl", "all"], rig: LocalRig.Core.Tests.Planning.Samples.Rig(1));
        Assert.Equal(0, answer.Code);
        Assert.StartsWith("The cloud wins: sample I8 does not fit", answer.Output);
    }

    [Fact]
    public async Task Versions_of_one_provider_are_told_apart()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured[..^1], "Qwen3.5-Plus", "--cost", "1700", "--json"]);
        string[] names = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("offers").EnumerateArray().Select(o => o.GetProperty("name").GetString()!)];
        Assert.Equal(3, names.Distinct().Count());
        Assert.Contains("OpenRouter, version 02-15", names);
    }

    [Fact]
    public async Task A_rig_that_sells_for_what_it_cost_is_not_called_owned()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--cost", "1000", "--resale", "1000"], width: 120);
        Assert.DoesNotContain("yours already", answer.Output);
        Assert.Contains("sells for what it costs", answer.Output);
    }

    [Fact]
    public async Task Other_currencies_need_a_rate()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--region", "de"]);
        Assert.Equal(2, answer.Code);
        Assert.Contains("--rate EUR=", answer.Error);
    }

    [Fact]
    public async Task Owning_and_buying_exclude_each_other()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([.. Measured, "--own", "--cost", "100"]);
        Assert.Equal(2, answer.Code);
        Assert.Contains("Give one of them.", answer.Error);
    }
}
