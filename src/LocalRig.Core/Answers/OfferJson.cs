using LocalRig.Advice.Matching;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>One of at most three models to choose from.</summary>
internal static class OfferJson
{
    /// <summary>Without its plan.</summary>
    public static ObjectShape<MatchOffer> Shape { get; } = new ObjectShape<MatchOffer>("offer")
        .Word("role", "What it is best in.", AnswerWords.Word, o => o.Role)
        .Text("givesUp", "What it gives up for that; empty for the one to take.", o => o.GivesUp)
        .Include(o => o.Line, ModelLineJson.Shape);
}
