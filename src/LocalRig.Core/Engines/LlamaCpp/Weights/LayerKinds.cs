using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>Sorts a model's layers into kinds: layers of one kind have the same shape, are on the same device, and have weights of the
/// same shapes in the same memories, so they make the same part of a graph. Types count where they can matter: of weights
/// on the host that devices copy in, every type has its own size.</summary>
internal static class LayerKinds
{
    /// <summary>A number per main layer, equal for layers of one kind; the last layer, which picks the wanted rows, is its own.</summary>
    public static int[] Of(Model model, WeightBuffers weights)
    {
        var layers = model.Architecture!.Layers;
        WeightTable table = WeightTable.Of(model.Tensors);
        int[] kinds = new int[layers.Length];
        List<(int Layer, List<Trait> Traits)> seen = [];
        List<Trait> traits = [];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            Describe(table, weights, layer, traits);
            kinds[layer] = layer == layers.Length - 1 ? -1 : seen.FindIndex(s => Alike(s.Layer, layer) && s.Traits.SequenceEqual(traits));
            if (kinds[layer] < 0)
            {
                kinds[layer] = seen.Count;
                seen.Add((layer, traits));
                traits = [];
            }
        }

        return kinds;

        bool Alike(int a, int b) => weights.Layers.OfLayer(a) == weights.Layers.OfLayer(b) && layers[a] == layers[b];
    }

    private static void Describe(WeightTable table, WeightBuffers weights, int layer, List<Trait> traits)
    {
        bool copied = !weights.Backends.Devices.IsEmpty;
        traits.Clear();
        for (WeightRole role = 0; role < WeightRole.Other; role++)
        {
            if (table.Find(layer, role) is { } weight)
            {
                // Without devices, whether a matrix was repacked is the processor's own affair.
                BufferType? buffer = copied ? weights.BufferOf(weight) : null;
                bool exact = buffer is { IsHost: true } || !weight.Type.IsQuantized();
                traits.Add(new Trait(role, weight.Shape, exact ? weight.Type : null, buffer));
            }
        }
    }

    /// <summary>What a graph can depend on of a weight; a null type stands for any quantized one.</summary>
    private readonly record struct Trait(WeightRole Role, TensorShape Shape, TensorType? Type, BufferType? Buffer);
}
