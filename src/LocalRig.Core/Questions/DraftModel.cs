using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>The smaller model a request names to draft (<c>-md</c>), read like any model.</summary>
internal static class DraftModel
{
    // What people run drafts in: close to lossless, and a small model is small in it. Said where it was not named.
    private const string UsualQuant = "Q8_0";

    /// <summary>The request with its draft model found; unchanged where it names none.</summary>
    /// <exception cref="RequestException">The model can't be read, has no graph, or is asked for without being named.</exception>
    public static async Task<PlanRequest> FindAsync(PlanRequest request, Inquiry inquiry)
    {
        Speculation drafts = request.Question.Workload.Speculation;
        if (request.Draft is not string named)
        {
            return drafts != Speculation.DraftSimple ? request
                : throw new RequestException(new Problem(ErrorCode.Usage, "`--spec-type draft-simple` needs the smaller model that drafts.", "Name it: -md Qwen3.5-0.8B, or a GGUF file.", "specType"));
        }

        if (drafts is not (Speculation.None or Speculation.DraftSimple))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"`-md` names a smaller model that drafts, and `--spec-type {drafts.Word()}` needs none.", "Leave one of the two out.", "draftModel"));
        }

        PlanRequest asked = new() { Model = named };
        Model draft = await inquiry.ModelAsync(asked with { Quant = inquiry.Quantizations(asked) is { Count: > 0 } all ? all is [string one] ? one : UsualQuant : null }).ConfigureAwait(false);
        return draft.Architecture is not null
            ? request with { Question = request.Question with { Draft = draft, Workload = request.Question.Workload with { Speculation = Speculation.DraftSimple } } }
            : throw new RequestException(new Problem(ErrorCode.Usage, $"LocalRig has no graph of the draft model {draft.Id}, so what it takes beside the model can't be planned.", "Name a smaller model of a family in docs/engines.md.", "draftModel"));
    }

    /// <summary>The model with a word about the one that drafts beside it.</summary>
    public static Model Beside(Model model, Model? draft) =>
        draft is null ? model
        : model with { Notice = $"{model.Notice} {draft.Id} {draft.QuantName} drafts: its weights ({draft.Tensors.TotalSize}), cache and scratch are in the figures.{(draft.BoundedBecause.Length > 0 ? " Of its file: " + draft.BoundedBecause : "")}".TrimStart() };
}
