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
        float[] ends = ShareEnds(placement, rig, backends);
        int asked = Math.Min(placement.GpuLayers, layers + 1);
        int first = layers + 1 - asked;
        int cpu = backends.All.Length - 1;
        int[] result = new int[layers + 1];
        for (int layer = 0; layer <= layers; layer++)
        {
            bool onDevice = !backends.Devices.IsEmpty && layer >= first;
            result[layer] = onDevice ? FirstAbove(ends, (float)(layer - first) / asked) : cpu;
        }

        return new LayerDevices(result, placement.GpuLayers > layers);
    }

    /// <summary>Where each device's share ends on the way from 0 to 1, in single precision as llama.cpp counts.</summary>
    private static float[] ShareEnds(Placement placement, Rig rig, BackendSet backends)
    {
        int count = backends.Devices.Length;
        ImmutableArray<double> split = placement.TensorSplit;
        bool given = !split.IsDefaultOrEmpty && split.Take(count).Any(s => s != 0);
        float[] ends = new float[count];
        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            Device device = rig.Devices[backends.RigIndex[i]];
            sum += given
                ? (i < split.Length ? (float)split[i] : 0)
                : (device.Usable ?? device.Memory).Bytes;
            ends[i] = sum;
        }

        for (int i = 0; i < count; i++)
        {
            ends[i] /= sum;
        }

        return ends;
    }

    private static int FirstAbove(float[] ends, float position)
    {
        int i = 0;
        while (i < ends.Length - 1 && ends[i] <= position)
        {
            i++;
        }

        return i;
    }
}
