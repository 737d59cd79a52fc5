using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

public class NamingTests
{
    [Theory]
    [InlineData("Qwen3.5 35B", "Qwen3.5-35B-A3B")]
    [InlineData("Llama 3.1 70B", "Llama-3.1-70B")]
    [InlineData("gpt-oss-20b", "gpt-oss-20b")]
    [InlineData("Qwen3-235B-A22B", "Qwen3-235B-A22B")]
    public void A_model_is_found_by_its_name(string text, string id) =>
        Assert.Equal(id, Assert.IsType<ReleasedModel>(new ModelNames(ModelCatalog.Default).Find(text)).Model.Id);

    [Theory]
    [InlineData("Qwen3.5-32B", "Qwen3.5-27B")]
    [InlineData("Qwen3.5 100B", "Qwen3.5-122B-A10B")]
    public void A_size_a_family_lacks_comes_with_the_nearest(string text, string nearest) =>
        Assert.Contains(Assert.IsType<MissingModel>(new ModelNames(ModelCatalog.Default).Find(text)).Nearest, m => m.Id == nearest);

    [Theory]
    [InlineData("8bit", "Q8_0")]
    [InlineData("8 bits", "Q8_0")]
    [InlineData("4-bit", "Q4_K_M")]
    [InlineData("16bit", "F16")]
    public void A_width_is_a_quantization(string text, string recipe) => Assert.Equal(recipe, QuantWords.Find(text)?.Name);

    [Fact]
    public void A_size_alone_means_dense_models_unless_only_a_mixture_has_it()
    {
        ModelNames names = new(ModelCatalog.Default);
        Assert.All(names.Find("70B")!.Models, m => Assert.False(ModelNames.IsMixture(m)));
        Assert.Equal("Qwen3-235B-A22B", Assert.Single(names.Find("235B")!.Models).Id);
        Assert.Null(names.Find("9999B"));
        Assert.Null(names.Find("nonsense"));
    }
}
