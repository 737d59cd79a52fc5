using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Advice.Levers;

/// <summary>Changes to the cache and to a batch's scratch: number types, flash attention, physical batch, sequences, context.</summary>
internal static class CacheLevers
{
    // What llama.cpp's CUDA build has flash-attention kernels for by default beside f16 (ggml-cuda/fattn.cu, without GGML_CUDA_FA_ALL_QUANTS).
    private static readonly (TensorType Type, Loss Loss)[] Types = [(TensorType.Q8_0, Loss.Small), (TensorType.Q4_0, Loss.Noticeable)];

    // Mean divergence in nats from which a cache is said to be felt, and to be ruined: our choice, between the 0.01 of Qwen3.6 and the 1.1 of
    // gemma-4-26B-A4B, of which one token in three changes (data/evidence/cache-quality.csv).
    private const double Felt = 0.1;
    private const double Ruined = 0.5;

    private static readonly int[] Batches = [256, 128];

    // llama-context.cpp pads a sequence's context to 256.
    private const int CellPadding = 256;

    /// <summary>The shortest context worth offering: a question and an answer of a page each.</summary>
    public const int ShortestContext = 1024;

    private const double SmallCut = 0.75; // a context cut by no more than a quarter counts as a small loss, by no more than half as a noticeable one
    private const double NoticeableCut = 0.5;

    public static IEnumerable<Lever> Of(MemoryPlan plan, QualityEvidence evidence)
    {
        Workload workload = plan.Question.Workload;
        return [.. CacheTypes(workload, evidence), .. FlashAttention(plan), .. Batches.Where(b => b < plan.Effective.Microbatch).Select(Batch), .. Slots(plan), .. HalfContext(plan)];
    }

    /// <summary>The lever that sets a context found to fit.</summary>
    public static Lever Context(int context, int now) =>
        new()
        {
            Id = $"context-{context}",
            Kind = LeverKind.Context,
            Change = $"{context:N0} tokens of context",
            Options = $"-c {context}",
            Quality = $"same answers up to {context:N0} tokens",
            CapacityLoss = context >= now * SmallCut ? Loss.Small : context >= now * NoticeableCut ? Loss.Noticeable : Loss.Large,
            Apply = c => c.With(w => w with { Context = context }),
        };

    private static IEnumerable<Lever> CacheTypes(Workload workload, QualityEvidence evidence) =>
        from choice in Types
        let bits = choice.Type.BitsPerElement()
        let now = Math.Max(workload.CacheTypeK.BitsPerElement(), workload.CacheTypeV.BitsPerElement())
        where bits < now
        let name = choice.Type.Name()
        let measured = evidence.OfCache(choice.Type)
        select new Lever
        {
            Id = $"kv-{name}",
            Kind = LeverKind.CacheType,
            Change = $"KV cache in {name}",
            Options = $"-ctk {name} -ctv {name}",
            Quality = $"{bits:0.#} bits per cached number, not {now:0.#}; {QualityEvidence.Words(measured, evidence.OfCache(workload.CacheTypeK)) ?? Lever.NotMeasured}",
            Evidence = measured,
            QualityLoss = LossOf(measured) ?? choice.Loss,
            Apply = c => c.With(w => w with { CacheTypeK = choice.Type, CacheTypeV = choice.Type }),
        };

    /// <summary>The loss by the worst divergence that anybody measured; null where nobody did.</summary>
    private static Loss? LossOf(IEnumerable<QualityMeasurement> measured) =>
        measured.Where(m => m.Metric == QualityMeasurement.MeanDivergence).Max(m => (double?)m.Value) switch
        {
            null => null,
            <= Felt => Loss.Small,
            <= Ruined => Loss.Noticeable,
            _ => Loss.Large,
        };

    private static IEnumerable<Lever> FlashAttention(MemoryPlan plan) =>
        plan.Effective.FlashAttention
            ? []
            :
            [
                new Lever
                {
                    Id = "flash-attention",
                    Kind = LeverKind.FlashAttention,
                    Change = "flash attention on",
                    Options = "-fa on",
                    Apply = c => c.With(w => w with { FlashAttention = Workloads.FlashAttention.On }),
                },
            ];

    private static Lever Batch(int size) =>
        new()
        {
            Id = $"ubatch-{size}",
            Kind = LeverKind.Batch,
            Change = $"physical batch of {size}",
            Options = $"-ub {size}",
            Apply = c => c.With(w => w with { Microbatch = size }),
        };

    private static IEnumerable<Lever> Slots(MemoryPlan plan)
    {
        Workload workload = plan.Question.Workload;
        int slots = workload.Parallel;
        if (slots < 2)
        {
            yield break;
        }

        // Each remaining sequence keeps its context.
        int context = workload.KvUnified ? workload.Context : plan.Effective.ContextPerSequence * (slots - 1);
        yield return new Lever
        {
            Id = "one-slot-fewer",
            Kind = LeverKind.Slots,
            Change = $"{slots - 1} sequence{(slots > 2 ? "s" : "")} at once, not {slots}",
            Options = $"-np {slots - 1} -c {context}",
            CapacityLoss = slots > 2 ? Loss.Small : Loss.Noticeable,
            Apply = c => c.With(w => w with { Parallel = slots - 1, Context = context }),
        };
        if (!workload.KvUnified)
        {
            yield return new Lever
            {
                Id = "kv-unified",
                Kind = LeverKind.Slots,
                Change = "one cache for all sequences",
                Options = "-kvu",
                Quality = "same answers; one sequence may use what others leave",
                Apply = c => c.With(w => w with { KvUnified = true }),
            };
        }
    }

    private static IEnumerable<Lever> HalfContext(MemoryPlan plan)
    {
        int step = CellPadding * (plan.Question.Workload.KvUnified ? 1 : plan.Question.Workload.Parallel);
        int half = plan.Effective.Context / 2 / step * step;
        return half >= ShortestContext ? [Context(half, plan.Effective.Context)] : [];
    }
}
