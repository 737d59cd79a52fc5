using System.CommandLine;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Site;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig site</c>: all answers many people look for as plain pages for any web server.</summary>
internal static class SiteCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "site";

    /// <summary>What it does.</summary>
    public const string Sentence = "Write a web site of plain files: a page for every model, device, family and tier of memory.";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new(Name, Sentence);
        Argument<string?> output = new("OUT") { Description = "the folder to write into: new, empty, or an earlier site", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> address = new("--base-url") { Description = "where the site will be found, for canonical links and the site map: https://example.org/guide/", HelpName = "URL" };
        Option<string?> page = new("--page") { Description = "the folder of the built interactive page, to be copied to app/ and linked", HelpName = "DIR" };
        Option<string?> today = new("--today") { Description = "the day that ages of prices are counted to (today)", HelpName = "YYYY-MM-DD" };
        command.Add(output);
        foreach (Option option in (Option[])[address, page, today])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            SiteOptions options = new() { Output = parsed.GetValue(output) ?? throw Missing(), BaseUrl = Address(parsed.GetValue(address)), Page = parsed.GetValue(page) };
            Desk desk = parsed.GetValue(today) is string day ? On(surroundings.Desk, Day(day)) : surroundings.Desk;
            SiteReport report = await SiteBuilder.BuildAsync(desk, options, cancellation);
            await surroundings.Terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{options.Output}: {report.Pages:N0} pages, {report.Files:N0} files, {report.Bytes / 1e6:0.0} MB"));
            return 0;
        });
        return command;
    }

    private static RequestException Missing() => new(new Problem(ErrorCode.Usage, "No folder given to write the site into.", "Name one: localrig site site/.", "OUT"));

    private static Uri? Address(string? text) =>
        text is null ? null
        : Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && address.Query.Length == 0 && address.Fragment.Length == 0 ? address
        : throw new RequestException(new Problem(ErrorCode.Usage, $"'{text}' is no address a site can have.", "Write it as https://example.org/guide/.", "--base-url"));

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw new RequestException(new Problem(ErrorCode.Usage, $"'{text}' is no day.", "Write it as 2026-11-30.", "--today"));

    /// <summary>The same desk on another day.</summary>
    private static Desk On(Desk desk, DateOnly day) =>
        new() { Catalogue = desk.Catalogue, Engines = desk.Engines, Prices = desk.Prices, Rankings = desk.Rankings, Quality = desk.Quality, Files = desk.Files, Machine = desk.Machine, Documents = desk.Documents, Limits = desk.Limits, Time = new FixedDay(day) };

    private sealed class FixedDay(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
