using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Units;

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
    ) => Make(new RecipeInput(architecture, weights), recipe, withImatrix);

    /// <summary>Gives every weight its type and place in the file.</summary>
    /// <param name="input">The weights, made ready.</param>
    /// <param name="recipe">The rule book.</param>
    /// <param name="withImatrix">Whether the file was made with an importance matrix.</param>
    /// <param name="nativeExperts">The type the publisher released the experts in, which unquantized recipes keep (gpt-oss: MXFP4).</param>
    public static TensorLayout Make(RecipeInput input, QuantRecipe recipe, bool withImatrix = false, TensorType? nativeExperts = null)
    {
        var chooser = new RecipeChooser(input.Model, recipe, withImatrix, nativeExperts);
        long offset = 0;
        ImmutableArray<TensorInfo>.Builder tensors = ImmutableArray.CreateBuilder<TensorInfo>(input.Weights.Length);
        foreach (RecipeWeight weight in input.Weights)
        {
            var tensor = new TensorInfo(weight.Shape.Name, chooser.TypeOf(weight), weight.Shape.Shape, offset);
            tensors.Add(tensor);
            offset += tensor.Size.AlignUp(Alignment).Bytes;
        }

        return TensorLayout.OfDistinct(tensors.MoveToImmutable());
    }

    /// <summary>Bytes of all tensor data a recipe gives, for trying many recipes: the same as the layout's total size, but no layout is made.</summary>
    public static ByteSize Size(RecipeInput input, QuantRecipe recipe, bool withImatrix = false, TensorType? nativeExperts = null)
    {
        var chooser = new RecipeChooser(input.Model, recipe, withImatrix, nativeExperts);
        long bytes = 0;
        foreach (RecipeWeight weight in input.Weights)
        {
            TensorShape shape = weight.Shape.Shape;
            bytes += chooser.TypeOf(weight).RowBytes(shape.Ne0) * shape.Ne1 * shape.Ne2 * shape.Ne3;
        }

        return new ByteSize(bytes);
    }
}
