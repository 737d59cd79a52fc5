using System.Collections.Frozen;
using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Contract;

/// <summary>Every field of a request, in the order help shows them. Options are llama.cpp's own (common/arg.cpp).</summary>
public static class RequestFields
{
    private const int MostTokens = 1 << 30; // more than any published context, and far from overflow in sums of rows
    private const int MostSequences = 256; // llama.h: LLAMA_MAX_SEQ

    private static readonly (string, FlashAttention)[] FlashAttentionWords =
        [("on", FlashAttention.On), ("off", FlashAttention.Off), ("auto", FlashAttention.Auto)];

    private static readonly (string, SplitMode)[] SplitModes =
        [("layer", SplitMode.Layer), ("none", SplitMode.None), ("row", SplitMode.Row)];

    /// <summary>All fields.</summary>
    public static ImmutableArray<RequestField> All { get; } = [.. Names(), .. Sizes(), .. Caches(), .. Placements(), .. Switches(), .. Forecasts()];

    private static FrozenDictionary<string, RequestField>? s_byName;

    /// <summary>Finds a field by its name in JSON.</summary>
    public static RequestField? Find(string name) => (s_byName ??= All.ToFrozenDictionary(f => f.Name)).GetValueOrDefault(name);

    /// <summary>The word for a split mode.</summary>
    public static string Word(SplitMode mode) => SplitModes.First(m => m.Item2 == mode).Item1;

    /// <summary>The word for a flash attention choice.</summary>
    public static string Word(FlashAttention choice) => FlashAttentionWords.First(m => m.Item2 == choice).Item1;

    private static IEnumerable<RequestField> Names() =>
    [
        new("model", "GGUF file, safetensors folder, catalogue id, hf:owner/repo[:file] or https address", [], (r, v) => r with { Model = v.Text("a model") }),
        new("quant", "quantization recipe of a catalogue model (Q4_K_M, UD-Q4_K_XL, F16)", Option("NAME", "--quant"), (r, v) => r with { Quant = v.Text("a recipe") }),
        new("rig", "the machine: rtx-3090, \"2x rtx-3090\", \"rtx-4070 + 64GB ddr5-6000\" (default: this one)", Option("RIG", "--rig"), (r, v) => r with { Rig = RigRequestReader.Read(v) }),
        new("backend", "which of a device's backends: cuda, vulkan, metal, rocm, sycl, cpu", Option("NAME", "--backend"), (r, v) => r with { Backend = v.Choice("a backend", Backends.All, Backend.Cpu) }),
        new("engine", "engine and version, such as llama.cpp@0.5.0", Option("NAME", "--engine"), (r, v) => r with { Engine = v.Text("an engine") }),
    ];

    private static IEnumerable<RequestField> Sizes() =>
    [
        new("ctx", "tokens of context in total (default 8192; 0: what the model was trained for)", Option("N", "-c", "--ctx-size"),
            (r, v) => { int n = v.Whole("a number of tokens", 0, MostTokens, 8192); return r.With(w => w with { Context = n }); }),
        new("batch", "logical batch (default 2048)", Option("N", "-b", "--batch-size"),
            (r, v) => { int n = v.Whole("a number of tokens", 1, MostTokens, 2048); return r.With(w => w with { Batch = n }); }),
        new("ubatch", "physical batch (default 512)", Option("N", "-ub", "--ubatch-size"),
            (r, v) => { int n = v.Whole("a number of tokens", 1, MostTokens, 512); return r.With(w => w with { Microbatch = n }); }),
        new("parallel", "sequences served at once (default 1)", Option("N", "-np", "--parallel"),
            (r, v) => { int n = v.Whole("a number of sequences", 1, MostSequences, 1); return r.With(w => w with { Parallel = n }); }),
        new("outputs", "rows of logits: a number, or batch for tools that ask for all (default: one per sequence)", Option("N", "--outputs"), Outputs),
        new("recurrentSequences", "recurrent-state snapshots per sequence", [],
            (r, v) => { int n = v.Whole("a number of snapshots", 0, MostSequences, 0); return r.With(w => w with { RecurrentSequences = n }); }),
    ];

    private static IEnumerable<RequestField> Caches() =>
    [
        new("cacheTypeK", "type of cached keys (default f16)", Option("TYPE", "-ctk", "--cache-type-k"),
            (r, v) => { var t = v.CacheType(); return r.With(w => w with { CacheTypeK = t }); }),
        new("cacheTypeV", "type of cached values (default f16)", Option("TYPE", "-ctv", "--cache-type-v"),
            (r, v) => { var t = v.CacheType(); return r.With(w => w with { CacheTypeV = t }); }),
        new("flashAttention", "flash attention: on, off, auto", Option("on|off|auto", "-fa", "--flash-attn"),
            (r, v) => { var f = v.Choice("a choice for flash attention", FlashAttentionWords, FlashAttention.Auto); return r.With(w => w with { FlashAttention = f }); }),
        new("kvUnified", "one cache shared by all sequences", Switch("true", "-kvu", "--kv-unified"),
            (r, v) => { bool b = v.Flag(false); return r.With(w => w with { KvUnified = b }); }),
        new("swaFull", "full-size cache for sliding-window layers", Switch("true", "--swa-full"),
            (r, v) => { bool b = v.Flag(false); return r.With(w => w with { SwaFull = b }); }),
    ];

    private static IEnumerable<RequestField> Placements() =>
    [
        new("gpuLayers", "layers on devices: a number, all or auto (default)", Option("N|all|auto", "-ngl", "--gpu-layers", "--n-gpu-layers"),
            (r, v) => { var n = v.Layers("a number of layers"); return r.WithPlacement(p => p with { GpuLayers = n }); }),
        new("nCpuMoe", "first layers whose experts stay on the host: a number, all or auto",
            [new RequestOption(["-ncmoe", "--n-cpu-moe"], "N|auto"), new RequestOption(["-cmoe", "--cpu-moe"], null, "all", "keep all experts on the host")],
            (r, v) => { var n = v.Layers("a number of layers"); return r.WithPlacement(p => p with { CpuMoeLayers = n }); }),
        new("splitMode", "how several devices share the model: layer, none, row", Option("layer|none|row", "-sm", "--split-mode"),
            (r, v) => { var m = v.Choice("a split mode", SplitModes, SplitMode.Layer); return r.WithFixed(p => p with { SplitMode = m }); }),
        new("tensorSplit", "share per device, such as 3,1 (default: by memory)", Option("N0,N1,…", "-ts", "--tensor-split"),
            (r, v) => { var s = v.Proportions(); return r.WithFixed(p => p with { TensorSplit = s }); }),
        new("mainGpu", "the device that takes all under -sm none", Option("N", "-mg", "--main-gpu"),
            (r, v) => { int n = v.Whole("a device number", 0, 255, 0); return r.WithFixed(p => p with { MainGpu = n }); }),
        new("margin", "memory to leave free on every device, to count as comfortable (default 1GiB, as llama.cpp's --fit-target)", Option("SIZE", "--margin"),
            (r, v) => { var b = v.Bytes("1GiB, 512MiB or 0", orNone: true); return r with { Question = r.Question with { Margin = b } }; }),
    ];

    private static IEnumerable<RequestField> Switches() =>
    [
        new("kvOffload", "keep the cache on the devices (default)", [.. Off("keep the cache in main memory", "-nkvo", "--no-kv-offload"), .. Switch("true", "-kvo", "--kv-offload")],
            (r, v) => { bool b = v.Flag(true); return r.WithFixed(p => p with { KvOffload = b }); }),
        new("opOffload", "let devices compute big batches of host weights (default)", [.. Off("let the processor compute all that uses host weights", "-nopo", "--no-op-offload"), .. Switch("true", "--op-offload")],
            (r, v) => { bool b = v.Flag(true); return r.WithFixed(p => p with { OpOffload = b }); }),
        new("mmap", "map the file instead of reading it (default)", [.. Off("read the file instead of mapping it", "--no-mmap"), .. Switch("true", "--mmap")],
            (r, v) => { bool b = v.Flag(true); return r.WithFixed(p => p with { Mmap = b }); }),
        new("noHost", "skip pinned host buffers", Switch("true", "--no-host"),
            (r, v) => { bool b = v.Flag(false); return r.WithFixed(p => p with { NoHost = b }); }),
        new("repack", "repack weights for the processor (default)", [.. Off("keep weights for the processor as they are in the file", "-nr", "--no-repack"), .. Switch("true", "--repack")],
            (r, v) => { bool b = v.Flag(true); return r.WithFixed(p => p with { Repack = b }); }),
        new("embeddings", "embeddings instead of text", Switch("true", "--embeddings", "--embedding"),
            (r, v) => { bool b = v.Flag(false); return r.With(w => w with { Embeddings = b }); }),
        new("mtp", "load the multi-token-prediction layers", Switch("true", "--mtp"),
            (r, v) => { bool b = v.Flag(false); return r.With(w => w with { Mtp = b }); }),
        new("contextType", "default, or mtp for the multi-token-prediction head alone", [],
            (r, v) => { var c = v.Choice("a context type", [("default", ContextType.Default), ("mtp", ContextType.Mtp)], ContextType.Default); return r.With(w => w with { ContextType = c }); }),
        new("mmproj", "vision projector file", Option("FILE", "--mmproj"),
            (r, v) => { string file = v.Text("a file"); return r with { Projector = file, Question = r.Question with { Projector = file } }; }),
    ];

    private static IEnumerable<RequestField> Forecasts() =>
    [
        new("fileBytes", "size of the real file when only a catalogue model is named", Option("BYTES", "--file-bytes"),
            (r, v) => { var b = v.Bytes(); return r with { Question = r.Question with { FileBytes = b } }; }),
        new("depth", "tokens already in context for the decode figure (default: half of the context)", Option("N", "--depth"),
            (r, v) => { int n = v.Whole("a number of tokens", 0, MostTokens, 0); return r with { Question = r.Question with { Depth = n } }; }),
        new("promptTokens", "prompt length for prefill and time to first token (default 512)", Option("N", "--prompt-tokens"),
            (r, v) => { int n = v.Whole("a number of tokens", 1, MostTokens, PlanQuestion.DefaultPromptTokens); return r with { Question = r.Question with { PromptTokens = n } }; }),
        new("evidence", "look measurements up for the forecast", Off("forecast by calibration alone, without looking measurements up", "--no-evidence"),
            (r, v) => { bool b = v.Flag(true); return r with { Question = r.Question with { Evidence = b } }; }),
    ];

    private static PlanRequest Outputs(PlanRequest request, FieldReader value)
    {
        int? rows = value.IsWord("batch") ? null : value.Whole("a number of rows", 1, MostTokens, 1);
        return request with { OutputsFollowBatch = rows is null, Question = request.Question with { Workload = request.Question.Workload with { Outputs = rows } } };
    }

    private static ImmutableArray<RequestOption> Option(string placeholder, params ImmutableArray<string> names) => [new RequestOption(names, placeholder)];

    private static ImmutableArray<RequestOption> Off(string help, params ImmutableArray<string> names) => [new RequestOption(names, null, "false", help)];

    private static ImmutableArray<RequestOption> Switch(string implies, params ImmutableArray<string> names) => [new RequestOption(names, null, implies)];
}
