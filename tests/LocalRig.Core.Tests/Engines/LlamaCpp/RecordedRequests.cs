using System.Text.Json.Nodes;
using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>The question a recorded graph answers, put to our graph builder.</summary>
internal static class RecordedRequests
{
    private static readonly Dictionary<string, Model> Models = [];

    public static GraphRequest For(RecordedGraph recorded)
    {
        JsonObject job = (JsonObject)recorded.Index["job"]!;
        JsonObject context = (JsonObject)recorded.Index["ctx"]!;
        Model model = ModelOf(recorded);
        int sequences = (int)context["n_seq_max"]!;
        Workload workload = new()
        {
            Parallel = sequences,
            KvUnified = (bool)context["kv_unified"]!,
            CacheTypeK = TypeOf(job, "type_k"),
            CacheTypeV = TypeOf(job, "type_v"),
            FlashAttention = (bool)context["flash_attn"]! ? FlashAttention.On : FlashAttention.Off, // automatic never turned out impossible
        };
        EffectiveWorkload effective = new(
            (int)context["n_ctx"]!,
            (int)context["n_ctx_seq"]!,
            (int)context["n_batch"]!,
            (int)context["n_ubatch"]!,
            (bool)context["flash_attn"]!,
            (bool)context["pipeline_parallel"]!,
            (int)context["n_outputs_max"]!
        );
        int tokens = Math.Min(effective.Context, effective.Microbatch);
        return new GraphRequest
        {
            Architecture = model.Architecture!,
            Weights = WeightTable.Of(model.Tensors),
            ContextPerSequence = effective.ContextPerSequence,
            Tokens = (tokens + sequences - 1) / sequences * sequences,
            Sequences = sequences,
            Outputs = Math.Min(tokens, effective.Outputs),
            FlashAttention = effective.FlashAttention,
            Cache = CacheRules.Full(effective, workload),
            SlidingCache = CacheRules.Sliding(model.Architecture!, effective, workload),
            RecurrentCells = sequences,
        };
    }

    public static Model ModelOf(RecordedGraph recorded)
    {
        string file = (string)recorded.Index["job"]!["gguf"]!;
        if (!Models.TryGetValue(file, out Model? model))
        {
            string[] parts = file.Replace(".gguf", "", StringComparison.Ordinal).Split('.');
            string quant = parts[^1];
            ModelSpec spec = ModelSpec.All[string.Join('.', parts[..^1])];
            Assert.True(QuantRecipe.TryParse(quant, out QuantRecipe? recipe));
            Architecture architecture = spec.Architecture;
            TensorLayout layout = RecipeLayout.Make(architecture, WeightList.For(architecture, spec.Traits), recipe);
            model = new Model(spec.Name, spec.Metadata, architecture, layout, quant);
            Models.Add(file, model);
        }

        return model;
    }

    private static TensorType TypeOf(JsonObject job, string key)
    {
        Assert.True(TensorTypeExtensions.TryParse((string?)job[key] ?? "f16", out TensorType type));
        return type;
    }
}
