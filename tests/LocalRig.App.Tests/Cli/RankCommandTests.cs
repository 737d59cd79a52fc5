using System.Text.Json.Nodes;
using LocalRig.Evidence;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary><c>localrig rank</c> over the ledger it comes with.</summary>
public sealed class RankCommandTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Claims_stand_side_by_side_and_contradictions_in_sentences(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["rank", "Qwen3.5-122B-A10B"], width: width);
        Assert.Equal("", answer.Error);
        Assert.All(answer.Output.Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(answer.Output, $"rank-{width}");
    }

    [Fact]
    public async Task Json_has_every_claim_with_publisher_kind_date_and_source()
    {
        JsonNode answer = JsonNode.Parse((await CommandLine.RunAsync(["rank", "qwen3.5-122b-a10b", "--json"])).Output)!;
        JsonNode[] claims = [.. answer["tests"]!.AsArray().SelectMany(t => t!["claims"]!.AsArray()).Select(c => c!)];
        RankingClaim[] known = [.. RankingLedger.Default.Of("Qwen3.5-122B-A10B")];
        Assert.Equal(known.Length + 1, claims.Length); // and the order that puts the 27B above it
        Assert.All(claims, c => Assert.All((string[])["publisher", "kind", "date", "source", "result"], f => Assert.NotEqual("", (string)c[f]!)));
        JsonNode rails = claims.Single(c => (string)c["publisher"]! == "AkitaOnRails");
        Assert.Equal(37, (double)rails["low"]!);
        Assert.Contains(rails["beside"]!.AsArray(), b => (string)b!["model"]! == "Qwen3.5-35B-A3B" && (double)b["low"]! == 55);
        Assert.Contains(answer["contradictions"]!.AsArray(), c => (string)c!["kind"]! == "opposite-orders" && c["sources"]!.AsArray().Count >= 2);
    }

    [Theory]
    [InlineData("Codestral-22B", 0, "No ranking evidence")]
    [InlineData("Qwen3.5-32B", 0, "Nobody released a Qwen3.5-32B")]
    [InlineData("Qwen3.5-122B", 0, "Qwen3.5-122B-A10B")]
    [InlineData("nonsense", 3, "localrig models")]
    [InlineData("", 3, "localrig models")]
    public async Task Names_are_answered_plainly(string name, int code, string says)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["rank", name]);
        Assert.Equal(code, answer.Code);
        Assert.Contains(says, answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.True(code == 0 || answer.Error.TrimEnd().Split('\n').Length == 1);
    }
}
