using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Questions;
using LocalRig.Workloads;

namespace LocalRig.Proof.Verifying;

/// <summary>Has llama.cpp plan (llama-fit-params) or load (llama-server) what was planned.</summary>
internal static class LlamaVerifier
{
    private static readonly TimeSpan PlanningPatience = TimeSpan.FromMinutes(5); // hundreds of layers on a busy machine

    /// <summary>Verifies.</summary>
    public static async Task<VerifyReport> RunAsync(VerifyRequest request, Inquiry inquiry)
    {
        PlannedRun run = await PlannedRun.MakeAsync(request.Plan, request.Runtime, request.Rpc, inquiry).ConfigureAwait(false);
        return request.Load ? await ServerLoad.RunAsync(request, run, inquiry).ConfigureAwait(false) : await PlannedAsync(request, run, inquiry).ConfigureAwait(false);
    }

    private static async Task<VerifyReport> PlannedAsync(VerifyRequest request, PlannedRun run, Inquiry inquiry)
    {
        if (run.Request.Question.Workload.Speculation != Speculation.None || run.Request.Draft is not null)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "llama-fit-params knows nothing of drafting, so only a loaded model can be compared with this plan.", "Add --load, or leave -md and --spec-type out.", "load"));
        }

        string tool = run.Tools.Need("llama-fit-params");

        // llama-fit-params makes a context for all rows of logits, and leaves weights that are packed anew for the processor out of its line for the host.
        PlanRequest asked = run.Request.With(w => w with { Outputs = w.Batch }).WithFixed(p => p with { Repack = false });
        MemoryPlan plan = await PlannedRun.PlanAsync(asked, inquiry).ConfigureAwait(false);
        bool here = PlannedRun.IsHere(plan);
        string mix = "";
        if (!here && plan.Model.Tensors.Tensors.Any(t => t.Name == SparseModel.CountedWeights))
        {
            throw new RequestException(new Problem(
                ErrorCode.Runtime, $"The catalogue knows how many parameters {plan.Model.Id} has and none of its tensors, so there is no header that llama.cpp could plan.", "Name its file, or hf:owner/repo:QUANT, whose header is read.", "model"));
        }

        if (!here && SparseModel.IsScaled(plan.Model) && QuantChoice.TryParse(plan.Model.QuantName) is { } choice)
        {
            mix = $"The tensors of a publisher's {plan.Model.QuantName} stand in its header alone, so llama.cpp's own recipe {choice.Recipe.Name} was compared; hf:owner/repo:{plan.Model.QuantName} compares the file.";
            plan = await PlannedRun.PlanAsync(asked with { Quant = "recipe:" + choice.Recipe.Name }, inquiry).ConfigureAwait(false);
        }

        using SparseModel? sparse = here ? null : SparseModel.Write(plan.Model);
        List<string> arguments = PlannedRun.Arguments(plan, sparse?.Path ?? plan.Model.Source, request.Rpc);
        if (arguments.IndexOf("--cache-ram") is var cache and >= 0)
        {
            arguments.RemoveRange(cache, 2); // llama-fit-params serves nobody, so it keeps no prompts and has no such option
        }

        using ToolProcess said = await ToolProcess.RunAsync(tool, [.. arguments, "-fitp", "on"], PlanningPatience, inquiry.Cancellation).ConfigureAwait(false);
        ImmutableArray<ActualPart> actual = PrintedBuffers.OfFitParams(said.Output);
        if (actual.IsEmpty)
        {
            throw PlannedRun.Failed("llama-fit-params", said);
        }

        ImmutableArray<VerifiedPart> parts = run.Compare(plan, actual, ModelPart.Weights, ModelPart.Context, ModelPart.Compute);
        return new VerifyReport
        {
            Runtime = $"llama.cpp {run.Tools.Title}",
            Method = "planned",
            Plan = plan,
            Machine = Ledger.LedgerMeasurements.Fingerprint(run.Machine),
            Parts = parts,
            Tolerance = request.Tolerance,
            Notes =
            [
                .. run.Notes,
                here ? "llama-fit-params planned your file without loading it." : "llama-fit-params planned a file with this model's header and no weights: nothing was downloaded.",
                .. mix.Length > 0 ? (string[])[mix] : [],
                "It makes room for all rows of logits and prints whole MiB; it was asked not to repack weights for the processor, because it leaves those out of its line for the host. The plan beside it is for the same.",
                .. Differences.Explain(plan, parts),
            ],
        };
    }
}
