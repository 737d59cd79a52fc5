using LocalRig.Catalog;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

public sealed class PublishedFileTests
{
    [Fact]
    public void Files_made_by_plain_recipes_have_the_computed_size_within_their_header()
    {
        List<PublishedFile> plain = [.. ModelCatalog.Default.Files.Where(f => f.Why.Length == 0)];
        Assert.True(plain.Count >= 75, $"only {plain.Count} published files are plain");
        Assert.All(plain, f => Assert.True(FileSizeCheck.Of(ModelCatalog.Default, f).IsReproduced, $"{f.Publisher}'s {f.Quant} of {f.Model}"));
    }

    [Fact]
    public void Every_other_file_says_why_it_differs_and_does_differ() =>
        Assert.All(
            ModelCatalog.Default.Files.Where(f => f.Why.Length > 0),
            f => Assert.False(FileSizeCheck.Of(ModelCatalog.Default, f).IsReproduced, $"{f.Publisher}'s {f.Quant} of {f.Model}")
        );

    [Fact]
    public void Every_file_has_a_size_and_a_source() =>
        Assert.All(
            ModelCatalog.Default.Files,
            f =>
            {
                Assert.True(f.Bytes > 0);
                Assert.NotEmpty(f.Source);
            }
        );
}
