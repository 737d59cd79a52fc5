using LocalRig.Contract;
using LocalRig.Cli.Faces;
using LocalRig.Advice;
using LocalRig.Advice.Starting;
using LocalRig.Planning;
using LocalRig.Runtimes;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>One pick in plain words: what, why, and the commands.</summary>
internal static class StartScreen
{
    /// <summary>Shows a pick, and what to type next.</summary>
    public static void Show(Showing<StartPick> showing)
    {
        showing.Terminal.Draw(Of(showing.Answer, new Notes(showing.Terminal.Width, showing.Choices.Has(Notes.Option.Name))));
        showing.Terminal.Output.Write(VisibleText.Of(Commands(showing.Answer)));
    }

    public static IRenderable Of(StartPick pick, Notes notes)
    {
        if (pick.Line is not SurveyLine line)
        {
            return new Rows(
                new Markup($"[red]Nothing of the catalogue runs on {Markup.Escape(pick.Rig.Name)} with {Markup.Escape(pick.Question.Words)}.[/]"),
                new Text("Ask for less (--for chat), or see what it would take: localrig needs Qwen3.5-4B."));
        }

        // Where weights are: beside a card that holds everything, main memory hardly counts.
        List<DevicePlan> places = [.. line.Plan.Devices.Where(d => d.IsUsed && (line.Plan.Spills || pick.Rig.Devices.IsEmpty || d != line.Plan.Host))];
        ByteSize room = new(places.Sum(d => d.Usable.Bytes));
        ByteSize taken = new(places.Sum(d => d.Total.Bytes));
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(line.Model.Id)}[/] in {Markup.Escape(line.Plan.Model.QuantName)} on {Markup.Escape(pick.Rig.Name)}"),
            new Text($"Reckoned with {pick.Question.Words}."),
            Text.Empty,
            new Text($"It takes {taken} of {room}{Free(line)}."),
        ];
        if (line.Plan.Forecast is { } forecast)
        {
            rows.Add(new Text($"It answers with about {forecast.Decode.TokensPerSecond:0} tokens/s (four in five measured values lie between {forecast.Decode.Low:0} and {forecast.Decode.High:0}); a token is about three quarters of a word."));
        }

        rows.Add(Text.Empty);
        rows.AddRange(pick.Because.SelectMany(reason => notes.Take(reason, style: "")));
        rows.AddRange(notes.Rest());
        rows.AddRange(OfferLines.Of(pick.Offers));
        return new Rows(rows);
    }

    /// <summary>What to type next.</summary>
    public static string Commands(StartPick pick) =>
        pick.Line is not SurveyLine line ? "" : $"""

            $ localrig plan {line.Model.Id} --quant {line.Plan.Model.QuantName} -c {line.Plan.Question.Workload.Context}{Rig(pick)}
            $ {LlamaServerCommand.Line(line.Plan)}

            """;

    private static string Rig(StartPick pick) => pick.Rig.Name == "this machine" ? "" : $" --rig \"{pick.Rig.Name}\"";

    private static string Free(SurveyLine line) => line.ComfortableContext > line.Plan.Effective.Context ? $", and has room for {line.ComfortableContext:N0} tokens" : "";
}
