using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;

namespace LocalRig.Contract;

/// <summary>Writes what can be made of a rig as JSON.</summary>
public static class UpgradeWriter
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, UpgradeAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("from", answer.From.Name);
        json.WriteNumber("hostMemoryBytes", answer.From.Host.Memory.Bytes);
        if (answer.Question.Budget is decimal budget)
        {
            json.WriteNumber("budget", budget);
        }

        json.WriteString("currency", answer.Question.Exchange.Target.Code);
        BuyWriter.Models(json, "now", answer.Now);
        if (answer.Next is NextModel next)
        {
            json.WriteStartObject("next");
            json.WriteString("model", next.Model.Id);
            json.WriteString("quantization", next.Quant);
            json.WriteNumber("needsBytes", next.Needs.Bytes);
            json.WriteEndObject();
        }

        json.WriteString("shortTerm", answer.ShortTerm?.Because ?? "");
        BuyWriter.Range(json, "mayBring", answer.MayBring?.Range);
        Steps(json, "steps", answer.Steps, answer.Question.Exchange.Target);
        Steps(json, "unpriced", answer.Unpriced, answer.Question.Exchange.Target);
        json.WriteNumber("pointless", answer.Pointless);
        if (answer.Beyond is (string step, PriceRange price))
        {
            json.WriteStartObject("beyond");
            json.WriteString("step", step);
            BuyWriter.Range(json, "price", price);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The word for a kind of step.</summary>
    public static string Word(StepKind kind) =>
        kind switch { StepKind.AddCard => "add-card", StepKind.ReplaceCards => "replace-cards", StepKind.NewMachine => "new-machine", _ => "more-memory" };

    private static void Steps(Utf8JsonWriter json, string name, ImmutableArray<UpgradeStep> steps, Currency currency)
    {
        json.WriteObjects(name, steps, step =>
        {
            json.WriteString("step", step.Name);
            json.WriteString("kind", Word(step.Kind));
            json.WriteString("rig", step.Rig.Name);
            BuyWriter.Range(json, "price", step.Cost.Total);
            json.WriteString("priceElsewhere", step.Cost.Elsewhere(currency));
            json.WriteBoolean("stale", step.Cost.Stale);
            json.WriteString("priceBecause", HardwareWords.Because(step.Cost));
            json.WriteString("notIncluded", step.Cost.NotIncluded);
            BuyWriter.Models(json, "newly", step.Newly);
            if (step.Faster is Faster faster)
            {
                BuyWriter.Models(json, "faster", [faster.Now, faster.Then]);
            }

            json.WriteTexts("notFor", step.Cautions.Select(c => $"{c.Who}: {c.Because}"));
            json.WriteString("link", step.Link);
        });
    }
}
