using LocalRig.Advice.Levers;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Levers: the plan as it is, every change with exact bytes per device, and the cheapest that helps.</summary>
public static class LeversJson
{
    private const int Digits = 3;

    /// <summary>The shape.</summary>
    public static ObjectShape<LeverBoard> Shape { get; } = Board(Effect());

    private static ObjectShape<LeverBoard> Board(ObjectShape<LeverEffect> effect) =>
        new ObjectShape<LeverBoard>()
            .Part("now", "The plan as it is.", b => b.Now, PlanJson.Shape)
            .Word("goal", "What it lacks.", AnswerWords.Word, b => b.Goal)
            .Bytes("lackBytes", "Bytes it lacks for the goal, over all memories that are too small.", b => b.Lack)
            .Text("conclusion", "The answer in one or two sentences.", b => b.Conclusion)
            .BytesIfKnown("projectorBytes", "Bytes of the vision projector on the first device; missing without one.", b => b.Projector?.Weights)
            .PartIfAny("desktop", "What a desktop on a card that is planned empty would take; missing where it doesn't matter or is known.", b => b.Desktop, new ObjectShape<DesktopMemory>()
                .Bytes("lowBytes", "The fewest bytes seen.", d => d.Low)
                .Bytes("highBytes", "The most bytes seen.", d => d.High)
                .Text("source", "Who measured it, and on what.", d => d.Source)
                .Word("kind", "What sort of knowledge it is.", AnswerWords.Word, d => d.Kind))
            .PartIfAny("cheapest", "The change, or the two together, that brings the goal and gives up least; missing where none does.", b => b.Cheapest, effect)
            .PartIfAny("gentler", "Two changes together that give up less, where the cheapest gives up much; else missing.", b => b.Gentler, effect)
            .List("levers", "Changes that do something and leave the plan working, most useful first.", b => b.Effects, effect)
            .List("wouldNotFit", "Changes after which it would no longer fit.", b => b.TooMuch, effect)
            .Texts("noEffect", "Names of changes that do nothing here.", b => b.Idle.Select(l => l.Id))
            .List("refused", "Changes the engine refuses.", b => b.Refused, new ObjectShape<(Lever Lever, string Reason)>()
                .Text("id", "The change's name.", r => r.Lever.Id)
                .Text("reason", "The engine's reason.", r => r.Reason));

    private static ObjectShape<LeverEffect> Effect() =>
        new ObjectShape<LeverEffect>("effect")
            .List("changes", "The changes made.", e => e.Levers, new ObjectShape<Lever>()
                .Text("id", "The change's name, such as kv-q8_0.", l => l.Id)
                .Text("change", "What to do, in words.", l => l.Change)
                .Text("options", "The options that do it; empty where no option does.", l => l.Options)
                .Text("quality", "What it does to answers, in words.", l => l.Quality)
                .List("evidence", "What was measured of the quality afterwards.", l => l.Evidence, QualityJson.Shape)
                .Word("qualityLoss", "How much it gives up of the answers' quality.", AnswerWords.Word, l => l.QualityLoss)
                .Word("capacityLoss", "How much it gives up of context or of sequences served.", AnswerWords.Word, l => l.CapacityLoss))
            .List("devices", "What every memory gives back; negative where the change costs.", e => e.Savings, new ObjectShape<DeviceSaving>()
                .Text("name", "The device, or host.", s => s.Name)
                .Bytes("savedBytes", "Bytes fewer allocated.", s => s.Saved)
                .Bytes("headroomWonBytes", "Usable bytes won.", s => s.HeadroomWon))
            .Bytes("lackBytes", "Bytes still lacking for the goal.", e => e.LackAfter)
            .Flag("reachesGoal", "Whether the goal is reached.", e => e.Reaches)
            .Word("verdict", "Whether and how well it fits afterwards.", AnswerWords.Word, e => e.After.Verdict)
            .Word("speedLoss", "How much speed it gives up.", AnswerWords.Word, e => e.SpeedLoss)
            .When(e => e.TokensPerSecondWon is not null, fast => fast
                .Number("tokensPerSecondWon", "Tokens of an answer per second won, negative when lost; missing where a speed is unknown.", e => Math.Round(e.TokensPerSecondWon!.Value, Digits))
                .Part("throughput", "How fast it runs afterwards; missing where a speed is unknown.", e => e.After.Forecast!, ForecastJson.Shape));
}
