using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Quantization;

public sealed class RecipeTests
{
    public static TheoryData<string> Specs => [.. ModelSpec.Names];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Every_weight_of_a_family_is_listed_with_its_shape_and_kind(string spec)
    {
        ModelSpec model = ModelSpec.All[spec];
        Dictionary<string, WeightShape> computed = WeightList.For(model.Architecture, model.Traits).ToDictionary(w => w.Name);
        Dictionary<string, WeightShape> recorded = RecordedRecipes.All[spec].Weights;

        Assert.Empty(computed.Keys.Except(recorded.Keys));
        Assert.Empty(recorded.Keys.Except(computed.Keys));
        Assert.All(recorded.Values, w => Assert.Equal(w, computed[w.Name]));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Every_recipe_gives_every_tensor_the_type_llama_quantize_gives(string spec)
    {
        ModelSpec model = ModelSpec.All[spec];
        Architecture architecture = model.Architecture;
        ImmutableArray<WeightShape> weights = WeightList.For(architecture, model.Traits);
        foreach ((string name, Dictionary<string, TensorType> types) in RecordedRecipes.All[spec].Types)
        {
            Assert.True(QuantRecipe.TryParse(name, out QuantRecipe? recipe), name);
            TensorLayout layout = RecipeLayout.Make(architecture, weights, recipe);
            IEnumerable<string> wrong =
                from tensor in layout.Tensors
                let expected = types.GetValueOrDefault(tensor.Name, TensorType.F32)
                where tensor.Type != expected
                select $"{name} {tensor.Name}: {tensor.Type}, llama-quantize has {expected}";
            Assert.Empty(wrong);
        }
    }

    [Fact]
    public void Tensors_lie_one_after_another_on_multiples_of_32()
    {
        ModelSpec model = ModelSpec.All["gpt-oss-20b"];
        TensorLayout layout = RecipeLayout.Make(
            model.Architecture,
            WeightList.For(model.Architecture, model.Traits),
            QuantRecipe.ForFileType((int)FileType.Q4_K_M)!
        );

        long end = 0;
        foreach (TensorInfo tensor in layout.Tensors)
        {
            Assert.Equal(0, tensor.Offset % 32);
            Assert.InRange(tensor.Offset - end, 0, 31);
            end = tensor.Offset + tensor.Size.Bytes;
        }
    }

    [Theory]
    [InlineData("Q4_K_M", FileType.Q4_K_M)]
    [InlineData("q4_k_m", FileType.Q4_K_M)]
    [InlineData("Q4_K - Medium", FileType.Q4_K_M)]
    [InlineData("Q4_K", FileType.Q4_K_M)]
    [InlineData("all F32", FileType.F32)]
    [InlineData("MXFP4 MoE", FileType.MXFP4_MOE)]
    [InlineData("IQ4_XS - 4.25 bpw", FileType.IQ4_XS)]
    [InlineData("IQ3_S mix - 3.66 bpw", FileType.IQ3_M)]
    [InlineData("IQ2_XXS - 2.0625 bpw", FileType.IQ2_XXS)]
    [InlineData("fp16", FileType.F16)]
    public void Recipes_answer_to_the_names_people_and_llama_cpp_use(string name, FileType expected)
    {
        Assert.True(QuantRecipe.TryParse(name, out QuantRecipe? recipe));
        Assert.Equal(expected, recipe.FileType);
    }

    [Fact]
    public void A_name_nobody_uses_is_no_recipe() => Assert.False(QuantRecipe.TryParse("Q4_K_XXL", out _));
}
