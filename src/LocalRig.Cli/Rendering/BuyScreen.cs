using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Advice.Jobs;
using LocalRig.Forecasting;
using LocalRig.Prices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a sum of money buys, best first.</summary>
internal static class BuyScreen
{
    private const int RoomForYields = 116;
    private const int RoomForContext = 76;
    private const int Shown = 12; // a screenful; --all shows the rest
    private const int InDetail = 3; // what fits a screen; --all shows the rest
    private const int NamesShown = 6;
    private const double Tens = 10;

    public static IRenderable Of(BuyAnswer answer, bool all, int width, bool why = false)
    {
        Notes notes = new(width, why);
        string money = answer.Exchange.Target.Format(answer.Budget);
        if (answer.Offers.IsEmpty)
        {
            return new Rows([new Markup($"[red]{money} buys nothing LocalRig knows a dated price of.[/]"), .. Rest(answer, all)]);
        }

        List<IRenderable> rows = [new Markup($"[bold]{money}[/] buys, strongest model{For(answer)} first ({Quantities.Tokens(answer.Context)} tokens of context):"), Text.Empty, Table(answer, all ? answer.Offers.Length : Shown, width)];
        if (!all && answer.Offers.Length > Shown)
        {
            rows.Add(Grey($"and {answer.Offers.Length - Shown} more: --all"));
        }

        rows.AddRange(StaleMeans(all ? answer.Offers : answer.Offers.Take(Shown), o => o.Cost));
        rows.AddRange([Text.Empty, .. Most(answer), .. Legend(answer, width).SelectMany(t => notes.Take(t)), .. notes.Rest()]);
        foreach (BuyOffer offer in all ? answer.Offers : [.. answer.Offers.Take(InDetail)])
        {
            rows.Add(Text.Empty);
            rows.AddRange(Detail(offer, answer.Yardstick, why));
        }

        rows.Add(Text.Empty);
        rows.AddRange(Rest(answer, all));
        return new Rows(rows);
    }

    /// <summary>One offer: what it runs, who should not buy it, where to look it up; with <c>--why</c> every price it was found at, and reasons.</summary>
    public static IEnumerable<IRenderable> Detail(BuyOffer offer, Yardstick yardstick, bool why)
    {
        yield return new Markup($"[bold]{Markup.Escape(offer.Rig.Name)}[/] {offer.Price}{Mark(offer.Cost)}{(offer.Surely ? "" : " [yellow](only at the low end of its range)[/]")}");
        if (!offer.Models.IsEmpty)
        {
            yield return Quantities.Indented("runs " + string.Join(", ", offer.Models.Select(Model)));
        }

        if (offer.Cost.NotIncluded.Length > 0)
        {
            yield return Quantities.Indented($"{offer.Cost.NotIncluded}{(offer.PowerSupplyWatts is double watts ? $" (about {watts:0} W)" : "")}");
        }

        foreach (IRenderable line in why ? Reasons(offer, yardstick) : NotFor(offer.Cautions))
        {
            yield return line;
        }

        yield return Quantities.Indented($"look it up: {offer.Link}");
    }

    /// <summary>The word behind a price that is too old to trust.</summary>
    public static string Mark(HardwareCost cost) => cost.Stale ? " [yellow]stale[/]" : "";

    /// <summary>What that word means, where a row has it.</summary>
    public static IEnumerable<IRenderable> StaleMeans<T>(IEnumerable<T> rows, Func<T, HardwareCost> cost) =>
        rows.Any(r => cost(r).Stale) ? [Grey("stale: every price seen is too old to trust (--stale-days); look it up before you decide")] : [];

    /// <summary>Who should not buy something, in one line.</summary>
    public static IEnumerable<IRenderable> NotFor(IReadOnlyCollection<Caution> cautions) =>
        cautions.Count == 0 ? [] : [Quantities.Indented($"not for those {string.Join("; ", cautions.Select(c => c.Who))}")];

    /// <summary>Prices of a part that count, newest first, and how many there are besides.</summary>
    public static IEnumerable<IRenderable> Claims(HardwarePart part)
    {
        foreach (DatedClaim claim in part.Price?.Claims ?? [])
        {
            yield return Quantities.Indented($"{HardwareWords.Word(claim.Claim.Condition)} {claim.Claim.Range}{(claim.Claim.Product.Length > 0 ? " " + claim.Claim.Product : "")}, {claim.Claim.By.Date}{(claim.Stale ? " (stale)" : "")}, {claim.Claim.By.Source}");
        }

        int older = part.Prices.Claims.Length - (part.Price?.Claims.Length ?? 0);
        if (older > 0)
        {
            yield return Quantities.Indented($"{older} older or other claim{(older > 1 ? "s" : "")} beside: see --json");
        }
    }

    private static IEnumerable<IRenderable> Reasons(BuyOffer offer, Yardstick yardstick)
    {
        if (offer.Yield is Yield yield)
        {
            yield return Quantities.Indented($"{Rates(yield.Decode)} tok/s with {yardstick.Model.Id} {yardstick.Quant}: {Pair(yield.PerThousand, "0.#")} per {offer.Price.Currency.Format(1000)}, {Pair(yield.PerWatt, "0.00")} per watt");
        }

        yield return Quantities.Indented($"power: {(offer.Power is PowerDraw power ? $"{Watts(power)}, {power.Because}" : "unknown")}");
        foreach (Caution caution in offer.Cautions)
        {
            yield return Quantities.Indented($"not for those {caution.Who}: {caution.Because}");
        }

        foreach (IRenderable claim in offer.Cost.Parts.SelectMany(Claims))
        {
            yield return claim;
        }
    }

    /// <summary>A model with its speed and the context it leaves room for: <c>Qwen3.5-9B Q8_0 (36 tok/s, 128k context)</c>.</summary>
    public static string Model(SurveyLine line) =>
        $"{line.Model.Id} {line.Plan.Model.QuantName} ({Rates(line.Plan.Forecast?.Decode)} tok/s{(line.ComfortableContext > 0 ? $", {Quantities.Found(line.ComfortableContext)} context" : "")})";

    /// <summary>Low to high tokens per second.</summary>
    public static string Rates(RateForecast? rate) => rate is RateForecast known ? $"{Number(known.Low)}–{Number(known.High)}" : "?";

    private static Table Table(BuyAnswer answer, int rows, int width)
    {
        bool context = width >= RoomForContext;
        bool yields = width >= RoomForYields;
        string[] contextTitle = context ? [">context"] : [];
        string[] yieldTitles = yields ? [$">per {answer.Exchange.Target.Format(1000)}", ">per watt"] : [];
        Table table = Quantities.PlainTable(["rig", "price", "strongest model", .. contextTitle, ">tok/s", .. yieldTitles]);
        table.Columns[0].NoWrap();
        foreach (BuyOffer offer in answer.Offers.Take(rows))
        {
            SurveyLine? best = offer.Models.IsEmpty ? null : offer.Models[0];
            string[] room = context ? [best is { ComfortableContext: > 0 } ? Quantities.Found(best.ComfortableContext) : "-"] : [];
            string[] yield = yields ? [Pair(offer.Yield?.PerThousand, "0.#"), Pair(offer.Yield?.PerWatt, "0.00") + (offer.Power?.Basis == PowerBasis.DataSheet ? "*" : " ")] : [];
            table.AddRow(
            [
                Markup.Escape(offer.Rig.Name), $"{(offer.Surely ? "" : "from ")}{offer.Price}{Mark(offer.Cost)}",
                best is null ? "none at reading speed" : $"{Markup.Escape(best.Model.Id)} {best.Plan.Model.QuantName}", .. room, Rates(best?.Plan.Forecast?.Decode), .. yield,
            ]);
        }

        return table;
    }

    /// <summary>Which offers give most speed for money and for power: the greatest low ends of the ranges.</summary>
    private static IEnumerable<IRenderable> Most(BuyAnswer answer)
    {
        BuyOffer[] measured = [.. answer.Offers.Where(o => o.Yield?.PerThousand is not null)];
        if (measured.Length < 2)
        {
            yield break;
        }

        BuyOffer money = measured.MaxBy(o => o.Yield!.PerThousand!.Value.Low)!;
        string words = $"Most speed for the money: {money.Rig.Name}{(money.Cost.Stale ? " at a stale price" : "")}, {Pair(money.Yield!.PerThousand, "0.#")} tok/s per {answer.Exchange.Target.Format(1000)}";
        BuyOffer? power = measured.Where(o => o.Power?.Basis == PowerBasis.Wall).MaxBy(o => o.Yield!.PerWatt!.Value.Low);
        words += power is null ? "." : $"; for power read at the wall: {power.Rig.Name}, {Pair(power.Yield!.PerWatt, "0.00")} per watt.";
        yield return new Text($"{words} (All with {answer.Yardstick.Model.Id} {answer.Yardstick.Quant}.)");
        yield return Text.Empty;
    }

    private static IEnumerable<string> Legend(BuyAnswer answer, int width)
    {
        yield return $"Strongest: by independent tests, else by size and age, of what fits and answers at {answer.Job.Enough:0.#} tokens/s or more{(answer.Job.Reading > 0 ? $" and reads {answer.Job.Reading:0}" : "")}. tok/s: four in five measured values lie in the range.";
        if (width >= RoomForYields)
        {
            yield return $"Per {answer.Exchange.Target.Format(1000)} and per watt: tok/s of {answer.Yardstick.Model.Id} {answer.Yardstick.Quant}, the same everywhere; * watts by the data sheet of the cards alone, else read at the wall.";
        }

        yield return $"A PC around cards is assumed to have {answer.AssumedHostGiB:0.#} GiB of main memory (--ram) and is not in the price.";
    }

    private static IEnumerable<IRenderable> Rest(BuyAnswer answer, bool all)
    {
        if (answer.Beyond is (string rig, PriceRange price))
        {
            yield return Grey($"The next thing up is {rig} at {price}.");
        }

        if (!answer.OtherCurrencies.IsEmpty)
        {
            int more = all ? 0 : answer.OtherCurrencies.Length - NamesShown;
            string names = string.Join(", ", answer.OtherCurrencies.Take(all ? answer.OtherCurrencies.Length : NamesShown));
            yield return Grey($"Priced in other currencies only (give --rate; `localrig prices` shows them): {names}{(more > 0 ? $" and {more} more" : "")}.");
        }

        if (!answer.Unpriced.IsEmpty)
        {
            string names = string.Join(", ", answer.Unpriced.Take(all ? answer.Unpriced.Length : NamesShown).Select(c => $"{c.Claim.Device} {c.Claim.Range} in {c.Claim.By.Date.First.Year}"));
            yield return Grey($"Today's price is unknown of {answer.Unpriced.Length} cards that cost no more than that on their first day: {names}{(all ? "" : ", …")}. Look them up: {answer.Search.For("NAME")}");
        }

        if (answer.Exchange.InWords.Length > 0)
        {
            yield return Grey(answer.Exchange.InWords);
        }
    }

    private static string For(BuyAnswer answer) => answer.Job == Job.General ? "" : $" for {answer.Job.Words.Split(':')[0]}";

    private static string Watts(PowerDraw power) => power.LowWatts == power.HighWatts ? $"{power.HighWatts:0} W" : $"{power.LowWatts:0}–{power.HighWatts:0} W";

    private static string Pair((double Low, double High)? pair, string format)
    {
        if (pair is not (double low, double high))
        {
            return "?";
        }

        string least = low.ToString(format);
        string most = high.ToString(format);
        return least == most ? most : $"{least}–{most}";
    }

    private static string Number(double value) => value >= Tens ? $"{value:0}" : $"{value:0.0}";

    private static Markup Grey(string text) => new($"[grey]{Markup.Escape(text)}[/]");
}
