using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>How layers are shared over several devices while the first ones' experts stay on the host. llama.cpp shares by memory alone, so the
/// first device, whose layers lost their experts, would stay half empty while the last is full; a split by bytes fills all alike.</summary>
internal sealed class ExpertSplit(Trial trial, Model model, Rig rig)
{
    private readonly Dictionary<int, ImmutableArray<double>> _splits = [];

    private double? _everyLayer;

    /// <summary>Layers per device (<c>-ts</c>); as asked where a split was asked for or there is nothing to share.</summary>
    /// <param name="placement">All layers on devices, with the experts that stay.</param>
    /// <param name="workload">What is asked.</param>
    /// <param name="layers">Layers on devices, the output included.</param>
    public ImmutableArray<double> Of(Placement placement, Workload workload, int layers)
    {
        bool shared = rig.Devices.Length > 1 && placement.SplitMode == SplitMode.Layer && placement.CpuMoeLayers > 0 && placement.GpuLayers >= layers;
        if (!shared || !placement.TensorSplit.IsDefaultOrEmpty)
        {
            return placement.TensorSplit;
        }

        if (!_splits.TryGetValue(placement.CpuMoeLayers, out ImmutableArray<double> split))
        {
            split = Split(placement, workload, layers);
            _splits.Add(placement.CpuMoeLayers, split);
        }

        return split;
    }

    private ImmutableArray<double> Split(Placement placement, Workload workload, int layers)
    {
        int blocks = LayerCount.Blocks(model);
        _everyLayer ??= (double?)trial.StoredOnDevices(workload, placement with { CpuMoeLayers = blocks }) / layers;
        if (_everyLayer is not double every)
        {
            return [];
        }

        double experts = model.Tensors.Tensors.Where(t => ExpertTensors.Holds(t.Name)).Sum(t => (double)t.Size.Bytes) / blocks;
        double memory = rig.Devices.Sum(d => (double)(d.Usable ?? d.Memory).Bytes);
        double all = layers * every + (blocks - placement.CpuMoeLayers) * experts;
        double[] counts = new double[rig.Devices.Length];
        double before = 0;
        int device = 0;
        double end = Share(0);
        for (int layer = 0; layer < layers; layer++)
        {
            double bytes = every + (layer >= placement.CpuMoeLayers && layer < blocks ? experts : 0);
            while (device < counts.Length - 1 && before + bytes / 2 > end)
            {
                end += Share(++device);
            }

            counts[device]++;
            before += bytes;
        }

        return [.. counts];

        double Share(int at) => all * (rig.Devices[at].Usable ?? rig.Devices[at].Memory).Bytes / memory;
    }
}
