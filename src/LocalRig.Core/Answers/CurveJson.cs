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
            .PartIfAny("throughput", "How fast it runs with the context full; missing where that isn't known.", p => p.Forecast, ForecastJson.Shape));
}
