using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Shapes;
using LocalRig.Workloads;

namespace LocalRig.Answers;

/// <summary>The request with every default filled in, and what the engine made of it.</summary>
internal static class WorkloadJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<MemoryPlan> Shape { get; } = new ObjectShape<MemoryPlan>()
        .Include(p => p.Question.Workload, Context())
        .Integer("outputs", "Rows of logits.", p => p.Question.Workload.Outputs ?? p.Effective.Outputs)
        .Include(p => p.Question.Workload, Caches())
        .Include(p => p.Question.Placement, Wishes())
        .Integer("depth", "Tokens already in context for the decode figure.", p => p.Question.EffectiveDepth)
        .Integer("promptTokens", "Tokens of prompt for the prefill figure.", p => p.Question.EffectivePromptTokens)
        .Flag("evidence", "Whether measurements were looked up for the forecast.", p => p.Question.Evidence)
        .BytesIfKnown("fileBytes", "Bytes of the real file, where they were given.", p => p.Question.FileBytes)
        .Text("rig", "The machine.", p => p.Rig.Name)
        .Part("effective", "What the engine made of it: padded, every auto decided.", p => p.Effective, Effective());

    private static ObjectShape<Workload> Context() =>
        new ObjectShape<Workload>()
            .Integer("ctx", "Tokens of context in total, as asked.", w => w.Context)
            .Integer("batch", "Logical batch, in tokens.", w => w.Batch)
            .Integer("ubatch", "Physical batch, in tokens.", w => w.Microbatch)
            .Integer("parallel", "Sequences served at once.", w => w.Parallel)
            .Flag("kvUnified", "Whether all sequences share one cache.", w => w.KvUnified);

    private static ObjectShape<Workload> Caches() =>
        new ObjectShape<Workload>()
            .Text("cacheTypeK", "Type of cached keys, such as f16.", w => w.CacheTypeK.Name())
            .Text("cacheTypeV", "Type of cached values, such as f16.", w => w.CacheTypeV.Name())
            .Word("flashAttention", "Flash attention, as asked.", FlashAttentionWords.Word, w => w.FlashAttention)
            .Flag("swaFull", "Whether sliding-window layers keep a full-size cache.", w => w.SwaFull)
            .Flag("embeddings", "Whether embeddings are computed instead of text.", w => w.Embeddings)
            .Flag("mtp", "Whether the multi-token-prediction layers are loaded.", w => w.Mtp)
            .Word("contextType", "Whether the whole model runs or its multi-token-prediction head alone.", AnswerWords.Word, w => w.ContextType)
            .Integer("recurrentSequences", "Snapshots of recurrent state per sequence.", w => w.RecurrentSequences)
            .Word("specType", "Whether something drafts: the multi-token-prediction head, in a context of its own that the parts include, or none.", SpeculationWords.Word, w => w.Speculation)
            .Integer("specDraftNMax", "Tokens drafted at most, where something drafts.", w => w.DraftMost)
            .Text("draftCacheTypeK", "Type of the draft's cached keys.", w => w.DraftCacheTypeK.Name())
            .Text("draftCacheTypeV", "Type of the draft's cached values.", w => w.DraftCacheTypeV.Name());

    private static ObjectShape<PlacementRequest> Wishes() =>
        new ObjectShape<PlacementRequest>()
            .Text("gpuLayers", "Layers on devices, as asked: a number, all or auto.", w => w.GpuLayers.ToString())
            .Text("nCpuMoe", "First layers whose experts stay on the host, as asked: a number, all or auto.", w => w.ChoosesExperts ? "auto" : (w.CpuMoeLayers ?? LayerChoice.Of(0)).ToString())
            .Text("overrideTensors", "Memories for tensors by name, as asked; empty for none.", w => w.Fixed.Overrides.Text)
            .Word("splitMode", "How several devices share the model.", SplitModeWords.Word, w => w.Fixed.SplitMode)
            .Integer("mainGpu", "The device that takes all where they don't share.", w => w.Fixed.MainGpu)
            .Flag("kvOffload", "Whether the cache lies on the devices.", w => w.Fixed.KvOffload)
            .Flag("opOffload", "Whether devices compute big batches of host weights.", w => w.Fixed.OpOffload)
            .Flag("mmap", "Whether the file is mapped instead of read.", w => w.Fixed.Mmap)
            .Flag("noHost", "Whether pinned host buffers are skipped.", w => w.Fixed.NoHost)
            .Flag("repack", "Whether weights are repacked for the processor.", w => w.Fixed.Repack);

    private static ObjectShape<EffectiveWorkload> Effective() =>
        new ObjectShape<EffectiveWorkload>()
            .Integer("ctx", "Tokens of context in total.", e => e.Context)
            .Integer("ctxPerSequence", "Tokens of context of one sequence.", e => e.ContextPerSequence)
            .Integer("batch", "Logical batch, in tokens.", e => e.Batch)
            .Integer("ubatch", "Physical batch, in tokens.", e => e.Microbatch)
            .Word("flashAttention", "Whether flash attention is used.", ["on", "off"], e => e.FlashAttention ? "on" : "off")
            .Flag("pipelineParallel", "Whether several devices run pipelined.", e => e.PipelineParallel)
            .Integer("outputs", "Rows of logits.", e => e.Outputs);
}
