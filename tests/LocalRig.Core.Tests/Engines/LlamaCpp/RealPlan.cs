using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>A model as the real llama-fit-params sees it, and how far its plans are from ours by the profile of its version.</summary>
internal sealed class RealPlan : IDisposable
{
    /// <summary>llama.cpp 0.7.0 stops where a graph has more tensors than its scheduler's table: Phi-4 with quantized caches and several slots.
    /// What it can't plan can't be compared.</summary>
    private const string TableIsFull = "ggml-impl.h:330: fatal error";

    private static int _files;

    private readonly string _id;

    private readonly Model _model;

    private readonly string _file;

    /// <summary>Writes the model's file, which takes no disk.</summary>
    public RealPlan(string id, string recipe)
        : this(ModelCatalog.Default.Get(id).ToModel(recipe), $"{id} {recipe}")
    {
    }

    /// <summary>Writes any model's file.</summary>
    public RealPlan(Model model, string id)
    {
        _id = id;
        _model = model;
        _file = $"/tmp/localrig-{Environment.ProcessId}-{Interlocked.Increment(ref _files)}-plan.gguf";
        SyntheticGguf.Write(_file, _model.Metadata, _model.Tensors.Tensors);
    }

    /// <summary>Layers of the model.</summary>
    public int Layers => _model.Architecture!.Layers.Length;

    /// <summary>Whether it has routed experts.</summary>
    public bool HasExperts => _model.Architecture!.Layers.Any(static l => l.FeedForward is ExpertFeedForward);

    /// <summary>Whether it keeps no keys and values, so that requests that differ in caches ask the same.</summary>
    public bool HasNoCache => _model.Architecture!.Layers.Any(static l => l.KeepsNothing);

    /// <summary>Plans on cards that aren't there; what differs by more than the 1 MiB that is printed, a line each.</summary>
    public List<string> Differences(RealCards cards, Workload workload, Placement placement)
    {
        string[] flags = Flags(workload, placement);
        string printed = RealLlama.Run(["--cards", cards.Kind, cards.Drawn, .. Command(workload), .. flags]);
        return Compare($"{cards.Kind} {cards.Drawn} {string.Join(' ', flags)}", printed, cards.Devices, cards.Prefix, workload, placement);
    }

    /// <summary>Plans on the processor, or on devices that the flags name.</summary>
    public List<string> Differences(IReadOnlyList<Device> devices, string prefix, Workload workload, Placement placement, params string[] flags) =>
        Compare(string.Join(' ', flags), RealLlama.Run([.. Command(workload), .. flags]), devices, prefix, workload, placement);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);

    private string[] Command(Workload workload) =>
        ["llama-fit-params", "-m", _file, "-c", $"{workload.Context}", "-np", $"{workload.Parallel}", "-b", $"{workload.Batch}", "-ub", $"{workload.Microbatch}", "-fit", "off", "-fitp", "on"];

    private static string[] Flags(Workload workload, Placement placement)
    {
        List<string> flags =
        [
            .. placement.Overrides.IsEmpty ? (string[])[] : ["-ot", placement.Overrides.Text], // before -ncmoe, as in our commands: the first that is found counts
            "-ngl", $"{Math.Min(placement.GpuLayers, 999)}",
            "-ncmoe", $"{placement.CpuMoeLayers}",
            "-fa", workload.FlashAttention switch { FlashAttention.On => "on", FlashAttention.Off => "off", _ => "auto" },
            "-ctk", workload.CacheTypeK.Name().ToLowerInvariant(),
            "-ctv", workload.CacheTypeV.Name().ToLowerInvariant(),
        ];
        flags.AddRange(placement.TensorSplit.IsEmpty ? [] : ["-ts", string.Join(',', placement.TensorSplit)]);
        flags.AddRange(placement.KvOffload ? [] : ["-nkvo"]);
        flags.AddRange(placement.OpOffload ? [] : ["--no-op-offload"]);
        flags.AddRange(workload.SwaFull ? ["--swa-full"] : []);
        return [.. flags];
    }

    /// <summary>Compares every part of every device; the tool asks for all rows of logits.</summary>
    private List<string> Compare(string asked, string printed, IReadOnlyList<Device> devices, string prefix, Workload workload, Placement placement)
    {
        Rig rig = new() { Name = "as asked", Devices = [.. devices], Host = new Host { Memory = ByteSize.FromGibibytes(4096) } };
        List<string> differences = [];
        EngineAllocation ours;
        try
        {
            ours = new LlamaCppEngine(LlamaCppProfile.V070, folds: true, atLoad: true).Allocate(_model, workload with { Outputs = workload.Batch }, placement, rig);
        }
        catch (EngineException refusal)
        {
            // what we refuse, it must refuse: then it prints no line for the host
            return printed.Split('\n').Any(static l => l.StartsWith("Host ", StringComparison.Ordinal)) ? [$"{_id} {asked}: llama.cpp plans, we refuse: {refusal.Message}"] : differences;
        }

        if (printed.Contains(TableIsFull, StringComparison.Ordinal))
        {
            return differences;
        }

        for (int i = 0; i < ours.Devices.Length; i++)
        {
            DeviceAllocation device = ours.Devices[i];
            string name = i == devices.Count ? "Host" : $"{prefix}{i}";
            string? line = printed.Split('\n').LastOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal));
            if (line is null)
            {
                differences.Add($"{_id} {asked}: llama.cpp prints no {name}: {printed}");
                continue;
            }

            long[] theirs = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse)];
            (string Part, long Theirs, ByteSize Ours)[] parts =
            [
                ("weights", theirs[0], device.Weights),
                ("caches", theirs[1], device.KvCache + device.RecurrentState),
                ("compute", theirs[2], device.Compute),
            ];
            differences.AddRange(parts
                .Where(static p => Math.Abs(p.Ours.Mebibytes - p.Theirs) > 1)
                .Select(p => $"{_id} {workload.Context}/{workload.Microbatch}/{workload.Parallel} {asked}: {name} {p.Part} llama.cpp {p.Theirs} MiB, ours {p.Ours.Mebibytes:0.00} MiB"));
        }

        return differences;
    }
}
