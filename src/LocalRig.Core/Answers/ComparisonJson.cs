using LocalRig.Advice;
using LocalRig.Advice.Comparing;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A comparison: both plans, and every figure beside the other's.</summary>
public static class ComparisonJson
{
    private const int Digits = 3;

    /// <summary>The shape.</summary>
    public static ObjectShape<Comparison> Shape { get; } = Answer();

    private static ObjectShape<Comparison> Answer()
    {
        ObjectShape<ComparedSide> side = Side();
        ObjectShape<ComparedValue> value = Value();
        return new ObjectShape<Comparison>()
            .Part("a", "The first configuration.", c => c.A, side)
            .Part("b", "The second configuration.", c => c.B, side)
            .List("rows", "Every figure of both.", c => c.Rows, new ObjectShape<ComparisonRow>()
                .Text("id", "The figure's name, such as kvCacheBytes.", r => r.Id)
                .Word("unit", "What its numbers count.", AnswerWords.Word, r => r.Unit)
                .Part("a", "The first configuration's.", r => r.A, value)
                .Part("b", "The second configuration's.", r => r.B, value)
                .Flag("differs", "Whether the two differ.", r => r.Differs)
                .Word("sign", "How the first stands to the second: ~ where ranges overlap, ≠ where there is no less or more.", ["=", "<", ">", "~", "≠"], r => r.Sign))
            .Text("conclusion", "The difference in one sentence.", c => c.Conclusion);
    }

    private static ObjectShape<ComparedSide> Side() =>
        new ObjectShape<ComparedSide>("side")
            .Part("plan", "The plan.", s => s.Plan, PlanJson.Shape)
            .Text("priceBecause", "What its devices cost and how that is known, in words; empty where there are none.", s => s.Plan.Rig.Devices.IsEmpty ? "" : HardwareWords.Because(s.Cost))
            .Text("priceNotIncluded", "What that price leaves out, in words; empty for a whole machine.", s => s.Cost.NotIncluded);

    private static ObjectShape<ComparedValue> Value() =>
        new ObjectShape<ComparedValue>("value")
            .TextIfAny("text", "As texts show it where it is no number, or a number's remark; else missing.", v => v.Text.Length > 0 ? v.Text : null)
            .NumberIfKnown("number", "The number, in the row's unit; missing for texts and what isn't known.", v => Rounded(v.Number))
            .NumberIfKnown("low", "The low end; missing where it is no range.", v => Rounded(v.Low))
            .NumberIfKnown("high", "The high end; missing where it is no range.", v => Rounded(v.High));

    private static double? Rounded(double? number) => number is double known ? Math.Round(known, Digits) : null;
}
