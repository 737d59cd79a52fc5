using LocalRig.Cli.Faces;
using LocalRig.Answers;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Prices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A model on a rig against the same model bought by the token.</summary>
internal static class CloudScreen
{
    /// <summary>Shows what each side costs.</summary>
    public static void Show(Showing<CloudReply> showing) =>
        showing.Terminal.Draw(showing.Answer switch
        {
            RigAndCloud both => Of(both.Answer, showing.Terminal.Width, showing.Choices.Has(Notes.Option.Name)),
            CloudAlone alone => Of(alone.Answer),
            _ => throw new NotSupportedException($"No screen for {showing.Answer}."),
        });

    private const int RoomForPrices = 90;
    private const int RoomForDates = 76;
    private const double DaysPerMonth = 365.25 / 12;
    private const double Percent = 100;
    private const double Tens = 10;

    public static IRenderable Of(CloudAnswer answer, int width, bool why)
    {
        Notes notes = new(width, why);
        DailyTokens tokens = answer.Tokens;
        string cached = tokens.CachedShare > 0 ? $", {tokens.CachedShare * Percent:0.#} % of it cached" : "";
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(answer.Plan.Model.Id)} {Markup.Escape(answer.Plan.Model.QuantName)}[/] on {Markup.Escape(answer.Plan.Rig.Name)}: {Count(tokens.Total)} tokens a day, {Count(tokens.Read)} read{cached}, {Count(tokens.Written)} written"),
            Text.Empty,
            .. answer.Offers.Select(o => Verdict(answer, o)),
            Text.Empty,
            Local(answer),
            Text.Empty,
            Offers(answer, width),
            Text.Empty,
            .. answer.Notes.SelectMany(n => notes.Take(n, style: "yellow")),
            .. Origins(answer).SelectMany(o => notes.Take(o)),
            .. notes.Rest(),
        ];
        return new Rows(rows);
    }

    /// <summary>Where every figure comes from.</summary>
    private static IEnumerable<string> Origins(CloudAnswer answer) =>
    [
        $"Speed: {answer.Local.SpeedBecause}.",
        $"Power: {answer.Local.Power.Because}.",
        $"Hardware: {answer.HardwareBecause}.",
        $"Electricity: {answer.ElectricityBecause}.",
        .. answer.Offers.Select(o => $"{o.Against.Name}: {Origin(o)}."),
        .. answer.RentPerDay is null ? Array.Empty<string>() : [$"Rent: {answer.RentBecause}."],
        .. answer.Exchange.InWords.Length > 0 ? [$"Exchange: {answer.Exchange.InWords}"] : Array.Empty<string>(),
    ];

    /// <summary>The answer for a rig that can't hold the model.</summary>
    public static IRenderable Of(CloudOnly answer) =>
        new Rows(
        [
            new Markup($"[red]{Markup.Escape(answer.Sentence)}[/]"),
            .. answer.Offers.Select(o => Source(o.Name, $"{CloudVerdict.Money(answer.Currency, Span.Of(o.PerDay(answer.Tokens)))} a day, {o.Price.By.Date}{(o.Stale ? " (stale)" : "")}, {o.Price.By.Source}")),
        ]);

    private static Markup Verdict(CloudAnswer answer, BreakEven offer)
    {
        string colour = offer.Outcome switch { Outcome.Local => "green", Outcome.Open or Outcome.Unknown => "yellow", _ => "red" };
        return new Markup($"[{colour}]{Markup.Escape(CloudVerdict.Sentence(answer, offer))}[/]");
    }

    private static Grid Local(CloudAnswer answer)
    {
        LocalSide local = answer.Local;
        Span busy = local.BusyHours(answer.Tokens);
        string idle = local.Power.IdleWatts is double watts ? $"{watts:0} W" : "? W";
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        grid.AddRow("writes", $"{Numbers(local.Decode)} tokens/s; reads {Numbers(local.Prefill)} tokens/s");
        grid.AddRow("works", $"{Numbers(busy)} h a day at {Watts(local.Power)}; {(local.HoursOn > 0 ? $"on for {local.HoursOn:0.#} h, idle {idle}" : "off or at work for others the rest of the day")}");
        grid.AddRow("power", $"{Numbers(local.KilowattHours(answer.Tokens))} kWh a day, {CloudVerdict.Money(answer, answer.PowerPerDay)} a day, {CloudVerdict.Money(answer, answer.PowerPerDay * DaysPerMonth)} a month");
        grid.AddRow("per million", $"{CloudVerdict.Money(answer, local.EnergyPerMillion(answer.PerKilowattHour, local.Decode))} of power for tokens written, {CloudVerdict.Money(answer, local.EnergyPerMillion(answer.PerKilowattHour, local.Prefill))} for tokens read");
        grid.AddRow("hardware", answer.Owned ? "yours already" : answer.Hardware is Span price ? CloudVerdict.Money(answer, price) : "price unknown");
        if (answer.RentPerDay is Span rent)
        {
            grid.AddRow("or rented", $"{CloudVerdict.Money(answer, rent)} a day by the hour, without power or hardware");
        }

        return grid;
    }

    private static Table Offers(CloudAnswer answer, int width)
    {
        bool prices = width >= RoomForPrices;
        bool seen = width >= RoomForDates;
        string[] priceTitles = prices ? [">in", ">out", ">cached"] : [];
        string[] seenTitle = seen ? ["seen"] : [];
        Table table = Quantities.PlainTable(["API", .. priceTitles, ">a day", ">saved a day", "pays off after", .. seenTitle]);
        foreach (BreakEven offer in answer.Offers)
        {
            ApiPrice price = offer.Against.Price;
            string[] cells = prices ? [price.Currency.FormatSmall(price.Input), price.Currency.FormatSmall(price.Output), price.CacheRead is decimal c ? price.Currency.FormatSmall(c) : "-"] : [];
            string[] date = seen ? [Seen(offer.Against)] : [];
            table.AddRow([Markup.Escape(offer.Against.Name), .. cells, CloudVerdict.Money(answer, Span.Of(offer.ApiPerDay)), CloudVerdict.Money(answer, offer.SavedPerDay), PaysOff(answer, offer), .. date]);
        }

        return table;
    }

    private static string PaysOff(CloudAnswer answer, BreakEven offer) =>
        answer.Hardware is { High: 0 } ? offer.Outcome switch { Outcome.Local => "at once", Outcome.Never => "never", _ => "perhaps" }
        : offer.Days is Span days ? CloudVerdict.Time(days)
        : "?";

    private static string Seen(ApiSide side) => side.AgeDays == 0 ? side.Price.By.Date.Text : $"≤ {side.AgeDays} days ago{(side.Stale ? ", [yellow]stale[/]" : "")}";

    private static string Origin(BreakEven offer)
    {
        Attribution by = offer.Against.Price.By;
        return $"{by.Date}{(offer.Against.Stale ? " (stale)" : "")}, {by.Source}{(by.Note.Length > 0 ? ", " + by.Note : "")}";
    }

    private static IRenderable Source(string what, string because) => Quantities.Indented($"{what}: {because}", "grey");

    private static string Watts(PowerDraw power) => power.LowWatts == power.HighWatts ? $"{power.HighWatts:0} W" : $"{power.LowWatts:0}–{power.HighWatts:0} W";

    private static string Numbers(Span span)
    {
        string low = Number(span.Low);
        string high = Number(span.High);
        return low == high ? low : $"{low}–{high}";
    }

    private static string Number(double value) => value >= Percent ? $"{value:#,0}" : value >= Tens ? $"{value:0.#}" : $"{value:0.##}";

    private static string Count(double tokens) => tokens >= 1e9 ? $"{tokens / 1e9:0.##} billion" : tokens >= 1e6 ? $"{tokens / 1e6:0.##} million" : $"{tokens:#,0}";
}
