using LocalRig.Advice.Quants;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model's quantizations on a machine, each with its plan and its evidence.</summary>
public static class QuantsJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<QuantsAnswer> Shape { get; } = new ObjectShape<QuantsAnswer>()
        .Text("model", "The model's name.", a => a.Model.Id)
        .TextOrNull("pick", "The quantization to take; null when none fits.", a => a.Quants.Pick?.Name)
        .Text("because", "Why, in words.", a => a.Quants.Because)
        .List("quantizations", "Every quantization.", a => a.Quants.Rows, new ObjectShape<QuantRow>()
            .Text("name", "The quantization's name.", r => r.Name)
            .Integer("comfortableContext", "The largest context that leaves the margin free, in tokens.", r => r.ComfortableContext)
            .Text("refused", "Why it isn't taken although it fits; may be empty.", r => r.Refused)
            .List("evidence", "What was measured of its quality.", r => r.Evidence, QualityJson.Shape)
            .Part("plan", "The plan.", r => r.Plan, PlanJson.Shape))
        .List("evidenceOfOtherFiles", "What was measured of files that are none of these.", a => a.Quants.Unplaced, QualityJson.Shape);
}
