using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;
using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What can be made of a rig one has.</summary>
internal static class UpgradeScreen
{
    private const int InDetail = 3; // what fits a screen; --all shows the rest
    private const int Shown = 10;
    private const int UnpricedShown = 5;
    private const int RoomForSpeed = 76;

    public static IRenderable Of(UpgradeAnswer answer, bool all, int width, bool why = false)
    {
        List<IRenderable> rows = [.. Now(answer), Text.Empty];
        if (answer.Steps.IsEmpty)
        {
            string money = answer.Question.Budget is decimal budget ? $" for {answer.Question.Exchange.Target.Format(budget)}" : "";
            rows.Add(new Markup($"[yellow]Nothing with a known price gains anything{money}.[/]"));
        }
        else
        {
            UpgradeStep[] steps = [.. answer.Steps.Take(all ? answer.Steps.Length : Shown)];
            rows.Add(Table(steps, width));
            if (steps.Length < answer.Steps.Length)
            {
                rows.Add(Grey($"and {answer.Steps.Length - steps.Length} more: --all"));
            }

            rows.AddRange(BuyScreen.StaleMeans(steps, s => s.Cost));
            foreach (UpgradeStep step in all ? steps : steps.Take(InDetail))
            {
                rows.Add(Text.Empty);
                rows.AddRange(Detail(step, why));
            }
        }

        rows.Add(Text.Empty);
        Notes notes = new(width, why);
        rows.AddRange(Rest(answer, all).SelectMany(t => notes.Take(t)));
        rows.AddRange(notes.Rest());
        return new Rows(rows);
    }

    private static IEnumerable<IRenderable> Now(UpgradeAnswer answer)
    {
        Host host = answer.From.Host;
        yield return new Markup($"[bold]{Markup.Escape(answer.From.Name)}[/] with {host.Memory} of main memory");
        yield return new Text(answer.Now.IsEmpty
            ? "now: no model of the catalogue runs comfortably at reading speed"
            : "now: " + string.Join(", ", answer.Now.Select(BuyScreen.Model)));
        if (answer.ShortTerm is Caution brief)
        {
            yield return new Markup($"[yellow]{Markup.Escape(brief.Because)}[/]");
        }
        else if (answer.Next is NextModel next)
        {
            yield return new Text($"next stronger: {next.Model.Id} {next.Quant}, which takes {next.Needs} on devices to be comfortable");
        }
    }

    private static Table Table(IEnumerable<UpgradeStep> steps, int width)
    {
        bool speed = width >= RoomForSpeed;
        string[] speedTitle = speed ? [">tok/s"] : [];
        Table table = Quantities.PlainTable(["step", "price", "newly runs", .. speedTitle]);
        foreach (UpgradeStep step in steps)
        {
            SurveyLine? best = step.Newly.IsEmpty ? step.Faster?.Then : step.Newly[0];
            string what = best is null ? "" : $"{best.Model.Id} {best.Plan.Model.QuantName}{(step.Newly.IsEmpty ? ", faster" : "")}{(step.Kind == StepKind.MoreMemory ? ", partly in it" : "")}";
            string[] rate = speed ? [BuyScreen.Rates(best?.Plan.Forecast?.Decode)] : [];
            table.AddRow([Markup.Escape(step.Name), $"{step.Cost.Total}{BuyScreen.Mark(step.Cost)}", Markup.Escape(what), .. rate]);
        }

        return table;
    }

    private static IEnumerable<IRenderable> Detail(UpgradeStep step, bool why)
    {
        yield return new Markup($"[bold]{Markup.Escape(step.Name)}[/] {step.Cost.Total}{BuyScreen.Mark(step.Cost)}");
        if (!step.Newly.IsEmpty)
        {
            yield return Quantities.Indented("newly runs " + string.Join(", ", step.Newly.Select(BuyScreen.Model)));
        }

        if (step.Faster is Faster faster)
        {
            yield return Quantities.Indented($"faster: {faster.Now.Model.Id} from {BuyScreen.Rates(faster.Now.Plan.Forecast?.Decode)} ({faster.Now.Plan.Model.QuantName}) to {BuyScreen.Rates(faster.Then.Plan.Forecast?.Decode)} tok/s ({faster.Then.Plan.Model.QuantName})");
        }

        if (step.Cost.NotIncluded.Length > 0)
        {
            yield return Quantities.Indented($"not included: {step.Cost.NotIncluded}{(step.PowerSupplyWatts is double watts ? $" (about {watts:0} W)" : "")}");
        }

        foreach (IRenderable line in why
            ? step.Cautions.Select(c => Quantities.Indented($"not for those {c.Who}: {c.Because}")).Concat(step.Cost.Parts.SelectMany(BuyScreen.Claims))
            : BuyScreen.NotFor(step.Cautions))
        {
            yield return line;
        }

        yield return Quantities.Indented($"look it up: {step.Link}");
    }

    private static IEnumerable<string> Rest(UpgradeAnswer answer, bool all)
    {
        if (answer.MayBring is PriceSpan used)
        {
            yield return $"The present card may bring {used.Range} ({HardwareWords.Seen(used)}); that is not taken off.";
        }

        foreach (UpgradeStep step in answer.Unpriced.Take(all ? answer.Unpriced.Length : UnpricedShown))
        {
            Currency currency = answer.Question.Exchange.Target;
            string elsewhere = step.Cost.Elsewhere(currency);
            string asked = elsewhere.Length > 0 ? $"{elsewhere}, no price in {currency} (--rate)" : "price unknown";
            yield return $"{step.Name}: {asked}; {(step.Newly.IsEmpty ? "faster" : $"would newly run {BuyScreen.Model(step.Newly[0])}")}. Look it up: {step.Link}";
        }

        if (!all && answer.Unpriced.Length > UnpricedShown)
        {
            yield return $"and {answer.Unpriced.Length - UnpricedShown} more without a price in {answer.Question.Exchange.Target}: --all";
        }

        if (answer.Pointless > 0)
        {
            yield return $"{answer.Pointless} other step{(answer.Pointless == 1 ? "" : "s")} within reach: nothing stronger and nothing surely faster.";
        }

        if (answer.Beyond is (string name, PriceRange price))
        {
            yield return $"The next step up is {name} at {price}.";
        }

        yield return "Newly runs: fits, is fast enough (at reading speed where part lies in main memory) and is stronger, by independent tests or else by size and age, than what runs now.";
    }

    private static Markup Grey(string text) => new($"[grey]{Markup.Escape(text)}[/]");
}
