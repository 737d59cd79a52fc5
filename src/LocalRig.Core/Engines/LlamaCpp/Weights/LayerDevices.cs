using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>Which backend each layer and the output belong to (llama-model.cpp, load_tensors: split points and get_layer_buft_list).</summary>
public sealed class LayerDevices
{
    private readonly int[] _backends;

    private LayerDevices(int[] backends, bool full)
    {
        _backends = backends;
        FullyOffloaded = full;
    }

    /// <summary>Number of layers, multi-token-prediction ones included; the output is one more.</summary>
    public int LayerCount => _backends.Length - 1;

    /// <summary>Whether every layer and the output are on devices.</summary>
    public bool FullyOffloaded { get; }

    /// <summary>The backend of a layer: a place in <see cref="BackendSet.All"/>.</summary>
    public int OfLayer(int layer) => _backends[layer];

    /// <summary>The backend of the output layer.</summary>
    public int OfOutput => _backends[^1];

    /// <summary>Spreads layers over devices: the last ones asked for, in shares by the tensor split or by memory.</summary>
    /// <param name="layers">All layers, multi-token-prediction ones included (n_layer_all).</param>
    /// <param name="placement">How many layers go to devices, and the split.</param>
    /// <param name="rig">The memory of the devices.</param>
    /// <param name="backends">The devices in use.</param>
    public static LayerDevices Spread(int layers, Placement placement, Rig rig, BackendSet backends)
    {
        float[] ends = LayerShares.Ends(placement.TensorSplit, [.. backends.RigIndex.Take(backends.Devices.Length).Select(i => rig.Devices[i])]);
        int asked = Math.Min(placement.GpuLayers, layers + 1);
        int first = layers + 1 - asked;
        int cpu = backends.All.Length - 1;
        int[] result = new int[layers + 1];
        for (int layer = 0; layer <= layers; layer++)
        {
            bool onDevice = !backends.Devices.IsEmpty && layer >= first;
            result[layer] = onDevice ? LayerShares.At(ends, (float)(layer - first) / asked) : cpu;
        }

        return new LayerDevices(result, placement.GpuLayers > layers);
    }
}
