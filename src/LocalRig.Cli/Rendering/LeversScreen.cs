using LocalRig.Advice.Levers;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Levers as a table, the most useful first; columns that don't fit are left out, never squeezed.</summary>
internal static class LeversScreen
{
    private const int RoomForVerdicts = 76;
    private const int RoomForRanges = 70;
    private const int RoomForGains = 92;
    private const int RoomForPrompts = 130;
    private const int RoomForQuality = 110;

    /// <summary>The answer for a terminal of a width.</summary>
    public static IRenderable Of(LeverBoard board, int width, Notes notes)
    {
        MemoryPlan now = board.Now;
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape($"{now.Model.Id} {now.Model.QuantName}".TrimEnd())}[/] on {Markup.Escape(now.Rig.Name)}, {now.Effective.Context:N0} tokens of context{Speed(now)}"),
            new Markup($"[bold {Quantities.Colour(now.Verdict)}]{now.Verdict.Word().Replace('-', ' ')}[/]  {Markup.Escape(Lacks(board))}"),
            Text.Empty,
            new Markup($"[bold]{Markup.Escape(board.Conclusion)}[/]"),
            Text.Empty,
            Table(board, width),
            Text.Empty,
            .. notes.Take(HostNote.Words(now.Rig)),
            .. notes.Take(Legend(board)),
        ];
        if (width < RoomForQuality)
        {
            rows.AddRange(notes.Take("Effect on answers: see --json or a screen of 110 columns."));
        }
        else
        {
            if (board.Effects.Any(e => e.Levers[0].Quality.EndsWith(Lever.NotMeasured, StringComparison.Ordinal)))
            {
                rows.AddRange(notes.Take($"* {Lever.NotMeasured}."));
            }

            rows.AddRange(QualityLines.Texts(board.Effects.SelectMany(e => e.Levers[0].Evidence)).SelectMany(t => notes.Take(t, indent: 2)));
        }

        rows.AddRange(notes.Take(now.ExactnessReason, now.Exactness.Word().Replace('-', ' '), style: ""));
        rows.AddRange(Said(board).Concat(Without(board)).SelectMany(t => notes.Take(t)));
        rows.AddRange(notes.Rest());
        return new Rows(rows);
    }

    private static string Legend(LeverBoard board) =>
        "GiB left free in addition, from plans before and after"
        + (board.Now.Exactness == Exactness.Exact ? "" : ", both upper bounds")
        + (board.Goal == LeverGoal.OnDevices ? "; lacks: GiB missing to have everything on the devices" : "")
        + (board.Now.Forecast is null ? "." : "; tok/s of answers: forecast, four in five measured values lie in the range.");

    private static string Speed(MemoryPlan plan) => plan.Forecast is { } f ? $", {f.Decode.TokensPerSecond:0.0} tokens/s" : "";

    private static string Lacks(LeverBoard board) =>
        board.Goal switch
        {
            LeverGoal.Fit => $"It lacks {board.Lack}.",
            LeverGoal.OnDevices when board.Lack == ByteSize.Zero => $"Everything would fit on the devices, but with less than {board.Now.Margin} free.",
            LeverGoal.OnDevices => $"For everything on the devices it lacks {board.Lack}.",
            LeverGoal.Margin => $"{board.Lack} short of {board.Now.Margin} free everywhere.",
            _ => board.Now.Advice,
        };

    private static Table Table(LeverBoard board, int width)
    {
        List<Column> columns = [.. Columns(board).Where(c => width >= c.From)];
        Table table = Quantities.PlainTable([.. columns.Select(c => c.Title)]);
        foreach (LeverEffect effect in board.Effects)
        {
            table.AddRow([.. columns.Select(c => c.Cell(effect))]);
        }

        return table;
    }

    private static IEnumerable<Column> Columns(LeverBoard board)
    {
        MemoryPlan now = board.Now;
        bool devices = !now.Rig.Devices.IsEmpty;
        bool lacks = board.Goal == LeverGoal.OnDevices;
        yield return new Column(0, "change", Change);
        if (devices)
        {
            yield return new Column(0, now.Rig.Devices.Length == 1 ? ">" + now.Rig.Devices[0].Name : ">devices", e => Won(e.Freed));
        }

        yield return new Column(lacks ? RoomForVerdicts : 0, ">host", e => Won(e.Savings[^1].HeadroomWon));
        if (lacks)
        {
            yield return new Column(0, ">lacks", e => Quantities.Gibibytes(e.LackAfter));
        }

        if (now.Forecast is not null)
        {
            yield return new Column(0, ">tok/s", e => e.After.Forecast is { } f ? $"{f.Decode.TokensPerSecond:0.0}" : "?");
            yield return new Column(RoomForGains, ">won", e => e.TokensPerSecondWon is double won ? Gain(won) : "?");
            yield return new Column(RoomForRanges, ">80 %", e => e.After.Forecast is { } f ? $"{f.Decode.Low:0.#}–{f.Decode.High:0.#}" : "");
            yield return new Column(RoomForPrompts, ">prompt", e => e.After.Forecast is { } f ? $"{f.Prefill.TokensPerSecond:N0}" : "?");
        }

        yield return new Column(RoomForVerdicts, "then", e => $"[{Quantities.Colour(e.After.Verdict)}]{e.After.Verdict.Word().Replace('-', ' ')}[/]");
        yield return new Column(RoomForQuality, "answers", e => Markup.Escape(e.Levers[0].Quality.Replace("; " + Lever.NotMeasured, " *", StringComparison.Ordinal)));
    }

    /// <summary>A column, and the width from which there is room for it.</summary>
    private sealed record Column(int From, string Title, Func<LeverEffect, string> Cell);

    private static string Change(LeverEffect effect)
    {
        Lever lever = effect.Levers[0];
        string text = Markup.Escape(lever.Options.Length > 0 ? $"{lever.Change}: {lever.Options}" : lever.Change);
        return effect.Reaches ? $"[bold]{text}[/]" : text;
    }

    private static IEnumerable<string> Said(LeverBoard board)
    {
        if (board.Projector is { OnHost: false } projector)
        {
            yield return $"{projector.Weights + projector.Scratch} of the first device are the vision projector's: {projector.Weights} of weights and {projector.Scratch} of scratch.";
        }

        if (board.Desktop is DesktopMemory desktop)
        {
            yield return $"The card is planned empty; a desktop on it takes {desktop.Low} to {desktop.High}: {desktop.Source}.";
        }
    }

    private static string Gain(double rate) => Math.Abs(rate) < 0.05 ? "-" : $"{rate:+0.0;-0.0}";

    private static string Won(ByteSize size)
    {
        string digits = $"{Math.Abs(size.Gibibytes):0.00}";
        return size.Bytes == 0 ? "-" : digits == "0.00" ? digits : $"{(size < ByteSize.Zero ? '-' : '+')}{digits}";
    }

    private static IEnumerable<string> Without(LeverBoard board)
    {
        if (!board.TooMuch.IsEmpty)
        {
            yield return $"Would not fit: {string.Join("; ", board.TooMuch.Select(e => e.Levers[0].Change))}.";
        }

        if (!board.Idle.IsEmpty)
        {
            yield return $"Changes nothing here: {string.Join("; ", board.Idle.Select(l => l.Change))}.";
        }

        foreach ((Lever lever, string reason) in board.Refused)
        {
            yield return $"Not possible: {lever.Change}. {reason}";
        }
    }
}
