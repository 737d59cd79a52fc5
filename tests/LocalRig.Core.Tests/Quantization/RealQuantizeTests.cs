using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Quantization;

/// <summary>Recipes of every recorded model against the real llama-quantize, tensor by tensor: a third of them by day, another one for each model, and all in a long run.</summary>
public sealed partial class RealQuantizeTests
{
    public static TheoryData<string> Specs => [.. ModelSpec.Names];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Every_recipe_equals_what_the_real_llama_quantize_would_write(string spec)
    {
        RealLlama.Require();
        ModelSpec model = ModelSpec.All[spec];
        Architecture architecture = model.Architecture;
        ImmutableArray<WeightShape> weights = WeightList.For(architecture, model.Traits);
        var input = new RecipeInput(architecture, weights);
        string file = $"/tmp/localrig-{Environment.ProcessId}-{spec}.gguf";
        SyntheticGguf.Write(file, model.Metadata, RecipeLayout.Make(input, QuantRecipe.ForFileType((int)FileType.F16)!).Tensors);
        try
        {
            List<string> wrong = [];
            foreach (QuantRecipe recipe in LongRun.Part(QuantRecipe.All, spec))
            {
                string printed = RealLlama.Run("llama-quantize", "--dry-run", file, recipe.Name);
                if (!input.Allows(recipe))
                {
                    Assert.Contains("no tensor type fallback", printed, StringComparison.Ordinal);
                    continue;
                }

                wrong.AddRange(Differences(RecipeLayout.Make(input, recipe), recipe, printed));
            }

            Assert.Empty(wrong);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Differences(TensorLayout layout, QuantRecipe recipe, string printed)
    {
        Dictionary<string, string> types = [];
        foreach (Match line in TensorLine().Matches(printed))
        {
            types[line.Groups["name"].Value] = line.Groups["to"].Success ? line.Groups["to"].Value : line.Groups["from"].Value;
        }

        if (types.Count != layout.Tensors.Length)
        {
            yield return $"{recipe}: llama-quantize printed {types.Count} of {layout.Tensors.Length} tensors: {printed[^Math.Min(300, printed.Length)..]}";
        }

        foreach (TensorInfo tensor in layout.Tensors)
        {
            if (types.TryGetValue(tensor.Name, out string? real) && real != tensor.Type.Name())
            {
                yield return $"{recipe} {tensor.Name}: {tensor.Type.Name()}, llama-quantize has {real}";
            }
        }
    }

    // "[ 303/ 310] blk.27.attn_output.weight - [ 2048, 1024, 1, 1], type = f16, size = 4.00 MiB -> 1.12 MiB (q4_K)"
    [GeneratedRegex(@"^\[ *\d+/ *\d+\] +(?<name>\S+) .*type = +(?<from>\w+), size = +[\d.]+ MiB( -> +[\d.]+ MiB \((?<to>\w+)\))?", RegexOptions.Multiline)]
    private static partial Regex TensorLine();
}
