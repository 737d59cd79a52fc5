using LocalRig.Advice.Matching;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Which model for which hardware: the best one's plan, the runner-up's, and why.</summary>
public static class MatchJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<MatchAnswer> Shape { get; } = new ObjectShape<MatchAnswer>()
        .List("matches", "One per machine, in the order asked.", a => a.Matches, new ObjectShape<HardwareMatch>()
            .Text("tier", "The tier the machine stands for; may be empty.", m => m.Tier)
            .Text("rig", "The machine.", m => m.Rig.Name)
            .MachineNotes(m => m.Rig.Notes)
            .Text("for", "What the model is for.", m => m.Usable.Job.Name)
            .Number("enoughTokensPerSecond", "What is slower comes after what isn't, in tokens per second of an answer.", m => m.Usable.Enough)
            .Number("minTokensPerSecond", "The slowest answer that will do, in tokens per second.", m => m.Usable.TokensPerSecond)
            .Integer("minContext", "The shortest comfortable context that will do, in tokens.", m => m.Usable.Context)
            .Word("accept", "How badly a model may fit and still compete.", AnswerWords.Word, m => m.Usable.Worst)
            .PartOrNull("best", "The model to take; null when nothing fits.", m => m.Best, SurveyLineJson.Shape)
            .Text("because", "Why it is the best.", m => m.Because)
            .PartOrNull("runnerUp", "The next one; null when there is none.", m => m.RunnerUp, SurveyLineJson.Shape)
            .Text("whyNot", "Why the runner-up lost; empty without one.", m => m.WhyNot)
            .List("offers", "At most three to choose from, the one to take first.", m => m.Offers, OfferJson.Shape)
            .Text("passedOver", "The strongest model the best was preferred to that isn't offered, and what it lacks; empty where there is none.", m => m.PassedOver)
            .Text("moreContext", "How much more context smaller types of the KV cache give; empty where no more.", m => m.MoreContext));
}
