using LocalRig.Advice.Ranking;
using LocalRig.Evidence;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What is published of a model's quality: tests with every publisher's claim, then the contradictions.</summary>
public static class RankJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<RankAnswer> Shape { get; } = new ObjectShape<RankAnswer>()
        .Text("model", "The model's name.", a => a.Model)
        .Text("summary", "How much is published, in one sentence.", a => a.Summary)
        .Text("notice", "What to know about the model; may be empty.", a => a.Notice)
        .List("tests", "What is published, by test.", a => a.Groups, new ObjectShape<RankGroup>()
            .Text("benchmark", "What was tested.", g => g.Benchmark)
            .List("claims", "Every publisher's claim.", g => g.Entries, Entry(Result())))
        .List("contradictions", "Where publishers contradict each other or expectation.", a => a.Contradictions, new ObjectShape<Contradiction>()
            .Word("kind", "What sort of contradiction it is.", ["opposite-orders", "smaller-ahead", "other-score"], c => c switch { OppositeOrders => "opposite-orders", SmallerAhead => "smaller-ahead", _ => "other-score" })
            .Text("sentence", "The contradiction in words.", c => c.Sentence)
            .Texts("sources", "Addresses of both sides.", c => c.Sources))
        .Texts("siblingsWithEvidence", "Models of the same family that something is published of.", a => a.Siblings);

    private static ObjectShape<RankEntry> Entry(ObjectShape<RankingClaim> result) =>
        new ObjectShape<RankEntry>()
            .Text("result", "What came out, in words.", e => e.Result)
            .Include(e => e.Claim, result)
            .Text("publisher", "Who tested.", e => e.Claim.Origin.Publisher)
            .Text("via", "Who repeats it, where the publisher's own page wasn't seen; may be empty.", e => e.Claim.Origin.Via)
            .Word("kind", "What sort of publisher it is.", RankingOrigin.Kinds, e => e.Claim.Origin.Kind)
            .Flag("independent", "Whether whoever tested neither made a model in the test nor only repeats others.", e => e.Claim.Origin.IsIndependent)
            .Text("date", "When: an ISO date, as precise as its source.", e => e.Claim.Origin.Date)
            .Text("source", "Where it stands.", e => e.Claim.Origin.Source)
            .Text("note", "What else to know; may be empty.", e => e.Claim.Origin.Note)
            .List("beside", "What the same test says of other models.", e => e.Beside, new ObjectShape<RankingClaim>()
                .Text("model", "The other model.", c => c.Model)
                .Include(c => c, result));

    /// <summary>A score or an order: a claim has the properties of the one or of the other.</summary>
    private static ObjectShape<RankingClaim> Result() =>
        new ObjectShape<RankingClaim>()
            .IncludeIfAny(c => c.Result as RankingScore, new ObjectShape<RankingScore>()
                .Number("low", "The score, or the low end of a range, in the unit beside it; scores only.", s => s.Low)
                .Number("high", "The score, or the high end of a range; scores only.", s => s.High)
                .Number("margin", "The publisher's own uncertainty to either side, 0 where none is given; scores only.", s => s.Margin)
                .Text("unit", "The score's unit, such as % or Elo; scores only.", s => s.Unit)
                .Flag("lowerIsBetter", "Whether less is better, as with places; scores only.", s => s.LowerIsBetter)
                .Text("standing", "The place in the publisher's list, may be empty; scores only.", s => s.Standing))
            .When(c => c.Result is RankedAbove, order => order
                .Text("ahead", "The model put above others; orders only.", c => c.Model)
                .Texts("behind", "The models it is put above; orders only.", c => ((RankedAbove)c.Result).Models));
}
