using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>Every field of a plan's request, in the order help shows them. Options are llama.cpp's own (common/arg.cpp).</summary>
public static class PlanFields
{
    internal const int MostTokens = 1 << 30; // more than any published context, and far from overflow in sums of rows
    private const int MostDrafted = 64; // more than any head predicts usefully; llama-server takes any number

    internal const int MostSequences = 256; // llama.h: LLAMA_MAX_SEQ
    private const int MostDevices = 255;

    /// <summary>All fields.</summary>
    public static ImmutableArray<Field<PlanRequest>> All { get; } = [.. Names(), .. Sizes(), .. Caches(), .. Placements(), .. Switches(), .. Forecasts()];

    /// <summary>Reads plans' requests.</summary>
    public static RequestReader<PlanRequest> Reader { get; } = new(All, new PlanRequest(), Complete);

    /// <summary>The fields as a part of another request's; the model is given by place.</summary>
    /// <param name="get">The part.</param>
    /// <param name="set">The whole with another part.</param>
    /// <param name="refused">A field the whole takes only to refuse it in words.</param>
    public static IEnumerable<Field<T>> Of<T>(Func<T, PlanRequest> get, Func<T, PlanRequest, T> set, string refused = "") =>
        All.Select(f => f.Of(get, set, hidden: f.Name == refused));

    /// <summary>Completes a request whose fields are all read.</summary>
    internal static PlanRequest Complete(PlanRequest request, List<Problem> problems)
    {
        if (request.Model.Length == 0 && !problems.Exists(p => p.Where == "model"))
        {
            problems.Add(new Problem(ErrorCode.Usage, "No model given; name a file or a catalogue model.", "", "model"));
        }

        return request.OutputsFollowBatch ? request.With(w => w with { Outputs = w.Batch }) : request;
    }

    private static IEnumerable<Field<PlanRequest>> Names() =>
    [
        new()
        {
            Name = "model", Help = "GGUF file, safetensors folder, catalogue id (Qwen3.5-27B, or with its recipe: Qwen3.5-27B Q4_K_M), hf:owner/repo[:file] or https address", Place = FieldPlace.Rest, Example = "Qwen3.5-27B",
            Apply = (r, v) => r with { Model = v.Text("a model") },
        },
        Text("quant", "quantization recipe of a catalogue model (Q4_K_M, UD-Q4_K_XL, F16)", "NAME", "Q4_K_M", (r, v) => r with { Quant = v.Text("a recipe") }, "--quant"),
        new()
        {
            Name = "rig", Help = "the machine: rtx-3090, \"2x rtx-3090\", \"rtx-4070 + 64GB ddr5-6000\" (default: this one)", Kind = FieldKind.TextOrObject, Options = FieldOption.Value("RIG", "--rig"),
            Example = "rtx-3090", Apply = (r, v) => r with { Rig = RigRequestReader.Read(v) },
        },
        Choice("backend", "which of a device's backends: cuda, vulkan, metal, rocm, sycl, cpu", "NAME", Backends.All.Select(b => b.Word), (r, v) => r with { Backend = v.Choice("a backend", Backends.All, Backend.Cpu) }, "--backend"),
        WaitField.Of<PlanRequest>((r, wait) => r with { Rig = r.Rig.Waiting(wait) }),
        Text("engine", "engine and version, such as llama.cpp@0.7.0", "NAME", "llama.cpp@0.7.0", (r, v) => r with { Engine = v.Text("an engine") }, "--engine"),
    ];

    private static IEnumerable<Field<PlanRequest>> Sizes() =>
    [
        Whole("ctx", "tokens of context in total (default 8192; 0: what the model was trained for)", "a number of tokens", 0, MostTokens, 8192, (r, n) => r.With(w => w with { Context = n }) with { ContextGiven = true }, "-c", "--ctx-size"),
        Whole("batch", "logical batch (default 2048)", "a number of tokens", 1, MostTokens, 2048, (r, n) => r.With(w => w with { Batch = n }), "-b", "--batch-size"),
        Whole("ubatch", "physical batch (default 512)", "a number of tokens", 1, MostTokens, 512, (r, n) => r.With(w => w with { Microbatch = n }), "-ub", "--ubatch-size"),
        Whole("parallel", "sequences served at once (default 1)", "a number of sequences", 1, MostSequences, 1, (r, n) => r.With(w => w with { Parallel = n }), "-np", "--parallel"),
        new()
        {
            Name = "outputs", Help = "rows of logits: a number, or batch for tools that ask for all (default: one per sequence)", Kind = FieldKind.Whole(1, MostTokens), Options = FieldOption.Value("N", "--outputs"),
            Example = "batch", Apply = Outputs,
        },
        Whole("recurrentSequences", "recurrent-state snapshots per sequence", "a number of snapshots", 0, MostSequences, 0, (r, n) => r.With(w => w with { RecurrentSequences = n })),
    ];

    private static IEnumerable<Field<PlanRequest>> Caches() =>
    [
        Choice("cacheTypeK", "type of cached keys (default f16)", "TYPE", PlanWords.CacheTypes.Select(t => t.Word), (r, v) => { var t = v.CacheType(); return r.With(w => w with { CacheTypeK = t }); }, "-ctk", "--cache-type-k"),
        Choice("cacheTypeV", "type of cached values (default f16)", "TYPE", PlanWords.CacheTypes.Select(t => t.Word), (r, v) => { var t = v.CacheType(); return r.With(w => w with { CacheTypeV = t }); }, "-ctv", "--cache-type-v"),
        Choice("flashAttention", "flash attention: on, off, auto", "on|off|auto", FlashAttentionWords.All.Select(w => w.Word),
            (r, v) => { var f = v.Choice("a choice for flash attention", FlashAttentionWords.All, FlashAttention.Auto); return r.With(w => w with { FlashAttention = f }); }, "-fa", "--flash-attn"),
        Flag("kvUnified", "one cache shared by all sequences", false, (r, b) => r.With(w => w with { KvUnified = b }), "-kvu", "--kv-unified"),
        Flag("swaFull", "full-size cache for sliding-window layers", false, (r, b) => r.With(w => w with { SwaFull = b }), "--swa-full"),
    ];

    private static IEnumerable<Field<PlanRequest>> Placements() =>
    [
        new()
        {
            Name = "gpuLayers", Help = "layers on devices: a number, all or auto (default)", Kind = FieldKind.Whole(0, int.MaxValue), Options = FieldOption.Value("N|all|auto", "-ngl", "--gpu-layers", "--n-gpu-layers"),
            Default = "auto", Example = "all", Apply = (r, v) => { var n = v.Layers("a number of layers"); return r.WithPlacement(p => p with { GpuLayers = n }); },
        },
        new()
        {
            Name = "nCpuMoe", Help = "first layers whose experts stay on the host: a number, all or auto", Kind = FieldKind.Whole(0, int.MaxValue),
            Options = [new FieldOption(["-ncmoe", "--n-cpu-moe"], "N|auto"), new FieldOption(["-cmoe", "--cpu-moe"], null, "all", "keep all experts on the host")],
            Example = "auto", Apply = (r, v) => { var n = v.Layers("a number of layers"); return r.WithPlacement(p => p with { CpuMoeLayers = n }); },
        },
        Flag("cpuMoe", "keep all experts on the host, as nCpuMoe all", false, (r, b) => b ? r.WithPlacement(p => p with { CpuMoeLayers = LayerChoice.All }) : r, options: []),
        new()
        {
            Name = "overrideTensors", Help = "memory for tensors whose names a pattern is found in, such as \"ffn_.*_exps=CPU\"; may be given several times", Kind = FieldKind.Texts,
            Options = FieldOption.Value("PATTERN=MEMORY", "-ot", "--override-tensor"), Example = "ffn_.*_exps=CPU", Apply = (r, v) => { var o = Overrides(v); return r.WithFixed(p => p with { Overrides = o }); },
        },
        Choice("splitMode", "how several devices share the model: layer, none, or with builds before b9890 row", "layer|none|row", SplitModeWords.All.Select(w => w.Word),
            (r, v) => { var m = Split(v); return r.WithFixed(p => p with { SplitMode = m }); }, "-sm", "--split-mode"),
        new()
        {
            Name = "tensorSplit", Help = "share per device, such as 3,1 (default: by memory)", Kind = FieldKind.Proportions, Options = FieldOption.Value("N0,N1,…", "-ts", "--tensor-split"),
            Example = "3,1", Apply = (r, v) => { var s = v.Proportions(); return r.WithFixed(p => p with { TensorSplit = s }); },
        },
        Whole("mainGpu", "the device that takes all under -sm none", "a device number", 0, MostDevices, 0, (r, n) => r.WithFixed(p => p with { MainGpu = n }), "-mg", "--main-gpu"),
        Margin<PlanRequest>((r, b) => r with { Question = r.Question with { Margin = b } }),
    ];

    private static TensorOverrides Overrides(FieldReader value)
    {
        try
        {
            return TensorOverrides.Parse(value.Texts("tensors and their memory"));
        }
        catch (FormatException wrong)
        {
            value.Fail(wrong.Message, "write PATTERN=MEMORY, such as \"ffn_.*_exps=CPU\" or \"blk\\.[0-9]\\.=CUDA1\"");
            return TensorOverrides.None;
        }
    }

    private static IEnumerable<Field<PlanRequest>> Switches() =>
    [
        Flag("kvOffload", "keep the cache on the devices (default)", true, (r, b) => r.WithFixed(p => p with { KvOffload = b }), Turning("keep the cache in main memory", ["-nkvo", "--no-kv-offload"], "-kvo", "--kv-offload")),
        Flag("opOffload", "let devices compute big batches of host weights (default)", true, (r, b) => r.WithFixed(p => p with { OpOffload = b }),
            Turning("let the processor compute all that uses host weights", ["-nopo", "--no-op-offload"], "--op-offload")),
        Flag("mmap", "map the file instead of reading it (default)", true, (r, b) => r.WithFixed(p => p with { Mmap = b }), Turning("read the file instead of mapping it", ["--no-mmap"], "--mmap")),
        Flag("noHost", "skip pinned host buffers", false, (r, b) => r.WithFixed(p => p with { NoHost = b }), "--no-host"),
        Flag("repack", "repack weights for the processor (default)", true, (r, b) => r.WithFixed(p => p with { Repack = b }),
            Turning("keep weights for the processor as they are in the file", ["-nr", "--no-repack"], "--repack")),
        Flag("embeddings", "embeddings instead of text", false, (r, b) => r.With(w => w with { Embeddings = b }), "--embeddings", "--embedding"),
        Flag("mtp", "load the multi-token-prediction layers", false, (r, b) => r.With(w => w with { Mtp = b }), "--mtp"),
        Choice("specType", "what drafts: draft-mtp for the multi-token-prediction head, draft-simple for a smaller model (-md), ngram-simple and others for earlier text (default none)", "TYPE", SpeculationWords.All.Select(t => t.Word),
            (r, v) => { var s = v.Choice("a way to draft", SpeculationWords.All, Speculation.None); return r.With(w => w with { Speculation = s, Mtp = w.Mtp || s == Speculation.DraftMtp }); }, "--spec-type"),
        Whole("specDraftNMax", "tokens drafted at most (default 3)", "a number of tokens", 1, MostDrafted, 3, (r, n) => r.With(w => w with { DraftMost = n }), "--spec-draft-n-max"),
        Text("draftModel", "smaller model that drafts: a GGUF file or a catalogue id", "MODEL", "Qwen3.5-0.8B", (r, v) => { string model = v.Text("a model"); return r with { Draft = model }; }, "-md", "--model-draft"),
        Whole("draftUbatch", "physical batch of the draft's context (default: the model's)", "a number of tokens", 0, MostTokens, 0, (r, n) => r.With(w => w with { DraftMicrobatch = n }), "--spec-draft-n-ubatch"),
        Choice("draftCacheTypeK", "type of the draft's cached keys (default f16)", "TYPE", PlanWords.CacheTypes.Select(t => t.Word), (r, v) => { var t = v.CacheType(); return r.With(w => w with { DraftCacheTypeK = t }); }, "-ctkd", "--cache-type-k-draft"),
        Choice("draftCacheTypeV", "type of the draft's cached values (default f16)", "TYPE", PlanWords.CacheTypes.Select(t => t.Word), (r, v) => { var t = v.CacheType(); return r.With(w => w with { DraftCacheTypeV = t }); }, "-ctvd", "--cache-type-v-draft"),
        Choice("contextType", "default, or mtp for the multi-token-prediction head alone", "", PlanWords.ContextTypes.Select(t => t.Word),
            (r, v) => { var c = v.Choice("a context type", PlanWords.ContextTypes, ContextType.Default); return r.With(w => w with { ContextType = c }); }),
        Text("mmproj", "vision projector beside the model: a GGUF file, or auto for the model's own", "FILE", "auto", (r, v) => { string file = v.Text("a file"); return r with { Projector = file, Question = r.Question with { Projector = file } }; }, "--mmproj"),
        Flag("mmprojOffload", "vision projector on the first device (default)", true, (r, b) => r with { ProjectorOnHost = !b }, Turning("keep the vision projector on the processor", ["--no-mmproj-offload"], "--mmproj-offload")),
    ];

    private static IEnumerable<Field<PlanRequest>> Forecasts() =>
    [
        new()
        {
            Name = "fileBytes", Help = "size of the real file when only a catalogue model is named", Kind = FieldKind.Bytes, Options = FieldOption.Value("BYTES", "--file-bytes"), Example = "16.5GB",
            Apply = (r, v) => { var b = v.Bytes(); return r with { Question = r.Question with { FileBytes = b } }; },
        },
        Whole("depth", "tokens already in context for the decode figure (default: half of the context)", "a number of tokens", 0, MostTokens, 0, (r, n) => r with { Question = r.Question with { Depth = n } }, "--depth"),
        Whole("promptTokens", "prompt length for prefill and time to first token (default 512)", "a number of tokens", 1, MostTokens, PlanQuestion.DefaultPromptTokens,
            (r, n) => r with { Question = r.Question with { PromptTokens = n } }, "--prompt-tokens"),
        new()
        {
            Name = "power", Help = "watts each card is held to, as with nvidia-smi -pl (default: its usual limit)", Kind = FieldKind.Whole(1, Amounts.MostWatts),
            Options = FieldOption.Value("WATTS", "--power"), Example = "250W", Apply = (r, v) => { int? w = v.Watts(); return r with { Question = r.Question with { PowerWatts = w } }; },
        },
        Flag("evidence", "look measurements up for the forecast", true, (r, b) => r with { Question = r.Question with { Evidence = b } },
            FieldOption.Off("forecast by calibration alone, without looking measurements up", "--no-evidence")),
    ];

    /// <summary>The field <c>margin</c>.</summary>
    internal static Field<T> Margin<T>(Func<T, Units.ByteSize, T> set) =>
        new()
        {
            Name = "margin",
            Help = "memory to leave free on every device, to count as comfortable (default 1GiB, as llama.cpp's --fit-target)",
            Kind = FieldKind.Bytes,
            Options = FieldOption.Value("SIZE", "--margin"),
            Default = "1GiB",
            Example = "512MiB",
            Apply = (r, v) => set(r, v.Bytes("1GiB, 512MiB or 0", orNone: true, most: RigLimits.HostMemory)),
        };

    private static PlanRequest Outputs(PlanRequest request, FieldReader value)
    {
        int? rows = value.IsWord("batch") ? null : value.Whole("a number of rows", 1, MostTokens, 1);
        return request with { OutputsFollowBatch = rows is null, Question = request.Question with { Workload = request.Question.Workload with { Outputs = rows } } };
    }

    private static ImmutableArray<FieldOption> Turning(string help, ImmutableArray<string> off, params ImmutableArray<string> on) => [.. FieldOption.Off(help, off), .. FieldOption.On(on)];

    private static Field<PlanRequest> Text(string name, string help, string placeholder, string example, Func<PlanRequest, FieldReader, PlanRequest> apply, params ImmutableArray<string> options) =>
        new() { Name = name, Help = help, Options = FieldOption.Value(placeholder, options), Example = example, Apply = apply };

    /// <summary>llama.cpp's experimental tensor parallelism slices matrices, caches and states by rules of each architecture, which LocalRig doesn't have.</summary>
    private static SplitMode Split(FieldReader value)
    {
        if (value.IsWord("tensor"))
        {
            value.Fail("not planned: llama.cpp slices each matrix by rules of its own there, and LocalRig doesn't know what every card then holds", "leave it out (layer); tensor takes somewhat more in all, spread evenly");
            return SplitMode.Layer;
        }

        return value.Choice("a split mode", SplitModeWords.All, SplitMode.Layer);
    }

    private static Field<PlanRequest> Choice(string name, string help, string placeholder, IEnumerable<string> words, Func<PlanRequest, FieldReader, PlanRequest> apply, params ImmutableArray<string> options) =>
        new() { Name = name, Help = help, Kind = FieldKind.Choice(words), Options = options.IsEmpty ? [] : FieldOption.Value(placeholder, options), Example = words.First(), Apply = apply };

    private static Field<PlanRequest> Flag(string name, string help, bool otherwise, Func<PlanRequest, bool, PlanRequest> apply, params ImmutableArray<string> on) =>
        Flag(name, help, otherwise, apply, FieldOption.On(on));

    private static Field<PlanRequest> Flag(string name, string help, bool otherwise, Func<PlanRequest, bool, PlanRequest> apply, ImmutableArray<FieldOption> options) =>
        new() { Name = name, Help = help, Kind = FieldKind.Flag, Options = options, Default = otherwise ? "true" : "false", Apply = (r, v) => apply(r, v.Flag(otherwise)) };

    private static Field<PlanRequest> Whole(string name, string help, string what, int least, int most, int otherwise, Func<PlanRequest, int, PlanRequest> apply, params ImmutableArray<string> options) =>
        new()
        {
            Name = name,
            Help = help,
            Kind = FieldKind.Whole(least, most),
            Options = options.IsEmpty ? [] : FieldOption.Value("N", options),
            Default = $"{otherwise}",
            Example = $"{Math.Max(least, otherwise)}",
            Apply = (r, v) => apply(r, v.Whole(what, least, most, otherwise)),
        };
}
