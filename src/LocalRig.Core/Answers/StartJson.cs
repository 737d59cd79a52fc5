using LocalRig.Advice;
using LocalRig.Advice.Starting;
using LocalRig.Runtimes;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A pick for somebody who starts.</summary>
public static class StartJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<StartPick> Shape { get; } = new ObjectShape<StartPick>()
        .Text("rig", "The machine.", p => p.Rig.Name)
        .MachineNotes(p => p.Rig.Notes)
        .Word("for", "What the model is for.", AnswerWords.Word, p => p.Question.Purpose)
        .Word("want", "What matters more.", AnswerWords.Word, p => p.Question.Priority)
        .Integer("modelsThatRun", "How many models of the catalogue run.", p => p.Runs)
        .When(p => p.Line is not null, pick => pick
            .Include(p => p.Line!, ContextsJson.Shape)
            .Text("command", "How to start it.", p => LlamaServerCommand.Line(p.Line!.Plan))
            .Texts("because", "Why this one, a sentence or more each.", p => p.Because)
            .Part("plan", "The pick's plan; missing with all about it where nothing fits.", p => p.Line!.Plan, PlanJson.Shape))
        .List("offers", "At most three to choose from, the one to take first.", p => p.Offers, OfferJson.Shape)
        .PartIfAny("next", "The next best; missing where there is none.", p => p.Next, new ObjectShape<SurveyLine>()
            .Text("model", "The model's name.", l => l.Model.Id)
            .Text("quantization", "How its weights are stored.", l => l.Plan.Model.QuantName));
}
