using LocalRig.Cli.Faces;
using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a machine is and what it runs, best first.</summary>
internal static class HomeScreen
{
    /// <summary>Shows a survey, and what to type next.</summary>
    public static void Show(Showing<SurveyAnswer> showing)
    {
        showing.Terminal.Draw(Of(showing.Answer.Match, showing.Choices.Has("--all"), showing.Terminal.Width, showing.Choices.Has(Notes.Option.Name)));
        showing.Terminal.Output.WriteLine(VisibleText.Of(Commands(showing.Answer.Runs, showing.Value("rig"))));
    }

    private const int Shown = 12; // a screenful; --all shows the rest
    private const int RoomForVerdicts = 76;
    private const int RoomForParameters = 90;
    private const int RoomForCaches = 108;

    public static IRenderable Of(HardwareMatch match, bool all, int width, bool why)
    {
        Notes notes = new(width, why);
        (Rig rig, ImmutableArray<SurveyLine> lines) = (match.Rig, match.Lines);
        List<IRenderable> rows = [.. Machine(rig), .. HostNote.Of(rig), Text.Empty];
        if (lines.IsEmpty)
        {
            rows.Add(new Markup("[red]None of the catalogue's models fits.[/]"));
            return new Rows(rows);
        }

        SurveyLine best = lines[0];
        rows.Add(new Markup($"Best pick: [bold]{Markup.Escape(best.Model.Id)}[/] in {best.Plan.Model.QuantName}, up to {Context(best)} tokens of context, {(best.Plan.Forecast is null ? "at a speed that isn't known (the card's bandwidth isn't)" : $"about {Speed(best)} tokens/s")}."));
        rows.AddRange(notes.Take(match.IsClose ? match.Why : "", indent: 2, style: ""));
        rows.AddRange(notes.Rest(2));

        rows.AddRange(OfferLines.Of(match.Offers));
        rows.Add(Text.Empty);
        rows.Add(Table(all ? lines : [.. lines.Take(Shown)], width));
        if (!all && lines.Length > Shown)
        {
            rows.Add(new Markup($"[grey]and {lines.Length - Shown} more: localrig --all[/]"));
        }

        return new Rows(rows);
    }

    /// <summary>What to type next.</summary>
    public static string Commands(ImmutableArray<SurveyLine> lines, string? rig) =>
        lines.IsEmpty ? "" : $"\n$ localrig plan {lines[0].Model.Id} --quant {lines[0].Plan.Model.QuantName}{(rig is null ? "" : $" --rig \"{rig}\"")}";

    private static IEnumerable<IRenderable> Machine(Rig rig)
    {
        yield return new Markup($"[bold]{Markup.Escape(rig.Name)}[/]");
        foreach (Device device in rig.Devices)
        {
            string rate = device.Bandwidth is Bandwidth known ? $", {known}" : "";
            yield return new Text($"  {device.Name}  {device.Model ?? device.CatalogId ?? device.Backend.Word()}, {device.Memory}{rate}");
        }

        string usable = rig.Host.Usable is ByteSize free ? $", {free} of it usable now" : "";
        string hostRate = rig.Host.Bandwidth is Bandwidth bandwidth ? $", {bandwidth}" : "";
        yield return new Text($"  main memory  {rig.Host.Memory}{usable}{hostRate}");
    }

    private static Table Table(IEnumerable<SurveyLine> lines, int width)
    {
        bool parametersToo = width >= RoomForParameters;
        bool verdictsToo = width >= RoomForVerdicts;
        string[] parameterTitle = parametersToo ? [">parameters"] : [];
        string[] verdictTitle = verdictsToo ? ["verdict"] : [];
        TensorType[] caches = width >= RoomForCaches ? [.. Survey.CacheTypes] : [];
        Table table = Quantities.PlainTable(["model", "quant", .. parameterTitle, ">memory", ">context", .. caches.Select(c => $">{c.Name()} KV"), ">tok/s", .. verdictTitle]);
        foreach (SurveyLine line in lines)
        {
            string[] parameters = parametersToo ? [Quantities.Parameters(line.Model.ParameterCount)] : [];
            string[] verdict = verdictsToo ? [Verdict(line.Plan.Verdict)] : [];
            table.AddRow(
            [
                Markup.Escape(line.Model.Id), line.Plan.Model.QuantName, .. parameters, line.Plan.Total.ToString(), Context(line), .. caches.Select(c => With(line, c)), Speed(line), .. verdict,
            ]);
        }

        return table;
    }

    private static string Context(SurveyLine line) => line.ComfortableContext > 0 ? Quantities.Found(line.ComfortableContext) : "-";

    private static string With(SurveyLine line, TensorType cache) =>
        line.OtherCaches.FirstOrDefault(c => c.Type == cache) is { } other ? Quantities.Found(other.Context) : "-";

    private static string Speed(SurveyLine line) => line.Plan.Forecast is { } forecast ? $"{forecast.Decode.TokensPerSecond:0.0}" : "?";

    private static string Verdict(Verdict verdict) =>
        verdict switch
        {
            Planning.Verdict.Comfortable => "[green]comfortable[/]",
            Planning.Verdict.DoesNotFit => "[red]does not fit[/]",
            _ => $"[yellow]{verdict.Word()}[/]",
        };
}
