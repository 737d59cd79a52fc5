using System.Text.Json;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Contract;

/// <summary>Writes the request back with every default filled in, and what the engine made of it.</summary>
internal static class WorkloadWriter
{
    public static void Write(Utf8JsonWriter json, MemoryPlan plan)
    {
        json.WriteStartObject("workload");
        Asked(json, plan);
        Wishes(json, plan.Question.Placement);
        json.WriteNumber("depth", plan.Question.EffectiveDepth);
        json.WriteNumber("promptTokens", plan.Question.PromptTokens);
        json.WriteBoolean("evidence", plan.Question.Evidence);
        if (plan.Question.FileBytes is { } fileBytes)
        {
            json.WriteNumber("fileBytes", fileBytes.Bytes);
        }

        json.WriteString("rig", plan.Rig.Name);
        Effective(json, plan.Effective);
        json.WriteEndObject();
    }

    private static void Asked(Utf8JsonWriter json, MemoryPlan plan)
    {
        Workload workload = plan.Question.Workload;
        json.WriteNumber("ctx", workload.Context);
        json.WriteNumber("batch", workload.Batch);
        json.WriteNumber("ubatch", workload.Microbatch);
        json.WriteNumber("parallel", workload.Parallel);
        json.WriteBoolean("kvUnified", workload.KvUnified);
        json.WriteNumber("outputs", workload.Outputs ?? plan.Effective.Outputs);
        json.WriteString("cacheTypeK", workload.CacheTypeK.Name());
        json.WriteString("cacheTypeV", workload.CacheTypeV.Name());
        json.WriteString("flashAttention", RequestFields.Word(workload.FlashAttention));
        json.WriteBoolean("swaFull", workload.SwaFull);
        json.WriteBoolean("embeddings", workload.Embeddings);
        json.WriteBoolean("mtp", workload.Mtp);
        json.WriteString("contextType", workload.ContextType == ContextType.Mtp ? "mtp" : "default");
        json.WriteNumber("recurrentSequences", workload.RecurrentSequences);
    }

    private static void Wishes(Utf8JsonWriter json, PlacementRequest wish)
    {
        json.WriteString("gpuLayers", wish.GpuLayers.ToString());
        json.WriteString("nCpuMoe", wish.ChoosesExperts ? "auto" : (wish.CpuMoeLayers ?? LayerChoice.Of(0)).ToString());
        json.WriteString("splitMode", RequestFields.Word(wish.Fixed.SplitMode));
        json.WriteNumber("mainGpu", wish.Fixed.MainGpu);
        json.WriteBoolean("kvOffload", wish.Fixed.KvOffload);
        json.WriteBoolean("opOffload", wish.Fixed.OpOffload);
        json.WriteBoolean("mmap", wish.Fixed.Mmap);
        json.WriteBoolean("noHost", wish.Fixed.NoHost);
        json.WriteBoolean("repack", wish.Fixed.Repack);
    }

    private static void Effective(Utf8JsonWriter json, EffectiveWorkload effective)
    {
        json.WriteStartObject("effective");
        json.WriteNumber("ctx", effective.Context);
        json.WriteNumber("ctxPerSequence", effective.ContextPerSequence);
        json.WriteNumber("batch", effective.Batch);
        json.WriteNumber("ubatch", effective.Microbatch);
        json.WriteString("flashAttention", effective.FlashAttention ? "on" : "off");
        json.WriteBoolean("pipelineParallel", effective.PipelineParallel);
        json.WriteNumber("outputs", effective.Outputs);
        json.WriteEndObject();
    }
}
