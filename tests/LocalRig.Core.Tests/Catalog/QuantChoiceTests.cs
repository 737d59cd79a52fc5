using System.Text.RegularExpressions;
using LocalRig.Catalog;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>Names of quantizations as listings cut them and publishers prefix them.</summary>
public sealed class QuantChoiceTests
{
    [Theory]
    [InlineData("IQ4_NL - 4", "IQ4_NL", false)]
    [InlineData("(Scout) Q4_K_M", "Q4_K_M", false)]
    [InlineData("()Q6_K - 6", "Q6_K", false)]
    [InlineData("ud-q4_k_xl", "ud-q4_k_xl", true)]
    [InlineData("Q4_K_XL", "UD-Q4_K_XL", true)]
    [InlineData("smol-IQ4_NL", "smol-IQ4_NL", true)]
    [InlineData("i1-IQ4_XS", "i1-IQ4_XS", false)]
    public void A_name_is_read_without_what_is_not_its_own(string text, string name, bool mix)
    {
        QuantChoice? choice = QuantChoice.TryParse(text);
        Assert.Equal((name, mix), (choice?.Name, choice?.IsMix));
    }

    [Theory]
    [InlineData("(Scout Q4_K_M")]
    [InlineData("UD-UD-Q4_K_M")]
    [InlineData("Q4_K_M -4")]
    public void What_names_no_recipe_is_none(string text) => Assert.Null(QuantChoice.TryParse(text));

    [Theory]
    [InlineData("Qwen3.5-122B-A10B-Q4_K_M-00001-of-00003.gguf")]
    [InlineData("model-0001-of-00003.gguf")]
    [InlineData("-00001-of-00002")]
    [InlineData("a-00001-of-0000x")]
    public void Numbers_of_parts_are_left_out_of_a_files_name(string file) =>
        Assert.Equal(Regex.Replace(file.EndsWith(".gguf", StringComparison.Ordinal) ? file[..^5] : file, @"-\d{5}-of-\d{5}$", ""), ModelAddress.WithoutExtension(file));
}
