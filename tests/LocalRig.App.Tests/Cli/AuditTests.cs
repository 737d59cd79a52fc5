using System.Text.Json;
using LocalRig.Core.Tests.House;
using LocalRig.Local.Guides;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class AuditTests
{
    private const string Small = """
        # Qwen3.5 guide

        | GPU | memory |
        |---|---|
        | RTX 4070 | 24 GB |
        | RTX 3090 | 24 GB |

        The Qwen3.5 family comes in 9B, 27B and 70B. Qwen3.5-32B exists. A thing of 5 GB is nice.
        Qwen3.5-27B is 15.4 GB in Q4_K_M. Enjoy.
        """;

    /// <summary>The verdicts somebody reached by hand (tests/data/audit) come out of catalogue, plans, ceilings and evidence.</summary>
    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task The_guides_verdicts_are_reproduced(string id, string verdict, string must)
    {
        JsonElement claim = (await GuideAsync()).GetProperty("claims").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        Assert.Equal(verdict, claim.GetProperty("verdict").GetString());
        foreach (string figure in must.Split('|'))
        {
            Assert.Contains(figure, claim.GetRawText().Replace("\\u2013", "–", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, string> Verdicts()
    {
        TheoryData<string, string, string> data = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "data", "audit", "guide-verdicts.csv")).Skip(1))
        {
            string[] cells = line.Split(';');
            data.Add(cells[1], cells[2], cells[3]);
        }

        return data;
    }

    [Fact]
    public async Task Every_claim_of_the_example_is_read_and_checked()
    {
        JsonElement report = await GuideAsync();
        Assert.Equal(0, report.GetProperty("counts").GetProperty("not-read").GetInt32());
        Assert.Equal(0, report.GetProperty("counts").GetProperty("not-checked").GetInt32());
        Assert.All(report.GetProperty("claims").EnumerateArray().Where(c => c.GetProperty("verdict").GetString() is "false" or "misleading"), c =>
        {
            Assert.NotEqual("", c.GetProperty("correction").GetString());
            Assert.NotEqual(0, c.GetProperty("working").GetArrayLength());
            Assert.NotEqual(0, c.GetProperty("line").GetInt32());
        });
    }

    [Fact]
    public async Task The_guides_table_is_read_row_by_row()
    {
        JsonElement report = JsonDocument.Parse((await RealAsync("audit", Path.Combine(Repository.Root, "examples", "guide-table.md"), "--json")).Output).RootElement;
        Assert.Equal(0, report.GetProperty("counts").GetProperty("not-read").GetInt32());
        Assert.All(Enumerable.Range(7, 6), row => Assert.Contains(report.GetProperty("claims").EnumerateArray(), c => c.GetProperty("line").GetInt32() == row));
        Assert.DoesNotContain(report.GetProperty("claims").EnumerateArray(), c => c.GetProperty("text").GetString()!.Contains("RTX 4070 |", StringComparison.Ordinal) && c.GetProperty("claim").GetString() == "memory" && c.GetProperty("verdict").GetString() == "unsupported");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_guide_is_shown_claim_by_claim(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["audit", "-"], input: Small, width: width);
        Assert.Equal("", answer.Error);
        Assert.All(answer.Output.Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(answer.Output, $"audit-{width}");
    }

    [Theory]
    [InlineData("false", 6)]
    [InlineData("misleading,unsupported", 6)]
    [InlineData("unsupported", 0)]
    [InlineData("nonsense", 2)]
    public async Task A_script_can_fail_on_a_verdict(string verdicts, int code) =>
        Assert.Equal(code, (await CommandLine.RunAsync(["audit", "-", "--brief", "--fail-on", verdicts], input: Small)).Code);

    [Theory]
    [InlineData("claims: [*a]", "aliases")]
    [InlineData("claims: [[[[[[[[[[[[1]]]]]]]]]]]]", "deeply")]
    [InlineData("claims: {", "no sound YAML")]
    [InlineData("", "empty")]
    [InlineData("hello", "list of claims")]
    public void Damaged_YAML_is_refused_in_one_sentence(string text, string says) =>
        Assert.Contains(says, Assert.Throws<Audit.Reading.GuideFormatException>(() => YamlGuide.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_text_is_one_sentence()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["audit", "-"], input: "GGUF\0\0\u0001 Qwen3.5-27B needs 20 GB.");
        Assert.Equal(2, answer.Code);
        Assert.Contains("is no text", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_one_sentence()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["audit", "nowhere.md"]);
        Assert.Equal(2, answer.Code);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
    }

    private static async Task<JsonElement> GuideAsync() =>
        JsonDocument.Parse((await RealAsync("audit", Path.Combine(Repository.Root, "examples", "guide-claims.yaml"), "--json")).Output).RootElement;

    /// <summary>The program with its own catalogue, rigs and engine, on the day the prices were collected.</summary>
    private static Task<CommandLine.Answer> RealAsync(params string[] args) => CommandLine.RealAsync(args, 120, new CollectionDay());

    private sealed class CollectionDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
