using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What can be made of a rig one has.</summary>
public static class UpgradeJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<UpgradeAnswer> Shape { get; } = Answer();

    private static ObjectShape<UpgradeAnswer> Answer()
    {
        ObjectShape<(UpgradeStep Step, Currency Currency)> step = Step();
        return new ObjectShape<UpgradeAnswer>()
            .Text("from", "The machine as it is.", a => a.From.Name)
            .MachineNotes(a => a.From.Notes)
            .Bytes("hostMemoryBytes", "Bytes of main memory it has.", a => a.From.Host.Memory)
            .MoneyIfKnown("budget", "The money, in the answer's currency; missing where none was named.", a => a.Question.Budget)
            .Text("currency", "The code of the answer's currency, such as USD.", a => a.Question.Exchange.Target.Code)
            .Text("for", "What the models are for.", a => a.Question.Job.Name)
            .List("now", "The strongest models it runs now, best first.", a => a.Now, ModelLineJson.Shape)
            .PartIfAny("next", "The next stronger model it hasn't the memory for; missing where there is none.", a => a.Next, new ObjectShape<NextModel>()
                .Text("model", "The model's name.", n => n.Model.Id)
                .Text("quantization", "How its weights are stored.", n => n.Quant)
                .Bytes("needsBytes", "Bytes it takes to be comfortable.", n => n.Needs))
            .Text("shortTerm", "Why the machine is a short-term one; empty when it isn't.", a => a.ShortTerm?.Because ?? "")
            .PartOrNull("mayBring", "What the present cards may bring used; null where nobody claims a price.", a => a.MayBring?.Range, PriceJson.Shape)
            .List("steps", "Steps within the budget that gain something, best first.", a => Steps(a, a.Steps), step)
            .List("unpriced", "Steps that would gain something, but whose price isn't known.", a => Steps(a, a.Unpriced), step)
            .Integer("pointless", "How many steps within the budget gain nothing.", a => a.Pointless)
            .PartIfAny("beyond", "The cheapest step beyond the budget; missing where there is none.", a => a.Beyond, new ObjectShape<(string Step, PriceRange Price)>()
                .Text("step", "What is done.", b => b.Step)
                .Part("price", "What it costs.", b => b.Price, PriceJson.Shape));
    }

    private static IEnumerable<(UpgradeStep, Currency)> Steps(UpgradeAnswer answer, IEnumerable<UpgradeStep> steps) =>
        steps.Select(s => (s, answer.Question.Exchange.Target));

    private static ObjectShape<(UpgradeStep Step, Currency Currency)> Step() =>
        new ObjectShape<(UpgradeStep Step, Currency Currency)>("step")
            .Text("step", "What is done, in words.", s => s.Step.Name)
            .Word("kind", "What sort of change it is.", AnswerWords.Word, s => s.Step.Kind)
            .Text("rig", "The machine afterwards.", s => s.Step.Rig.Name)
            .PartOrNull("price", "What the new parts cost; null where unknown.", s => s.Step.Cost.Total, PriceJson.Shape)
            .Text("priceElsewhere", "What is claimed in currencies nobody gave a rate for, in words; empty when nothing is.", s => s.Step.Cost.Elsewhere(s.Currency))
            .Flag("stale", "Whether a price is too old to trust.", s => s.Step.Cost.Stale)
            .Text("priceBecause", "How the price is known, in words, with sources.", s => HardwareWords.Because(s.Step.Cost))
            .Text("notIncluded", "What the price leaves out, in words; empty for a whole machine.", s => s.Step.Cost.NotIncluded)
            .List("newly", "The strongest models it runs that the machine doesn't run now.", s => s.Step.Newly, ModelLineJson.Shape)
            .ListIfAny("faster", "The best model now and afterwards, where it becomes faster beyond doubt; else missing.", s => s.Step.Faster is { } f ? [f.Now, f.Then] : null, ModelLineJson.Shape)
            .Texts("notFor", "Who should not do it, and why.", s => s.Step.Cautions.Select(c => $"{c.Who}: {c.Because}"))
            .Text("link", "Where to look the new part up.", s => s.Step.Link);
}
