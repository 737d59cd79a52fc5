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

    /// <summary>What plans say about files nobody measured is what was measured on the files of the table: their fifth and ninety-fifth percentiles.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spreads_of_mixes_are_those_of_the_table(bool named)
    {
        double[] ratios =
        [
            .. from file in ModelCatalog.Default.Files
               where file.IsMix && file.Precision < file.Bytes / 100
               let choice = QuantChoice.TryParse(file.Quant)
               where choice is not null && choice.IsMix == named && ModelCatalog.Default.Find(file.Shape) is not null
               let recipe = ModelCatalog.Default.Get(file.Shape).ToModel("recipe:" + choice.Recipe.Name).Tensors.TotalSize.Bytes
               let ratio = file.Bytes / (double)recipe
               orderby ratio
               select ratio,
        ];
        NamedSpread spread = named ? NamedSpread.OfMixes : NamedSpread.OfRecipes;
        Assert.True(ratios.Length >= 15, $"{ratios.Length} files");
        Assert.Equal(At(0.05), spread.Low, 0.005);
        Assert.Equal(At(0.95), spread.High, 0.005);

        double At(double share) => ratios[(int)Math.Round(share * (ratios.Length - 1))];
    }
}
