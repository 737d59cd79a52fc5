using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace LocalRig.Quantization;

/// <summary>A rule book that gives every tensor of a model its type: <c>Q4_K_M</c> is a recipe, <c>q4_K</c> a type.</summary>
/// <param name="FileType">The recipe's number in GGUF files.</param>
/// <param name="BaseType">The type most tensors get (llama-quant.cpp, llama_ftype_get_default_type).</param>
public sealed record QuantRecipe(FileType FileType, TensorType BaseType)
{
    /// <summary>Every recipe of llama-quantize, from most bits to fewest.</summary>
    public static ImmutableArray<QuantRecipe> All { get; } =
    [
        new(FileType.F32, TensorType.F32),
        new(FileType.BF16, TensorType.BF16),
        new(FileType.F16, TensorType.F16),
        new(FileType.Q8_0, TensorType.Q8_0),
        new(FileType.Q6_K, TensorType.Q6_K),
        new(FileType.Q5_1, TensorType.Q5_1),
        new(FileType.Q5_K_M, TensorType.Q5_K),
        new(FileType.Q5_K_S, TensorType.Q5_K),
        new(FileType.Q5_0, TensorType.Q5_0),
        new(FileType.Q4_1, TensorType.Q4_1),
        new(FileType.Q4_K_M, TensorType.Q4_K),
        new(FileType.Q4_K_S, TensorType.Q4_K),
        new(FileType.Q4_0, TensorType.Q4_0),
        new(FileType.IQ4_NL, TensorType.IQ4_NL),
        new(FileType.MXFP4_MOE, TensorType.MXFP4),
        new(FileType.IQ4_XS, TensorType.IQ4_XS),
        new(FileType.Q3_K_L, TensorType.Q3_K),
        new(FileType.Q3_K_M, TensorType.Q3_K),
        new(FileType.IQ3_M, TensorType.IQ3_S),
        new(FileType.IQ3_S, TensorType.IQ3_S),
        new(FileType.Q3_K_S, TensorType.Q3_K),
        new(FileType.IQ3_XS, TensorType.IQ3_S),
        new(FileType.IQ3_XXS, TensorType.IQ3_XXS),
        new(FileType.Q2_K, TensorType.Q2_K),
        new(FileType.Q2_K_S, TensorType.Q2_K),
        new(FileType.IQ2_M, TensorType.IQ2_S),
        new(FileType.IQ2_S, TensorType.IQ2_XS),
        new(FileType.IQ2_XS, TensorType.IQ2_XS),
        new(FileType.Q2_0, TensorType.Q2_0),
        new(FileType.IQ2_XXS, TensorType.IQ2_XXS),
        new(FileType.TQ2_0, TensorType.TQ2_0),
        new(FileType.IQ1_M, TensorType.IQ1_M),
        new(FileType.TQ1_0, TensorType.TQ1_0),
        new(FileType.IQ1_S, TensorType.IQ1_S),
        new(FileType.Q1_0, TensorType.Q1_0),
    ];

    /// <summary>llama-quantize's name: <c>Q4_K_M</c>.</summary>
    public string Name => FileType.ToString();

    /// <summary>Whether llama-quantize refuses to make it without an importance matrix (llama-quant.cpp, tensor_requires_imatrix).</summary>
    public bool NeedsImatrix =>
        FileType
            is FileType.IQ1_S
                or FileType.IQ1_M
                or FileType.IQ2_XXS
                or FileType.IQ2_XS
                or FileType.IQ2_S
                or FileType.IQ2_M
                or FileType.IQ3_XXS
                or FileType.IQ3_XS
                or FileType.Q2_K_S;

    /// <summary>Whether tensors keep an unquantized type.</summary>
    public bool IsUnquantized => !BaseType.IsQuantized();

    /// <summary>The recipe of a GGUF file's <c>general.file_type</c>, or null when llama-quantize has none of that number.</summary>
    public static QuantRecipe? ForFileType(long fileType) => All.FirstOrDefault(r => (long)r.FileType == fileType);

    /// <summary>Finds a recipe by name as llama-quantize, llama.cpp's printouts and publishers spell it, ignoring case:
    /// <c>Q4_K_M</c>, <c>q4_k_m</c>, <c>Q4_K - Medium</c>, <c>all F32</c>, <c>MXFP4 MoE</c>.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out QuantRecipe? recipe)
    {
        string key = RecipeNames.Normalize(name);
        recipe = All.FirstOrDefault(r => r.Name.Equals(key, StringComparison.Ordinal));
        return recipe is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
