using LocalRig.Evidence;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Workloads;

namespace LocalRig.Advice.Levers;

/// <summary>Drafting with the model's own prediction head: what it was measured to gain, for the memory it takes.</summary>
internal static class DraftLevers
{
    // Where measured gains of dense models and of experts are both near their best (data/evidence/speculation.csv).
    private const int Drafted = 2;

    /// <summary>The lever, where the model has a head and enough was measured of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="withHead">The same model with its head; null where it has none.</param>
    public static IEnumerable<Lever> Of(MemoryPlan plan, Model? withHead)
    {
        Workload workload = plan.Question.Workload;
        bool mixture = withHead?.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) == true;
        if (withHead is null || workload.Speculation != Speculation.None || workload.Embeddings || SpeculationLedger.Default.Of("llama.cpp", Speculation.DraftMtp.Word(), mixture, Drafted) is not { } gain)
        {
            return [];
        }

        return
        [
            new Lever
            {
                Id = "draft-mtp",
                Kind = LeverKind.Drafting,
                Change = $"the model's own head drafts {Drafted} tokens",
                Options = $"--spec-type {Speculation.DraftMtp.Word()} --spec-draft-n-max {Drafted}",
                Quality = $"same answers, {gain.Likely:0.0#} times as fast ({gain.Low:0.0#} to {gain.High:0.0#} in {gain.Measurements} measurements on {gain.Devices} devices; code gains more than prose)",
                Apply = c => c.With(w => w with { Speculation = Speculation.DraftMtp, DraftMost = Drafted, Mtp = true }) with { Model = withHead },
            },
        ];
    }
}
