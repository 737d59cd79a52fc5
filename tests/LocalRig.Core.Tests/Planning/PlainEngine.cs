using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Planning;

/// <summary>An engine with rules simple enough to work out by hand: first layers on the host, the rest on devices in equal runs,
/// a kilobyte of cache per layer and token, fixed scratch.</summary>
public sealed class PlainEngine : IEngine
{
    public const long CachePerLayerAndToken = 1024;
    public const long Scratch = 10 << 20;
    public const long OutputRow = 4096;

    public int Calls { get; private set; }

    public string Name => "plain@1";

    public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
    {
        Calls++;
        int layers = model.Architecture!.Layers.Length;
        int devices = rig.Devices.Length;
        int first = devices == 0 ? layers + 1 : Math.Max(0, layers + 1 - Math.Min(placement.GpuLayers, layers + 1));
        int Home(int layer) => layer < first ? devices : (layer - first) * devices / (layers + 1 - first);
        long[] weights = new long[devices + 1];
        long[] cache = new long[devices + 1];
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            int layer = tensor.Name.StartsWith("blk.", StringComparison.Ordinal) ? int.Parse(tensor.Name.Split('.')[1]) : layers;
            bool stays = tensor.Name.Contains("_exps") && layer < placement.CpuMoeLayers || tensor.Name == "token_embd.weight";
            weights[stays ? devices : Home(layer)] += tensor.Size.Bytes;
        }

        for (int layer = 0; layer < layers; layer++)
        {
            cache[Home(layer)] += workload.Context * CachePerLayerAndToken;
        }

        int outputs = workload.Outputs ?? workload.Parallel;
        DeviceAllocation Entry(int i) =>
            new(i == devices ? "host" : rig.Devices[i].Name, new ByteSize(weights[i]), new ByteSize(cache[i]), ByteSize.Zero, new ByteSize(Scratch),
                new ByteSize(i == devices ? outputs * OutputRow : 0));
        ImmutableArray<DeviceAllocation> all = [.. Enumerable.Range(0, devices + 1).Select(Entry)];
        return new EngineAllocation(
            all, new EffectiveWorkload(workload.Context, workload.Context, workload.Batch, workload.Microbatch, true, false, outputs));
    }
}
