using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

public class HtmlGuideTests
{
    [Fact]
    public void A_page_is_read_by_its_article_alone()
    {
        Guide guide = HtmlGuide.Read("""
            <!doctype html>
            <html><head><title>The RTX 4070 has 99 GB.</title><script>var s = "The RTX 4080 has 99 GB.";</script></head>
            <body><nav>The RTX 4060 has 99 GB.</nav>
            <article><h1>Cards</h1>
            <p>The RTX 4070 has <b>24&nbsp;GB</b>.</p>
            <aside>The RTX 4090 has 99 GB.</aside></article></body></html>
            """);
        MemoryClaim claim = Assert.IsType<MemoryClaim>(Assert.Single(guide.Claims));
        Assert.Equal(("RTX 4070", Interval.Of(24), 5), (claim.Devices[0], claim.Gigabytes, claim.Line));
    }

    [Fact]
    public void Merged_cells_count_for_all_they_cover()
    {
        Guide guide = HtmlGuide.Read("""
            <html><table>
            <tr><th>Model</th><th>Quant</th><th>VRAM</th></tr>
            <tr><td rowspan="2">Qwen3-32B</td><td>Q4_K_M</td><td>22 GB</td></tr>
            <tr><td>Q8_0</td><td>37 GB</td></tr>
            </table></html>
            """);
        Assert.Equal(
            ["Qwen3-32B in Q4_K_M needs 22 GB", "Qwen3-32B in Q8_0 needs 37 GB"],
            guide.Claims.Select(ClaimWords.Of));
    }

    [Theory]
    [InlineData("<html><table><tr><td rowspan=999999999 colspan=999999999>24 GB</table>")]
    [InlineData("<html><<<<>>>><table></td></tr></table></article></main>")]
    [InlineData("<html><!-- <p>The RTX 4070 has 24 GB.</p>")]
    [InlineData("<html><script>The RTX 4070 has 24 GB.")]
    [InlineData("<html><p>&#99999999; &nosuch; &lt;b&gt;</p>")]
    public void Damaged_pages_give_no_claim_and_no_error(string page) => Assert.Empty(HtmlGuide.Read(page).Claims);

    [Fact]
    public void A_review_is_short_and_a_guides_words_are_no_markup_of_it()
    {
        MemoryClaim claim = new(["RTX 4070 [x](http://example.org)"], Interval.Of(24)) { Line = 3 };
        AuditReport report = new("guide", [new Finding(claim, ClaimVerdict.False, "Not with 24 GB.", [], "12 GB.")], [], 0);
        string review = Review.Markdown(report);
        Assert.Contains("Line 3", review, StringComparison.Ordinal);
        Assert.Contains("12 GB.", review, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](", review, StringComparison.Ordinal);
        Assert.Contains("nothing to correct", Review.Markdown(report with { Findings = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_come_after_their_passage_and_the_guide_stays_what_it_was()
    {
        const string Text = "# Cards\n\n| GPU | VRAM |\n|---|---|\n| RTX 4070 | 24 GB |\n\nEnd.";
        MemoryClaim claim = new(["RTX 4070"], Interval.Of(24)) { Line = 5 };
        string annotated = Review.Annotated(Text, new AuditReport("guide", [new Finding(claim, ClaimVerdict.False, "Not so.", [], "12 GB.")], [], 0));
        Assert.Equal(Text, string.Join('\n', annotated.TrimEnd('\n').Split('\n').Where(l => !l.StartsWith('>'))).Replace("\n\n\n", "\n\n", StringComparison.Ordinal));
        Assert.True(annotated.IndexOf("> **false**", StringComparison.Ordinal) > annotated.IndexOf("| RTX 4070", StringComparison.Ordinal));
        Assert.True(annotated.IndexOf("> **false**", StringComparison.Ordinal) < annotated.IndexOf("End.", StringComparison.Ordinal));
    }
}
