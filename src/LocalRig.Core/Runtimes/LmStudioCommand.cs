using System.Globalization;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes a plan for LM Studio's <c>lms</c> (lmstudio.ai/docs/cli/load).</summary>
internal static class LmStudioCommand
{
    private const string Key = "MODEL_KEY";

    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (request.Has(Backend.Rpc))
        {
            return request.Cannot("LM Studio's lms load places a model on one machine: it has no RPC devices.");
        }

        Workload workload = request.Plan.Question.Workload;
        string load = new CommandLineText("lms", "load", Key)
            .Add("--context-length", $"{request.ContextPerSlot}")
            .AddIf(!request.Plan.ExpertsOnHost, "--gpu", Share(request.Plan)) // else whole layers would not fit; without it LM Studio chooses
            .Add("--parallel", $"{workload.Parallel}").ToString();
        IEnumerable<string> fetch =
            request.Model.HubRepository.Length > 0 ? [$"lms get https://huggingface.co/{request.Model.HubRepository}"]
            : [$"lms import {CommandLineText.Quoted(request.Model.Path)}"];
        return request.Answer([.. fetch, load, "lms server start"], Notes(request));
    }

    /// <summary>The share of layers on the card, as lms takes it: max, off, or from 0 to 1.</summary>
    private static string Share(MemoryPlan plan) =>
        plan.Rig.Devices.IsEmpty || plan.Placement.GpuLayers == 0 ? "off"
        : plan.Placement.GpuLayers >= plan.OffloadableLayers ? "max"
        : ((double)plan.Placement.GpuLayers / plan.OffloadableLayers).ToString("0.###", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Notes(RuntimeRequest request)
    {
        Workload workload = request.Plan.Question.Workload;
        yield return $"{Key} stands for the name `lms ls` shows.";
        if (request.Model.Note.Length > 0)
        {
            yield return request.Model.Note;
        }

        if (workload.Parallel > 1)
        {
            yield return "Whether --context-length counts one request's tokens or all slots' together isn't documented; it is given here as one request's.";
        }

        if (workload.CacheTypeK != new Workload().CacheTypeK || workload.CacheTypeV != new Workload().CacheTypeV)
        {
            yield return $"{request.Limit(LimitSubject.CacheType)?.Sentence} The plan's {PlacementNotes.CacheTypes(workload)} can't be asked for here.";
        }

        foreach (string note in PlacementNotes.Of(request.Plan, "lms load").Concat(PlacementNotes.Of(workload, "lms load")))
        {
            yield return note;
        }

        if (workload.Batch != new Workload().Batch || workload.FlashAttention == FlashAttention.Off || workload.Mtp)
        {
            yield return "lms load has no options for batch, flash attention or multi-token prediction.";
        }
    }
}
