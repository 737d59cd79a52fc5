using System.Runtime.CompilerServices;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>A model's weights by layer and role, made once per <see cref="TensorLayout"/>.</summary>
internal sealed class WeightTable
{
    private static readonly ConditionalWeakTable<TensorLayout, WeightTable> Tables = [];

    private readonly TensorInfo?[] _weights;

    private readonly int _layers;

    private WeightTable(TensorLayout layout)
    {
        var parsed = new (WeightRole Role, int Layer)[layout.Tensors.Length];
        for (int i = 0; i < parsed.Length; i++)
        {
            parsed[i] = WeightRoleNames.Parse(layout.Tensors[i].Name);
            _layers = Math.Max(_layers, parsed[i].Layer + 1);
        }

        _weights = new TensorInfo?[(_layers + 1) * (int)WeightRole.Other];
        for (int i = 0; i < parsed.Length; i++)
        {
            if (parsed[i].Role != WeightRole.Other)
            {
                _weights[Place(parsed[i].Layer, parsed[i].Role)] = layout.Tensors[i];
            }
        }
    }

    /// <summary>The table of a layout.</summary>
    public static WeightTable Of(TensorLayout layout) => Tables.GetValue(layout, static l => new WeightTable(l));

    /// <summary>The weight of a role in a layer (-1: outside layers), or null when the model has none.</summary>
    public TensorInfo? Find(int layer, WeightRole role) => layer >= _layers ? null : _weights[Place(layer, role)];

    private static int Place(int layer, WeightRole role) => (layer + 1) * (int)WeightRole.Other + (int)role;
}
