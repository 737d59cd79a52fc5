using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;

namespace LocalRig.Quantization;

/// <summary>A model's weights made ready for recipes: what names tell is read off once, however many recipes are tried.</summary>
public sealed class RecipeInput
{
    /// <summary>Reads off what recipes look at.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="weights">Its weights in file order (<see cref="WeightList.For"/>).</param>
    public RecipeInput(Architecture architecture, IReadOnlyCollection<WeightShape> weights)
    {
        // layers repeat the same names behind their number, so each name is looked into once
        Dictionary<string, (TensorRole Role, bool MayBeQuantized)> known = [];
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        ImmutableArray<RecipeWeight>.Builder ready = ImmutableArray.CreateBuilder<RecipeWeight>(weights.Count);
        foreach (WeightShape weight in weights)
        {
            int layer = WeightList.LayerOf(weight.Name);
            ReadOnlySpan<char> part = layer < 0 ? weight.Name : weight.Name.AsSpan(weight.Name.IndexOf('.', 4));
            if (!lookup.TryGetValue(part, out (TensorRole Role, bool MayBeQuantized) told))
            {
                told = (TensorRoles.Of(weight.Name), TensorRoles.MayBeQuantized(weight.Name, weight.Shape.Dimensions));
                lookup[part] = told;
            }

            ready.Add(new RecipeWeight(weight, told.Role, told.MayBeQuantized, layer));
        }

        Weights = ready.MoveToImmutable();
        Model = RecipeModel.Of(architecture, Weights);
    }

    /// <summary>Whether llama-quantize can make the recipe at all: Q1_0 has no fallback for rows that are no multiple of its block
    /// (llama-quant.cpp, tensor_type_fallback), such as gpt-oss's 2880.</summary>
    public bool Allows(QuantRecipe recipe) =>
        recipe.FileType != FileType.Q1_0
        || Weights.All(w => w.Shape.AlwaysF32 || !w.MayBeQuantized || w.Shape.Shape.Ne0 % recipe.BaseType.BlockElements() == 0);

    internal ImmutableArray<RecipeWeight> Weights { get; }

    internal RecipeModel Model { get; }
}

/// <summary>One weight with what recipes read off its name.</summary>
/// <param name="Shape">Name and shape.</param>
/// <param name="Role">What it does.</param>
/// <param name="MayBeQuantized">Whether llama-quantize may change its type.</param>
/// <param name="Layer">Its layer, or -1.</param>
internal readonly record struct RecipeWeight(WeightShape Shape, TensorRole Role, bool MayBeQuantized, int Layer);
