using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Advice;

/// <summary>A model in the quantizations it can be had in, most bytes first.</summary>
public sealed class QuantLadder
{
    private readonly Func<string, Model> _make;

    private QuantLadder(IEnumerable<QuantRung> rungs, Func<string, Model> make)
    {
        Rungs = [.. rungs.OrderByDescending(r => r.Size.Bytes)];
        _make = make;
    }

    /// <summary>The quantizations with the bytes of their tensors.</summary>
    public ImmutableArray<QuantRung> Rungs { get; }

    /// <summary>The common recipes of a catalogue model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="withMtp">Whether multi-token-prediction layers are in the files.</param>
    public static QuantLadder Of(CatalogModel model, bool withMtp = false) =>
        new(
            Recipes(Survey.RecipesOf(model)).Where(r => model.Recipes.Contains(r)).Select(r => new QuantRung(r.Name, model.SizeOf(r))),
            name => model.ToModel(name, withMtp: withMtp));

    /// <summary>What llama-quantize would make of the full-precision file of the same tensors; nothing for an unknown architecture.</summary>
    /// <param name="model">A model read from a file.</param>
    public static QuantLadder Of(Model model)
    {
        if (model.Architecture is not Architecture architecture || model.Tensors.Find("token_embd.weight") is not { Shape.Ne1: > 1 })
        {
            return new QuantLadder([], _ => model);
        }

        RecipeInput input = new(architecture, [.. model.Tensors.Tensors.Select(Shape)]);
        Model Make(string name) => model with { Tensors = RecipeLayout.Make(input, Parse(name)), QuantName = name };
        return new QuantLadder(Recipes(Survey.Recipes).Where(input.Allows).Select(r => new QuantRung(r.Name, RecipeLayout.Size(input, r))), Make);
    }

    /// <summary>The model in one of the rungs.</summary>
    public Model InQuant(string name) => _make(name);

    /// <summary>The rungs below a size, largest first.</summary>
    public IEnumerable<QuantRung> Below(ByteSize size) => Rungs.Where(r => r.Size < size);

    /// <summary>The next rung above a size; null at the top.</summary>
    public QuantRung? Above(ByteSize size) => Rungs.LastOrDefault(r => r.Size > size);

    private static IEnumerable<QuantRecipe> Recipes(IEnumerable<string> names) => names.Select(Parse);

    private static QuantRecipe Parse(string name) =>
        QuantRecipe.TryParse(name, out QuantRecipe? recipe) ? recipe : throw new ArgumentException($"'{name}' is no recipe.", nameof(name));

    // llama.cpp's converter keeps vectors and routers in F32; recipes never touch them.
    private static WeightShape Shape(TensorInfo tensor) =>
        new(tensor.Name, tensor.Shape, tensor.Type == TensorType.F32 && !TensorRoles.MayBeQuantized(tensor.Name, tensor.Shape.Dimensions));
}

/// <summary>One quantization of a ladder.</summary>
/// <param name="Name">The recipe: <c>Q4_K_M</c>.</param>
/// <param name="Size">Bytes of all its tensors.</param>
public sealed record QuantRung(string Name, ByteSize Size);
