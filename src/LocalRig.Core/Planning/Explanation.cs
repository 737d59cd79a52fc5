using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Says where every value of a plan comes from.</summary>
internal static class Explanation
{
    public static ImmutableArray<Because> Of(MemoryPlan plan, string placementReason)
    {
        ImmutableArray<Because>.Builder lines = ImmutableArray.CreateBuilder<Because>();
        lines.Add(Weights(plan));
        lines.AddRange(Caches(plan));
        lines.Add(Compute(plan));
        lines.Add(new Because(
            "outputBytes",
            "rows of logits x vocabulary x 4 bytes, in host memory",
            [BecauseInput.Of("outputs", plan.Effective.Outputs)],
            "llama-context.cpp, output_reserve", Kind(plan)));
        if (plan.Question.Workload.Draft() is { } draft)
        {
            lines.Add(new Because(
                "kvCacheBytes",
                plan.Question.Draft is { } smaller
                    ? $"of the above the draft's own: {smaller.Id} has its weights and a context beside the model's, of the same length, with caches, scratch and a row of logits per slot"
                    : "of the above the draft's own: the prediction head has a context beside the model's, with caches, scratch and a row of logits per slot; the model keeps a snapshot of recurrent state per drafted token",
                [BecauseInput.Of("specDraftNMax", draft.DraftMost), BecauseInput.Of("types", $"{draft.CacheTypeK.Name()}/{draft.CacheTypeV.Name()}")],
                "common/speculative.cpp; server-context.cpp, load_model", Kind(plan)));
        }

        lines.AddRange(plan.Devices.Where(d => d.IsUsed).Select(Runtime));
        lines.Add(new Because(
            "placement", placementReason,
            [BecauseInput.Of("gpuLayers", plan.Placement.GpuLayers), BecauseInput.Of("nCpuMoe", plan.Placement.CpuMoeLayers), BecauseInput.Of("marginBytes", plan.Margin.Bytes)],
            "margin: llama.cpp common/common.h, fit_params_target", SourceKind.Derived));
        return lines.ToImmutable();
    }

    private static Because Weights(MemoryPlan plan) =>
        new(
            "weightsBytes",
            "sum over tensors of rows x row bytes of the tensor's type, on the device of the tensor's layer",
            [BecauseInput.Of("tensors", plan.Model.Tensors.Tensors.Length), BecauseInput.Of("tensorBytes", plan.Model.Tensors.TotalSize.Bytes)],
            plan.Model.Source.Length > 0 ? plan.Model.Source : "llama-model.cpp, load_tensors",
            SourceKind.Derived);

    private static IEnumerable<Because> Caches(MemoryPlan plan)
    {
        if (plan.Model.Architecture is not Architecture architecture)
        {
            return [new Because("kvCacheBytes", "at most: layers x context x (key row + value row)", [BecauseInput.Of("context", plan.Effective.Context)], "dimensions in the header", SourceKind.Assumed)];
        }

        Workload workload = plan.Question.Workload;
        return architecture.Layers.GroupBy(l => l.KeepsNothing ? new NoAttention() : l.Attention).Select(g => Cache(g.Key, g.Count(), plan.Effective.Context, workload));
    }

    private static Because Cache(Attention attention, int layers, int context, Workload workload)
    {
        BecauseInput count = BecauseInput.Of("layers", layers);
        BecauseInput cells = BecauseInput.Of("context", context);
        BecauseInput types = BecauseInput.Of("types", $"{workload.CacheTypeK.Name()}/{workload.CacheTypeV.Name()}");
        return attention switch
        {
            SlidingAttention a => new(
                "kvCacheBytes", "layers x min(context, padded window + batch) x (key row + value row)",
                [count, BecauseInput.Of("window", a.Window), BecauseInput.Of("keyWidth", a.KeyWidth), BecauseInput.Of("valueWidth", a.ValueWidth), types],
                "llama-kv-cache-iswa.cpp, llama_kv_cache_iswa", SourceKind.Derived),
            FullAttention a => new(
                "kvCacheBytes", "layers x context x (key row + value row)",
                [count, cells, BecauseInput.Of("keyWidth", a.KeyWidth), BecauseInput.Of("valueWidth", a.ValueWidth), types],
                "llama-kv-cache.cpp, llama_kv_cache", SourceKind.Derived),
            LatentAttention a => new(
                "kvCacheBytes", "layers x context x row of (latent + rotary) elements; no values",
                [count, cells, BecauseInput.Of("latentRank", a.LatentRank), BecauseInput.Of("ropeLength", a.RopeLength), types],
                "llama-kv-cache.cpp, llama_kv_cache", SourceKind.Derived),
            RecurrentAttention a => new(
                "recurrentStateBytes", "layers x sequences x (convolution + state) elements x 4 bytes, whatever the context",
                [count, BecauseInput.Of("sequences", workload.Parallel), BecauseInput.Of("convolution", a.ConvolutionStateElements), BecauseInput.Of("state", a.RecurrentStateElements)],
                "llama-memory-recurrent.cpp, llama_memory_recurrent", SourceKind.Derived),
            _ => new("kvCacheBytes", "nothing cached", [count], "llama-model.cpp, create_memory", SourceKind.Derived),
        };
    }

    private static Because Compute(MemoryPlan plan) =>
        plan.Model.Architecture is null
            ? new("computeBytes", "at most: logits, feed-forward, attention, mask and cache copies of one batch at once", [BecauseInput.Of("ubatch", plan.Effective.Microbatch)], "dimensions in the header", SourceKind.Assumed)
            : new(
                "computeBytes", "the batch's compute graph, walked as ggml's allocator does: highest address ever used",
                [BecauseInput.Of("ubatch", plan.Effective.Microbatch), BecauseInput.Of("context", plan.Effective.Context), BecauseInput.Of("outputs", plan.Effective.Outputs), BecauseInput.Of("flashAttention", plan.Effective.FlashAttention ? "on" : "off")],
                "ggml-alloc.c, ggml_gallocr_reserve_n; llama-context.cpp, graph_reserve", SourceKind.Derived);

    private static Because Runtime(DevicePlan device) =>
        new(
            "runtimeBytes", $"taken by driver and libraries on {device.Name}; a range, not an allocation of the engine",
            [BecauseInput.Of("device", device.Name), BecauseInput.Of("low", device.Runtime.Low.Bytes), BecauseInput.Of("high", device.Runtime.High.Bytes)],
            device.Runtime.Source, device.Runtime.Kind);

    private static SourceKind Kind(MemoryPlan plan) => plan.Exactness == Exactness.UnknownArchitecture ? SourceKind.Assumed : SourceKind.Derived;
}
