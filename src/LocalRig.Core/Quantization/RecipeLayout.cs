using LocalRig.Architectures;
using LocalRig.Models;

namespace LocalRig.Quantization;

/// <summary>The weights of a model as a recipe would store them: what llama-quantize would write, without a file.</summary>
public static class RecipeLayout
{
    /// <summary>Bytes tensors are aligned to in a GGUF file (ggml, GGUF_DEFAULT_ALIGNMENT).</summary>
    public const int Alignment = 32;

    /// <summary>Gives every weight its type and place in the file.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="weights">Its weights in file order (<see cref="WeightList.For"/>).</param>
    /// <param name="recipe">The rule book.</param>
    /// <param name="withImatrix">Whether the file was made with an importance matrix, which changes a few choices.</param>
    public static TensorLayout Make(
        Architecture architecture,
        IReadOnlyCollection<WeightShape> weights,
        QuantRecipe recipe,
        bool withImatrix = false
    )
    {
        var chooser = new RecipeChooser(RecipeModel.Of(architecture, weights), recipe, withImatrix);
        long offset = 0;
        var tensors = new List<TensorInfo>(weights.Count);
        foreach (WeightShape weight in weights)
        {
            var tensor = new TensorInfo(weight.Name, chooser.TypeOf(weight), weight.Shape, offset);
            tensors.Add(tensor);
            offset += tensor.Size.AlignUp(Alignment).Bytes;
        }

        return new TensorLayout(tensors);
    }
}
