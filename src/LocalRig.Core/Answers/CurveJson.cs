using LocalRig.Planning;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Memory and speed against context.</summary>
public static class CurveJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<Curve> Shape { get; } = new ObjectShape<Curve>()
        .Include(c => c.Points[0], PlanNamesJson.Shape)
        .List("points", "One plan per context, shortest first.", c => c.Points, new ObjectShape<MemoryPlan>()
            .Integer("context", "Tokens of context in total.", p => p.Effective.Context)
            .Bytes("totalBytes", "Bytes the engine allocates.", p => p.Total)
            .Bytes("deviceBytes", "Bytes taken on devices, or of main memory where there are none.", Curve.Used)
            .Bytes("usableBytes", "Bytes that can be had there.", Curve.Usable)
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
            .PartIfAny("throughput", "How fast it runs with the context full; missing where that isn't known.", p => p.Forecast, ForecastJson.Shape))
        .ListIfAny("byUsers", "One plan per number of users at once, each with as much context; missing where no speed is known.", c => c.ByUsers.IsEmpty ? null : c.ByUsers, new ObjectShape<MemoryPlan>()
            .Integer("users", "Users at once.", p => p.Question.Workload.Parallel)
            .Integer("context", "Tokens of context of all together.", p => p.Effective.Context)
            .Bytes("totalBytes", "Bytes the engine allocates.", p => p.Total)
            .Bytes("deviceBytes", "Bytes taken on devices, or of main memory where there are none.", Curve.Used)
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, p => p.Verdict)
            .Part("total", "Tokens of all answers together.", Curve.Total, ForecastJson.Rate())
            .Part("each", "Tokens of one user's answer.", Curve.Each, ForecastJson.Rate()))
        .IntegerIfKnown("knee", "Users beyond which no doubling of them adds half as much again to the total; missing where that lies beyond what was measured.", c => c.Knee);
}
