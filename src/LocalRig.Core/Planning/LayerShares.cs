using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Planning;

/// <summary>How layers are shared over devices, in single precision as llama.cpp counts (llama-model.cpp, load_tensors: splits).</summary>
internal static class LayerShares
{
    /// <summary>Where each device's share ends on the way from 0 to 1: by the split asked for, or by what programs can have of its memory.</summary>
    public static float[] Ends(ImmutableArray<double> split, IReadOnlyList<Device> devices)
    {
        bool given = !split.IsDefaultOrEmpty && split.Take(devices.Count).Any(s => s != 0);
        float[] ends = new float[devices.Count];
        float sum = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            sum += given
                ? (i < split.Length ? (float)split[i] : 0)
                : (devices[i].Usable ?? devices[i].Memory).Bytes;
            ends[i] = sum;
        }

        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] /= sum;
        }

        return ends;
    }

    /// <summary>The device of a position between 0 and 1.</summary>
    public static int At(float[] ends, float position)
    {
        int i = 0;
        while (i < ends.Length - 1 && ends[i] <= position)
        {
            i++;
        }

        return i;
    }
}
