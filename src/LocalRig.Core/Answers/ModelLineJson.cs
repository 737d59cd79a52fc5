using LocalRig.Advice;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model of a survey, shortly.</summary>
internal static class ModelLineJson
{
    /// <summary>Without its plan.</summary>
    public static ObjectShape<SurveyLine> Shape { get; } = new ObjectShape<SurveyLine>("model-line")
        .Text("model", "The model's name.", l => l.Model.Id)
        .Text("quantization", "How its weights are stored, such as Q4_K_M.", l => l.Plan.Model.QuantName)
        .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, l => l.Plan.Verdict)
        .Bytes("totalBytes", "Bytes the engine allocates.", l => l.Plan.Total)
        .Include(l => l, ContextsJson.Shape)
        .PartIfAny("throughput", "How fast it runs; missing where that isn't known.", l => l.Plan.Forecast, ForecastJson.Shape);
}
