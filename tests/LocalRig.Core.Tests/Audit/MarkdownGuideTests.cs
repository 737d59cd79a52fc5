using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

public class MarkdownGuideTests
{
    private const string Table = """
        # Qwen3.5 at home

        | hardware | memory | size | quant | note |
        |---|---|---|---|---|
        | RTX 3060, used RTX 3080 10GB | 10–12 GB | 7B–14B | Q4_K_M | comfortable; 32B tight |
        """;

    [Fact]
    public void A_table_row_claims_memory_and_fit_for_every_device_and_size()
    {
        Guide guide = MarkdownGuide.Read(Table);
        Assert.Empty(guide.Unread);
        Assert.All(guide.Claims, c => Assert.Equal(5, c.Line));
        Assert.Equal(2, guide.Claims.OfType<MemoryClaim>().Count());
        Assert.Equal(
            ["Qwen3.5-14B", "Qwen3.5-14B", "Qwen3.5-32B", "Qwen3.5-32B", "Qwen3.5-7B", "Qwen3.5-7B"],
            guide.Claims.OfType<FitsClaim>().Select(f => f.Model).Order());
        Assert.All(guide.Claims.OfType<FitsClaim>(), f => Assert.Equal(f.Model == "Qwen3.5-32B" ? Ease.Tight : Ease.Comfortable, f.Ease));
    }

    [Fact]
    public void A_model_cell_may_name_its_quantization()
    {
        FitsClaim fits = Assert.Single(MarkdownGuide.Read("| GPU | VRAM | max model |\n|:--|--:|---|\n| **RTX 3060 12GB** | 12GB | 14B Q4_K_M |").Claims.OfType<FitsClaim>());
        Assert.Equal(("14B", "Q4_K_M", "RTX 3060 12GB"), (fits.Model, fits.Quant, fits.Device));
    }

    [Fact]
    public void Sentences_of_the_common_forms_become_claims()
    {
        Claim Only(string sentence) => Assert.Single(MarkdownGuide.Read(sentence).Claims);
        Assert.Equal(("Qwen3.5-27B", 24.0), Only("Qwen3.5-27B fits in 24 GB.") is FitsClaim f ? (f.Model, f.Gigabytes!.Value.Low) : default);
        Assert.Equal(Ease.Fails, Assert.IsType<FitsClaim>(Only("A 70B does not fit in 24 GB.")).Ease);
        Assert.Equal("70B", Assert.IsType<NeedsClaim>(Only("A 70B needs about 40 GB.")).Model);
        Assert.Equal(new Interval(40, 60), Assert.IsType<SpeedClaim>(Only("A 7B runs at ~40–60 tok/s on an RTX 3060.")).TokensPerSecond);
        Assert.Equal("RTX 4070", Assert.Single(Assert.IsType<MemoryClaim>(Only("The RTX 4070 has 24 GB.")).Devices));
        Assert.Equal(936, Assert.IsType<BandwidthClaim>(Only("The RTX 3090 reads 936 GB/s.")).GigabytesPerSecond!.Value.Low);
        Assert.Equal("2026-02-24", Assert.IsType<ReleasedClaim>(Only("Qwen3.5-27B was released on 2026-02-24.")).Date);
        Assert.Equal(27, Assert.IsType<ParametersClaim>(Only("Qwen3.5-27B has 27 billion parameters.")).Billions.Low);
        Assert.IsType<ExistsClaim>(Only("Qwen3.5-32B exists."));
        PriceOfClaim price = Assert.IsType<PriceOfClaim>(Only("A used RTX 3090 costs $500–800."));
        Assert.Equal(("used", new Interval(500, 800), "USD"), (price.Condition, price.Amount, price.Currency));
        Assert.Equal(Interval.Of(2), Assert.IsType<SeveralDevicesClaim>(Only("Two cards are twice as fast.")).Times);
        Assert.True(Assert.IsType<SeveralDevicesClaim>(Only("Two cards are not twice as fast.")).Times.High < 2);
        Assert.Equal([4.0, 9.0, 27.0], Assert.IsType<FamilyClaim>(Only("The Qwen3.5 family comes in 4B, 9B and 27B.")).Sizes);
        Assert.Equal("Qwen3.5-27B", Assert.IsType<RankClaim>(Only("Qwen3.5-122B beats Qwen3.5-27B.")).Above);
    }

    [Theory]
    [InlineData("AkitaOnRails puts Qwen3.5-122B in tier D at 37/100.", "", "AkitaOnRails", 37)]
    [InlineData("Qwen3.5-122B scores 37 out of 100.", "", "", 37)]
    [InlineData("Qwen3.5-35B has 69.2% in SWE-bench.", "SWE-bench", "", 69.2)]
    [InlineData("Alibaba gives Qwen3.5-27B 80.7 % on LiveCodeBench v6.", "LiveCodeBench v6", "Alibaba", 80.7)]
    public void A_score_is_read_with_its_test_and_its_publisher(string sentence, string benchmark, string publisher, double score)
    {
        RankClaim claim = Assert.IsType<RankClaim>(Assert.Single(MarkdownGuide.Read(sentence).Claims));
        Assert.Equal((benchmark, publisher, Interval.Of(score)), (claim.Benchmark, claim.Publisher, claim.Score!.Value));
    }

    [Theory]
    [InlineData("Qwen3.5-27B leaves 37 of 100 GB free.")]
    [InlineData("Qwen3.5-27B loses 5% in four bits.")]
    [InlineData("Qwen3.5-27B does not score 37/100.")]
    public void What_only_looks_like_a_score_is_none(string sentence) =>
        Assert.DoesNotContain(MarkdownGuide.Read(sentence).Claims, c => c is RankClaim);

    [Theory]
    [InlineData("It takes 12345 GB.")]
    [InlineData("The RTX 3060 and the RTX 4090 and the 7B and the 9B make 45 tok/s.")]
    [InlineData("| a | b |\n|---|---|\n| 12 GB | $5 |")]
    [InlineData("A row with 12 GB | and no table")]
    public void What_has_figures_and_is_not_understood_is_listed(string text)
    {
        Guide guide = MarkdownGuide.Read(text);
        Assert.Empty(guide.Claims);
        Assert.NotEmpty(guide.Unread);
        Assert.All(guide.Unread, u => Assert.NotEqual("", u.Reason));
    }

    [Fact]
    public void Prose_is_counted_and_code_is_left_alone()
    {
        Guide guide = MarkdownGuide.Read("Local models are fun.\n\n```\nThe RTX 4070 has 24 GB.\n```\n\nReally.");
        Assert.Empty(guide.Claims);
        Assert.Empty(guide.Unread);
        Assert.Equal(2, guide.Prose);
    }

    [Fact]
    public void A_figures_line_is_told_even_in_a_wrapped_paragraph()
    {
        Guide guide = MarkdownGuide.Read("One.\nThe RTX 4070\nhas 24 GB. The RTX 3090 has\n24 GB.");
        Assert.Equal([3, 4], guide.Claims.Select(c => c.Line));
    }

    [Fact]
    public void More_than_any_guide_is_refused()
    {
        Assert.Throws<GuideFormatException>(() => MarkdownGuide.Read(new string('x', Guide.MostCharacters + 1)));
        Assert.Throws<GuideFormatException>(() => MarkdownGuide.Read(string.Concat(Enumerable.Range(1, Guide.Most + 1).Select(i => $"The RTX 4070 has {i} GB.\n\n"))));
        Guide guide = MarkdownGuide.Read(new string('x', 100_000) + " 24 GB");
        Assert.Single(guide.Unread);
    }
}
