using System.Text.Json;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class BuyCommandTests
{
    [Fact]
    public async Task Json_names_every_claim_with_its_age_and_source()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "300", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] offers = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("offers").EnumerateArray()];
        Assert.NotEmpty(offers);
        JsonElement[] claims = [.. offers.SelectMany(o => o.GetProperty("parts").EnumerateArray()).SelectMany(p => p.GetProperty("claims").EnumerateArray())];
        Assert.All(claims, c => Assert.True(c.GetProperty("ageDays").GetInt32() >= 0));
        Assert.All(claims, c => Assert.NotEqual("", c.GetProperty("source").GetString()));
        Assert.Contains(claims, c => c.GetProperty("price").GetProperty("currency").GetString() == "GBP" && !c.GetProperty("counted").GetBoolean());
    }

    [Fact]
    public async Task The_search_link_is_the_users()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "300", "--search-link", "https://example.org/?q={query}", "--json"]);
        JsonElement[] offers = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("offers").EnumerateArray()];
        Assert.All(offers, o => Assert.StartsWith("https://example.org/?q=", o.GetProperty("link").GetString()));
    }

    [Fact]
    public async Task A_budget_in_euros_is_reckoned_in_euros()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "1100EUR", "--json"]);
        JsonElement result = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal("EUR", result.GetProperty("currency").GetString());
        Assert.All(result.GetProperty("offers").EnumerateArray(), o => Assert.Equal("EUR", o.GetProperty("price").GetProperty("currency").GetString()));
        Assert.Contains("rtx-4090", result.GetProperty("otherCurrencies").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task A_budget_in_another_currency_is_converted_by_the_rate_given()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "1000EUR", "--currency", "usd", "--rate", "EUR=1.2", "--json"]);
        Assert.Equal(1200, JsonDocument.Parse(answer.Output).RootElement.GetProperty("budget").GetDouble());
        CommandLine.Answer without = await CommandLine.RunAsync(["buy", "--budget", "1000EUR", "--currency", "usd"]);
        Assert.Equal(2, without.Code);
        Assert.Contains("--rate EUR=N", without.Error);
    }

    [Theory]
    [InlineData("buy", "--budget", "-5")]
    [InlineData("buy", "--budget", "0")]
    [InlineData("buy", "--budget", "lots")]
    [InlineData("buy", "--budget", "1e40")]
    [InlineData("upgrade", "--budget", "-5")]
    [InlineData("upgrade", "--ctx-size", "1000000000000")]
    [InlineData("upgrade", "--ram", "0GB")]
    [InlineData("upgrade", "--search-link", "https://example.org")]
    [InlineData("upgrade", "--currency", "euros")]
    public async Task Silly_input_gets_one_clear_sentence(string command, string option, string value)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([command, option, value]);
        Assert.Equal(2, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains(value, answer.Error);
        Assert.DoesNotContain("\n", answer.Error.Trim());
    }

    [Fact]
    public async Task A_card_without_a_known_bandwidth_is_no_start_for_an_upgrade()
    {
        LocalRig.Rigs.Rig rig = LocalRig.Core.Tests.Planning.Samples.Rig(24);
        CommandLine.Answer answer = await CommandLine.RunAsync(["upgrade"], rig: rig with { Devices = [rig.Devices[0] with { Bandwidth = null }] });
        Assert.Equal(2, answer.Code);
        Assert.Contains("bandwidth", answer.Error);
    }

    [Fact]
    public async Task Without_a_budget_it_is_asked_for()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy"]);
        Assert.Equal(2, answer.Code);
        Assert.Contains("--budget 1500", answer.Error);
    }

    [Fact]
    public async Task A_model_nobody_knows_is_no_yardstick()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["buy", "--budget", "500", "--by-model", "Qwen3.5-9"]);
        Assert.Equal(3, answer.Code);
        Assert.Contains("Did you mean", answer.Error);
    }

    [Fact]
    public async Task This_machine_can_be_upgraded()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["upgrade", "--budget", "300", "--json"]);
        Assert.Equal(0, answer.Code);
        Assert.Equal("sample rig", JsonDocument.Parse(answer.Output).RootElement.GetProperty("from").GetString());
    }
}
