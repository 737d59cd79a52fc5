using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a machine runs of the catalogue, then what it can't hold.</summary>
public static class SurveyJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<SurveyAnswer> Shape { get; } = new ObjectShape<SurveyAnswer>()
        .Part("rig", "The machine.", a => a.Rig, RigJson.Shape)
        .Text("for", "What the models are for.", a => a.Match.Usable.Job.Name)
        .Text("because", "Why the first is to be taken.", a => a.Match.Because)
        .List("offers", "At most three to choose from, the one to take first.", a => a.Match.Offers, OfferJson.Shape)
        .List("models", "What it runs, best first; then what it can't hold, smallest first.", a => a.Runs.Concat(a.TooLarge.Value), SurveyLineJson.Shape);
}
