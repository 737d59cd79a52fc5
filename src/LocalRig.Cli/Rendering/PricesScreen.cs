using LocalRig.Advice;
using LocalRig.Answers;
using LocalRig.Prices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Known prices: of all devices in a table, of the ones asked for with every claim.</summary>
internal static class PricesScreen
{
    private const int RoomForClaims = 76;

    public static IRenderable Of(PricesAnswer answer, int width) =>
        answer.InDetail ? new Rows([.. Detail(answer), Text.Empty, Rule(answer)]) : new Rows(All(answer, width), Text.Empty, Rule(answer), Grey("`localrig prices DEVICE` shows every claim with its source."));

    private static Table All(PricesAnswer answer, int width)
    {
        bool wide = width >= RoomForClaims;
        Table table = wide ? Quantities.PlainTable("device", "price", ">claims", ">oldest") : Quantities.PlainTable("device", "price", ">oldest");
        foreach (PricedHardware priced in answer.Hardware)
        {
            string name = Name(priced);
            foreach (PriceSpan span in priced.Spans)
            {
                string[] cells = [name, $"{HardwareWords.Word(span.Condition)} {span.Range}", .. wide ? (string[])[$"{span.Claims.Length}"] : [], $"{span.AgeDays} d{(span.Stale ? ", stale" : "")}"];
                table.AddRow([.. cells.Select(c => new Text(c, span.Stale ? new Style(Color.Grey) : Style.Plain))]);
                name = "";
            }
        }

        return table;
    }

    private static IEnumerable<IRenderable> Detail(PricesAnswer answer)
    {
        if (answer.Hardware.IsEmpty && answer.Rental.IsEmpty && answer.Api.IsEmpty)
        {
            yield return new Text("Nobody LocalRig knows of claims a price of it.");
        }

        foreach (PricedHardware priced in answer.Hardware)
        {
            string ranges = string.Join("; ", priced.Spans.Select(s => $"{HardwareWords.Word(s.Condition)} {s.Range} ({HardwareWords.Seen(s)})"));
            yield return new Markup($"[bold]{Markup.Escape(Name(priced))}[/] {Markup.Escape(ranges.Length > 0 ? ranges : "no price of today is known")}");
            foreach (DatedClaim dated in priced.Prices.Claims)
            {
                PriceClaim claim = dated.Claim;
                bool counted = priced.Counts(dated);
                string why = counted ? "counted" : claim.Condition == SaleCondition.Launch ? "not counted: the first day's" : "not counted: stale";
                yield return Quantities.Indented(
                    $"{HardwareWords.Word(claim.Condition)} {claim.Range}{(claim.Product.Length > 0 ? " " + claim.Product : "")}, {Seen(claim.By, dated.AgeDays)}, {why}: {Source(claim.By)}", counted ? "" : "grey");
            }
        }

        foreach (DatedRental rent in answer.Rental)
        {
            yield return Quantities.Indented($"{rent.Price.Device} rented {rent.Price.PerHour} an hour, {Seen(rent.Price.By, rent.AgeDays)}{Stale(rent.Stale)}: {Source(rent.Price.By)}");
        }

        foreach (DatedApiPrice api in answer.Api)
        {
            ApiPrice price = api.Price;
            yield return Quantities.Indented(
                $"{price.Model} by {price.Provider}: {price.Currency.FormatSmall(price.Input)} read, {price.Currency.FormatSmall(price.Output)} written per million tokens, {Seen(price.By, api.AgeDays)}{Stale(api.Stale)}: {Source(price.By)}");
        }
    }

    private static string Name(PricedHardware priced) => priced.MemoryGiB is int size ? $"{priced.Name} {size} GB" : priced.Name;

    private static string Seen(Attribution by, int days) => $"{by.Date.Text.Replace("..", " to ", StringComparison.Ordinal)} ({days} days)";

    private static string Stale(bool stale) => stale ? ", stale" : "";

    private static string Source(Attribution by) => $"{by.Kind}, {by.Source}{(by.Note.Length > 0 ? $" ({by.Note})" : "")}";

    private static Markup Rule(PricesAnswer answer) =>
        Grey($"Claims older than {answer.Rule.HardwareDays} days are stale: they count only where there is no younger one, and the range says so. Nothing is averaged or converted.");

    private static Markup Grey(string text) => new($"[grey]{Markup.Escape(text)}[/]");
}
