using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Workloads;

namespace LocalRig.Forecasting;

/// <summary>The share of a step that one device does.</summary>
/// <param name="Device">Index in the rig; <see cref="Host"/> for the processor.</param>
/// <param name="Work">What it does there.</param>
internal readonly record struct Stage(int Device, Work Work)
{
    /// <summary>The processor and main memory.</summary>
    public const int Host = -1;
}

/// <summary>Deals a model's layers to the devices of a placement, as llama.cpp does (llama-model.cpp, load_tensors: get_layer_buft_list).</summary>
internal sealed class Staging(ModelWork model, Workload workload, Placement placement, ImmutableArray<double> shares, IReadOnlySet<int> expertLayers)
{
    private readonly int _first = Math.Max(0, model.Layers.Length + 1 - placement.GpuLayers);
    private readonly double[] _ends = Ends(placement, shares);

    /// <summary>Times that work passes from one device to another in a step.</summary>
    public int Crossings { get; private set; }

    /// <summary>The stages of a step of <paramref name="tokens"/> tokens after <paramref name="depth"/> cached ones.</summary>
    /// <param name="tokens">Tokens in the step.</param>
    /// <param name="depth">Tokens in the cache.</param>
    /// <param name="output">Whether logits are made.</param>
    public ImmutableArray<Stage> Deal(double tokens, double depth, bool output)
    {
        Work host = Work.Of(tokens);
        Work[] devices = [.. shares.Select(_ => Work.Of(tokens))];
        int last = Stage.Host;
        Crossings = 0;
        for (int layer = 0; layer < model.Layers.Length; layer++)
        {
            int place = PlaceOf(layer);
            Crossings += layer > 0 && place != last ? 1 : 0;
            last = place;
            Add(place == Stage.Host ? host : devices[place], host, layer, place != Stage.Host, depth);
        }

        if (output)
        {
            int place = PlaceOf(model.Layers.Length);
            (place == Stage.Host ? host : devices[place]).Add(model.Output, depth, workload.CacheTypeK, workload.CacheTypeV);
        }

        return [.. devices.Select((w, i) => new Stage(i, w)).Append(new Stage(Stage.Host, host)).Where(s => !s.Work.IsEmpty)];
    }

    /// <summary>Passages between machines in a step.</summary>
    /// <param name="machines">The machine of each device; 0 is the one that runs the engine and holds the table of embeddings.</param>
    public LinkCrossings Across(ImmutableArray<int> machines)
    {
        int at = 0;
        int count = 0;
        for (int layer = 0; layer <= model.Layers.Length; layer++)
        {
            int place = PlaceOf(layer);
            int machine = place == Stage.Host ? 0 : machines[place];
            count += machine == at ? 0 : (at == 0 ? 0 : 1) + (machine == 0 ? 0 : 1);
            bool toHost = layer < model.Layers.Length && (!placement.KvOffload || (HasExpertsOnHost(layer) && model.Layers[layer].ExpertCount > 0));
            count += machine != 0 && toHost ? 2 : 0;
            at = machine;
        }

        return new LinkCrossings(count + (at == 0 ? 0 : 1), at != 0);
    }

    private void Add(Work place, Work host, int layer, bool onDevice, double depth)
    {
        LayerWork work = model.Layers[layer];
        if (onDevice && !placement.KvOffload)
        {
            // Caches in main memory are read by the processor (llama-graph.cpp, build_attn_mha: without offload_kqv its nodes stay on the CPU).
            place.AddWeights(work);
            host.AddLookingBack(work, depth, workload.CacheTypeK, workload.CacheTypeV);
            (HasExpertsOnHost(layer) ? host : place).AddExperts(work);
            Crossings += HasExpertsOnHost(layer) && work.ExpertCount > 0 ? 4 : 2;
        }
        else if (onDevice && HasExpertsOnHost(layer) && work.ExpertCount > 0)
        {
            place.AddWithoutExperts(work, depth, workload.CacheTypeK, workload.CacheTypeV);
            host.AddExperts(work);
            Crossings += 2;
        }
        else
        {
            place.Add(work, depth, workload.CacheTypeK, workload.CacheTypeV);
        }
    }

    private bool HasExpertsOnHost(int layer) => layer < placement.CpuMoeLayers || expertLayers.Contains(layer);

    private int PlaceOf(int layer)
    {
        if (layer < _first || _ends.Length == 0)
        {
            return Stage.Host;
        }

        double at = (layer - _first) / (double)Math.Min(placement.GpuLayers, model.Layers.Length + 1);
        int device = Array.FindIndex(_ends, end => at < end);
        return device < 0 ? _ends.Length - 1 : device;
    }

    private static double[] Ends(Placement placement, ImmutableArray<double> shares)
    {
        if (placement.SplitMode != SplitMode.Layer)
        {
            return [.. shares.Select((_, i) => i >= placement.MainGpu ? 1.0 : 0.0)];
        }

        double total = shares.Sum();
        double sum = 0;
        return [.. shares.Select(s => (sum += s) / total)];
    }
}
