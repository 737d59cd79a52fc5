using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Context;

/// <summary>What llama.cpp makes of the asked context, batches and outputs (llama-context.cpp, llama_context::llama_context).</summary>
internal static class ContextRules
{
    /// <summary>Cells of a cache come in multiples of this (llama-context.cpp, GGML_PAD(n_ctx, 256)).</summary>
    public const int CellPadding = 256;

    /// <summary>Sequences llama.cpp can keep apart (llama-cparams.h, LLAMA_MAX_SEQ).</summary>
    public const int MostSequences = 256;

    /// <summary>The request after what llama.cpp forces on a family: Grok has no flash attention (llama-context.cpp, llama_init_from_model).</summary>
    public static Workload Forced(Architecture? architecture, Workload workload) =>
        architecture is { Name: "grok" } ? workload with { FlashAttention = FlashAttention.Off } : workload;

    /// <summary>So many tokens in whole cells.</summary>
    public static long Padded(long tokens) => (tokens + CellPadding - 1) / CellPadding * CellPadding;

    /// <summary>Fills in what the engine decides; flash attention and pipelining are decided by the devices and passed in. For embeddings
    /// llama-server makes the batch as large as the physical one and keeps room for all its rows (server.cpp; server-context.cpp,
    /// server_output_limits).</summary>
    public static EffectiveWorkload Effective(Architecture architecture, Workload workload, bool flashAttention, bool pipelineParallel)
    {
        int asked = workload.Context == 0 ? architecture.ContextLength : workload.Context;
        int batch = IsCausal(architecture) ? Math.Min(asked, workload.Batch) : workload.Batch; // without causal attention the context doesn't limit a batch
        int microbatch = Math.Min(batch, workload.Microbatch == 0 ? workload.Batch : workload.Microbatch);
        int perSequence = Pad(asked);
        int context = perSequence;
        if (!workload.KvUnified)
        {
            perSequence = Pad(context / workload.Parallel);
            context = perSequence * workload.Parallel;
        }

        return new EffectiveWorkload(
            context,
            perSequence,
            workload.Embeddings ? microbatch : batch,
            microbatch,
            flashAttention,
            pipelineParallel,
            workload.Embeddings ? microbatch : workload.Outputs is null or 0 ? ServerOutputs(workload) : workload.Outputs.Value
        );
    }

    /// <summary>Refuses the prediction head's context where the model, as loaded, has no head.</summary>
    /// <exception cref="EngineException">With the reason and what to change.</exception>
    public static void CheckHead(Architecture architecture, Workload workload)
    {
        if (workload.ContextType == ContextType.Mtp && (!workload.Mtp || architecture.MtpLayers.IsEmpty))
        {
            throw new EngineException(architecture.MtpLayers.IsEmpty && workload.Mtp
                ? "The model has no multi-token-prediction layers, so its prediction head has no context."
                : "The prediction head's context needs the multi-token-prediction layers; load them with mtp.");
        }
    }

    /// <summary>Refuses what llama.cpp itself refuses.</summary>
    /// <exception cref="EngineException">With the reason and what to change.</exception>
    public static void Check(Architecture architecture, Workload workload, bool flashAttention)
    {
        if (workload.Parallel is < 1 or > MostSequences)
        {
            throw new EngineException($"llama.cpp serves 1 to {MostSequences} sequences at once, not {workload.Parallel}; change -np.");
        }

        // llama-context.cpp, llama_init_from_model: values are a view of the cached latent, so they can't have another type
        if (workload.CacheTypeK != workload.CacheTypeV && architecture.Layers.Any(static l => l.Attention is LatentAttention))
        {
            throw new EngineException("Models with latent attention keep keys and values in one cache; give -ctk and -ctv the same type.");
        }

        if (!flashAttention && workload.CacheTypeV.IsQuantized())
        {
            throw new EngineException("A quantized V cache needs flash attention; use -fa on, or -ctv f16.");
        }

        CheckBlocks(architecture, workload);
    }

    /// <summary>MiniMax-M3 gathers what it picked when every slot has one token; that graph is none of ours (minimax-m3.cpp, msa_decode).</summary>
    /// <exception cref="EngineException">With what to change.</exception>
    public static void CheckPicking(Architecture architecture, Workload workload, EffectiveWorkload effective)
    {
        bool picks = effective.FlashAttention && architecture.Layers.Any(static l => l.Attention is BlockAttention);
        if (picks && GraphTokens(effective, workload.Parallel) == workload.Parallel)
        {
            throw new EngineException($"LocalRig knows the graph of {architecture.Name} only for more than one token a slot; give a larger -ub than -np.");
        }
    }

    /// <summary>A mean is taken over as many rows as there are tokens in the batch, which is made a multiple of the slots (llama-graph.cpp,
    /// build_pooling); where room is kept for fewer, llama-server 0.7.0 stops with ggml_can_mul_mat.</summary>
    /// <exception cref="EngineException">With the reason and what to change.</exception>
    public static void CheckPooling(Architecture architecture, Workload workload, EffectiveWorkload effective)
    {
        const long Mean = 1; // llama.h, LLAMA_POOLING_TYPE_MEAN
        bool means = workload.Embeddings && architecture.Metadata.Integer($"{architecture.Name}.pooling_type") == Mean;
        if (means && GraphTokens(effective, workload.Parallel) > GraphOutputs(effective))
        {
            throw new EngineException($"llama.cpp stops where embeddings are means and the slots (-np {workload.Parallel}) don't divide the physical batch (-ub {effective.Microbatch}); give another -np.");
        }
    }

    /// <summary>A head must be whole blocks of its cache's type (llama-context.cpp, llama_init_from_model).</summary>
    private static void CheckBlocks(Architecture architecture, Workload workload)
    {
        if (workload.FlashAttention == FlashAttention.Off)
        {
            return;
        }

        foreach (FullAttention attention in architecture.Layers.Select(static l => l.Attention).OfType<FullAttention>())
        {
            Check(workload.CacheTypeK, attention.KeyLength, "key", "-ctk");
            Check(workload.CacheTypeV, attention.ValueLength, "value", "-ctv");
        }

        static void Check(TensorType type, int length, string what, string flag)
        {
            if (type.IsQuantized() && length % type.BlockElements() != 0)
            {
                throw new EngineException($"A {what} head of {length} elements is not whole blocks of {type.BlockElements()}, so llama.cpp refuses {type.Name().ToLowerInvariant()} for it; use {flag} f16.");
            }
        }
    }

    /// <summary>Tokens of the largest batch the compute buffers are made for (sched_reserve, graph_reserve).</summary>
    public static int GraphTokens(EffectiveWorkload effective, int sequences)
    {
        int tokens = Math.Min(effective.Context, effective.Microbatch);
        return (tokens + sequences - 1) / sequences * sequences;
    }

    /// <summary>Rows of logits in that batch.</summary>
    public static int GraphOutputs(EffectiveWorkload effective) =>
        Math.Min(Math.Min(effective.Context, effective.Microbatch), effective.Outputs);

    /// <summary>llama-server asks for one row of logits per sequence, and one more for every token it may check at once.</summary>
    private static int ServerOutputs(Workload workload) => workload.Parallel * (1 + workload.Speculation.Tokens(workload.DraftMost));

    /// <summary>Whether attention looks back only (causal_attn): the header says so, or the family keeps nothing to look back on.</summary>
    private static bool IsCausal(Architecture architecture) =>
        architecture.Metadata.Flag($"{architecture.Name}.attention.causal") ?? !architecture.Layers.Any(static l => l.KeepsNothing);

    private static int Pad(int tokens) => (int)Padded(tokens);
}
