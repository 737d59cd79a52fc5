using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Planning;

/// <summary>A public log planned again, on devices like its own that nothing limits, and each printed part beside the planned one.</summary>
/// <param name="log">The log.</param>
/// <param name="line">Its line of tests/data/memory/public-logs.jsonl.</param>
internal sealed class LoggedParts(PublicLog log, JsonElement line)
{
    private readonly Lazy<MemoryPlan> _plan = new(() => Plan(log, line, ByteSize.FromGibibytes(1024)));

    /// <summary>What LocalRig plans for the command.</summary>
    public MemoryPlan Planned => _plan.Value;

    /// <summary>The same on a device of which so much can be used.</summary>
    public MemoryPlan PlanOn(ByteSize usable, bool allLayers = false) => Plan(log, line, usable, allLayers);

    /// <summary>Every device's and the host's weights, caches, states, rows of logits and scratch that the log prints, in MiB.</summary>
    public IEnumerable<LoggedPart> All
    {
        get
        {
            foreach (IGrouping<(string Device, string Kind), JsonElement> printed in line.GetProperty("parts").EnumerateArray()
                .Where(p => Kinds.ContainsKey(p.GetProperty("kind").GetString()!) && !IsDrafts(p))
                .GroupBy(p => (Memory(p.GetProperty("device").GetString()!), p.GetProperty("kind").GetString()!)))
            {
                DevicePlan device = printed.Key.Device == Host ? Planned.Devices[^1] : Planned.Devices[Array.IndexOf(Devices, printed.Key.Device)];
                double planned = Kinds[printed.Key.Kind](device.Parts).Mebibytes;
                // A breakdown adds caches and states and gives whole MiB, rounded down.
                bool whole = printed.Any(p => p.TryGetProperty("whole", out _));
                yield return new LoggedPart(printed.Key.Device, printed.Key.Kind, printed.Sum(p => p.GetProperty("mib").GetDouble()), planned, whole);
            }
        }
    }

    /// <summary>The devices that the log names, in the order their layers lie.</summary>
    public string[] Devices { get; } =
        [.. line.GetProperty("parts").EnumerateArray().Where(p => p.GetProperty("kind").GetString() == "model").Select(p => Memory(p.GetProperty("device").GetString()!)).Where(d => d != Host).Distinct()];

    private const string Host = "host";

    private static readonly ImmutableDictionary<string, Func<DeviceAllocation, ByteSize>> Kinds = new Dictionary<string, Func<DeviceAllocation, ByteSize>>
    {
        ["model"] = p => p.Weights,
        ["kv"] = p => p.KvCache,
        ["rs"] = p => p.RecurrentState,
        ["output"] = p => p.Output,
        ["compute"] = p => p.Compute,
    }.ToImmutableDictionary();

    private static bool IsDrafts(JsonElement part) => part.TryGetProperty("note", out JsonElement note) && note.GetString()!.Contains("mtp ctx", StringComparison.Ordinal);

    /// <summary>The memory a buffer is in: a card's, or the host's (mapped, pinned or plain).</summary>
    private static string Memory(string buffer) =>
        buffer.EndsWith("_Host", StringComparison.Ordinal) || buffer.StartsWith("CPU", StringComparison.Ordinal) ? Host : buffer.Replace("_Mapped", "", StringComparison.Ordinal);

    private static MemoryPlan Plan(PublicLog log, JsonElement line, ByteSize usable, bool allLayers = false)
    {
        LoggedParts parts = new(log, line);
        string? split = line.GetProperty("tensorSplit").GetString();
        Rig rig = new()
        {
            Name = "as logged",
            Devices = [.. parts.Devices.Select((d, i) => Like(d, i, usable))],
            Host = new Host { Memory = ByteSize.FromGibibytes(4096) },
        };
        PlanQuestion question = new()
        {
            Workload = new Workload
            {
                Context = log.Context,
                Microbatch = log.Microbatch,
                Parallel = log.Slots,
                KvUnified = log.Unified,
                CacheTypeK = CacheType(line, "typeK"),
                CacheTypeV = CacheType(line, "typeV"),
                FlashAttention = line.GetProperty("flashAttn").GetString() == "enabled" ? FlashAttention.On : FlashAttention.Auto,
                RecurrentSequences = log.Speculates ? 2 : 0,
            },
            Placement = new PlacementRequest
            {
                GpuLayers = log.Layers.OnDevices < log.Layers.Of && !allLayers ? LayerChoice.Of(log.Layers.OnDevices) : LayerChoice.All,
                Fixed = new Placement
                {
                    TensorSplit = split is null ? [] : [.. split.Split(' ')[0].Split(',').Select(s => double.Parse(s, CultureInfo.InvariantCulture))],
                    Mmap = !line.GetProperty("command").GetString()!.Contains("--no-mmap", StringComparison.Ordinal),
                },
            },
        };
        return new Planner(EngineProfiles.Default.Find($"llama.cpp@{(log.Build > 0 ? $"b{log.Build}" : "2026-05-01")}")).Sketch(log.ToModel(), question, rig);
    }

    private static Device Like(string name, int index, ByteSize usable)
    {
        Backend backend = name switch
        {
            _ when name.StartsWith("CUDA", StringComparison.Ordinal) => Backend.Cuda,
            _ when name.StartsWith("ROCm", StringComparison.Ordinal) => Backend.Rocm,
            _ when name.StartsWith("MTL", StringComparison.Ordinal) => Backend.Metal,
            _ when name.StartsWith("RPC", StringComparison.Ordinal) => Backend.Rpc,
            _ => Backend.Vulkan,
        };
        return new Device { Name = $"gpu{index}", Backend = backend, Memory = usable, Usable = usable };
    }

    private static TensorType CacheType(JsonElement line, string name) =>
        line.GetProperty(name).GetString()!.Split(' ')[0] switch
        {
            "f16" => TensorType.F16,
            "q8_0" => TensorType.Q8_0,
            "q4_0" => TensorType.Q4_0,
            string other => throw new NotSupportedException(other),
        };
}

/// <summary>A part of a log beside the plan's, in MiB.</summary>
/// <param name="Device">The card, or host.</param>
/// <param name="Kind">model, kv, rs, output or compute.</param>
/// <param name="Printed">What was printed, all buffers of the kind there together.</param>
/// <param name="Planned">What LocalRig plans.</param>
/// <param name="Whole">Whether it was printed in whole MiB, rounded down.</param>
internal sealed record LoggedPart(string Device, string Kind, double Printed, double Planned, bool Whole);
