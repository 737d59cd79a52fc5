using LocalRig.Answers;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using LocalRig.Contract;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

public class StructuredGuideTests
{
    [Fact]
    public void Claims_keep_line_id_and_text()
    {
        Guide guide = JsonGuide.Read("""
            {"claims": [
              {"id": "a", "claim": "memory", "device": ["RTX 4070", "RTX 3090"], "memory": "24 GB", "text": "both have 24"},
              {"claim": "fits", "model": "27B", "device": "RTX 3090", "context": "32k", "ease": "tight"}
            ]}
            """);
        MemoryClaim memory = Assert.IsType<MemoryClaim>(guide.Claims[0]);
        Assert.Equal(("a", 2, "both have 24"), (memory.Id, memory.Line, memory.Text));
        Assert.Equal(["RTX 4070", "RTX 3090"], memory.Devices);
        FitsClaim fits = Assert.IsType<FitsClaim>(guide.Claims[1]);
        Assert.Equal((3, 32768, Ease.Tight), (fits.Line, fits.Context!.Value, fits.Ease));
    }

    [Theory]
    [InlineData("""[{"claim":"memori","device":"x","memory":"1"}]""", "did you mean 'memory'?")]
    [InlineData("""[{"claim":"memory","device":"x"}]""", "needs 'memory'")]
    [InlineData("""[{"claim":"memory","device":"x","memory":"many"}]""", "isn't a figure")]
    [InlineData("""[{"claim":"memory","device":"x","memory":"12 tok/s"}]""", "isn't a figure")]
    [InlineData("""[{"claim":"memory","device":"x","memory":"1","sped":"3"}]""", "no field 'sped'")]
    [InlineData("""[{"claim":"released","model":"x","date":"tomorrow"}]""", "write 2026-02-24")]
    [InlineData("""[{"claim":"fits","model":"x","context":"12x"}]""", "isn't a number of tokens")]
    [InlineData("""[{"claim":"fits","model":"x","ease":"snug"}]""", "not 'snug'")]
    [InlineData("""[{"model":"x"}]""", "no 'claim'")]
    [InlineData("[7]", "map of fields")]
    public void What_is_wrong_with_an_entry_is_said_and_the_rest_is_read(string json, string reason)
    {
        Guide guide = JsonGuide.Read(json);
        Assert.Empty(guide.Claims);
        Assert.Contains(reason, Assert.Single(guide.Unread).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[] []")]
    [InlineData("[[[[[[[[[[[]]]]]]]]]]]")]
    public void What_is_no_guide_is_refused_in_one_sentence(string json) =>
        Assert.NotEqual("", Assert.Throws<GuideFormatException>(() => JsonGuide.Read(json)).Message);

    [Fact]
    public void A_score_of_a_hundred_is_read() =>
        Assert.Equal(Interval.Of(37), Assert.IsType<RankClaim>(Assert.Single(JsonGuide.Read("""[{"claim":"rank","model":"x","score":"37/100"}]""").Claims)).Score);

    [Fact]
    public void Every_kind_of_claim_can_be_written()
    {
        string Field(string name) => name switch { "sizes" => "[\"4B\"]", "date" => "\"2026\"", "count" => "2", _ => "\"9\"" };
        foreach ((string kind, string fields) in StructuredGuide.Kinds)
        {
            string entries = string.Join(",", fields.Split(' ').Where(f => !f.EndsWith('?')).Select(f => $"\"{f}\":{Field(f)}"));
            Guide guide = JsonGuide.Read($"[{{\"claim\":\"{kind}\",{entries}}}]");
            Assert.Empty(guide.Unread);
            Assert.Equal(kind, AuditJson.Kind(Assert.Single(guide.Claims)));
        }
    }
}
