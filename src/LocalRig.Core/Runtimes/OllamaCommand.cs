using System.Text;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes a plan for Ollama: a Modelfile (docs/modelfile.mdx; num_gpu, num_batch of api/types.go) and the server's environment (docs/faq.mdx).</summary>
internal static class OllamaCommand
{
    private const string Name = "localrig-plan";

    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (request.ArchitectureLimit(LimitSubject.Architecture) is RuntimeLimit refused)
        {
            return request.Cannot(refused.Sentence);
        }

        if (request.Has(Backend.Rpc))
        {
            return request.Cannot("Ollama runs on one machine: it has no RPC devices.");
        }

        IEnumerable<string> pull = request.Model.HubRepository.Length > 0 && request.Model.HubFile.Length == 0 ? [$"ollama pull {From(request.Model)}"] : [];
        return request.Answer(["ollama serve &", .. pull, $"ollama create {Name} -f Modelfile", $"ollama run {Name}"], Notes(request)) with
        {
            Files = [new RuntimeFile("Modelfile", Modelfile(request))],
            Environment = [.. Environment(request)],
        };
    }

    private static string Modelfile(RuntimeRequest request)
    {
        MemoryPlan plan = request.Plan;
        Workload workload = plan.Question.Workload;
        StringBuilder text = new();
        text.Append("FROM ").Append(From(request.Model)).Append('\n');
        text.Append("PARAMETER num_ctx ").Append(request.ContextPerSlot).Append('\n');
        if (!plan.ExpertsOnHost) // else as many whole layers would not fit with their experts, and Ollama chooses better itself
        {
            text.Append("PARAMETER num_gpu ").Append(plan.Rig.Devices.IsEmpty ? 0 : Math.Min(plan.Placement.GpuLayers, plan.OffloadableLayers)).Append('\n');
        }

        text.Append("PARAMETER num_batch ").Append(workload.Microbatch).Append('\n'); // else Ollama chooses it, and compute buffers are not the plan's

        if (workload.Mtp && workload.RecurrentSequences > 0)
        {
            text.Append("PARAMETER draft_num_predict ").Append(workload.RecurrentSequences).Append('\n');
        }

        return text.ToString();
    }

    private static string From(ModelReference model) =>
        model.HubRepository.Length > 0 ? $"hf.co/{model.HubRepository}{(model.HubQuant.Length > 0 ? ":" + model.HubQuant : "")}"
        : model.Path == ModelReference.Placeholder ? "./" + model.Path
        : model.Path;

    private static IEnumerable<RuntimeVariable> Environment(RuntimeRequest request)
    {
        Workload workload = request.Plan.Question.Workload;
        yield return new RuntimeVariable("OLLAMA_NUM_PARALLEL", $"{Slots(request)}");
        if (workload.FlashAttention != FlashAttention.Auto || workload.CacheTypeV != new Workload().CacheTypeV)
        {
            yield return new RuntimeVariable("OLLAMA_FLASH_ATTENTION", workload.FlashAttention == FlashAttention.Off ? "0" : "1");
        }

        if (Expressible(request) && workload.CacheTypeK != new Workload().CacheTypeK)
        {
            yield return new RuntimeVariable("OLLAMA_KV_CACHE_TYPE", workload.CacheTypeK.Name());
        }
    }

    private static IEnumerable<string> Notes(RuntimeRequest request)
    {
        Workload workload = request.Plan.Question.Workload;
        if (request.Model.Note.Length > 0)
        {
            yield return request.Model.Note;
        }

        if (request.Model.HubRepository.Length > 0 && request.Model.HubFile.Length == 0)
        {
            yield return $"`ollama run {From(request.Model)}` alone runs the same file, with a context and a placement of Ollama's choice.";
        }

        if (request.Model.HubFile.Length > 0)
        {
            yield return $"Ollama picks a file of the repository by its quantization; the plan is of {request.Model.HubFile}.";
        }

        if (request.ArchitectureLimit(LimitSubject.Slots) is RuntimeLimit slots && workload.Parallel > 1)
        {
            yield return slots.Sentence;
        }

        if (!Expressible(request))
        {
            yield return $"{request.Limit(LimitSubject.CacheType)!.Sentence} The plan's {PlacementNotes.CacheTypes(workload)} can't be asked for; with f16 the cache is larger.";
        }

        if (OllamaBatch.Automatic(workload.Context) is int automatic && automatic != workload.Microbatch)
        {
            yield return $"num_batch is the physical batch the plan is made for; without that line Ollama takes up to {automatic} with this context, and compute buffers grow with it.";
        }

        foreach (string note in PlacementNotes.Of(request.Plan, "Ollama").Concat(PlacementNotes.Of(workload, "Ollama", takesBatch: true)))
        {
            yield return note;
        }

        if (workload.KvUnified)
        {
            yield return "Ollama has no option for one cache shared by all requests (-kvu).";
        }
    }

    private static int Slots(RuntimeRequest request) =>
        request.ArchitectureLimit(LimitSubject.Slots) is null ? request.Plan.Question.Workload.Parallel : 1;

    private static bool Expressible(RuntimeRequest request)
    {
        Workload workload = request.Plan.Question.Workload;
        return workload.CacheTypeK == workload.CacheTypeV && request.Limit(LimitSubject.CacheType) is not { } limit
            || workload.CacheTypeK == workload.CacheTypeV && request.Limit(LimitSubject.CacheType)!.Applies.Contains(workload.CacheTypeK.Name());
    }
}
