using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>Text as pdftotext writes it.</summary>
public class PagedTextTests
{
    private const string Pages = "Local models, a guide\n\nA 70B model in FP16 takes about 140 GB, and its quanti-\nzation to Q4_K_M makes a\n\n1\n\fLocal models, a guide\n\nfile of 42.5 GB. Qwen3-8B in Q8_0 is a\n\n2\n\fLocal models, a guide\n\nfile of 8.7 GB.\n\n3\n";

    [Fact]
    public void Sentences_go_on_over_pages_and_words_over_lines()
    {
        Guide guide = MarkdownGuide.Read(Pages);
        Assert.Equal(["3: 70B in FP16 needs 140 GB", "9: 70B in Q4_K_M: a file of 42.5 GB", "14: Qwen3-8B in Q8_0: a file of 8.7 GB"], guide.Claims.Select(c => $"{c.Line}: {ClaimWords.Of(c)}"));
    }

    [Fact]
    public void A_hyphen_that_belongs_to_a_name_stays() =>
        Assert.Equal("Qwen3-8B in Q8_0: a file of 8.7 GB", ClaimWords.Of(Assert.Single(MarkdownGuide.Read("The Q8_0 file of Qwen3-\n8B is 8.7 GB.\f").Claims)));
}
