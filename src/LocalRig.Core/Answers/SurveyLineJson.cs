using LocalRig.Advice;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model of a survey.</summary>
internal static class SurveyLineJson
{
    /// <summary>With its whole plan.</summary>
    public static ObjectShape<SurveyLine> Shape { get; } = new ObjectShape<SurveyLine>("survey-line")
        .Include(l => l, ContextsJson.Shape)
        .Part("plan", "The plan.", l => l.Plan, PlanJson.Shape);
}
