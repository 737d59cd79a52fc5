using System.Globalization;
using LocalRig.Proof.Watching;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A running server beside its plan: as a screen that is drawn anew, or as one line each time.</summary>
internal static class WatchScreen
{
    private const int Minute = 60;

    /// <summary>The screen.</summary>
    public static IRenderable Of(WatchReport report)
    {
        List<IRenderable> rows = [new Markup($"[bold]{Markup.Escape(report.Model.Length > 0 ? report.Model : "no model")}[/], {Markup.Escape(report.Server)}: {report.State}"), Text.Empty];
        rows.Add(new Text($"Answers: {Speed(report)}"));
        if (report.PromptTokensPerSecond is double prompts)
        {
            rows.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"Prompts: {prompts:N1} tokens/s")));
        }

        if (report.Pool is WatchedPool pool)
        {
            rows.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"Cache pool: {pool.Used:N0} of {pool.Tokens:N0} tokens ({pool.Used / (double)Math.Max(1, pool.Tokens):P0}); {pool.Running} answered, {pool.Waiting} waiting")));
        }

        foreach (WatchedSlot slot in report.Slots)
        {
            rows.Add(new Text(slot.Used is int used ? string.Create(CultureInfo.InvariantCulture, $"Slot {slot.Number}: {used:N0} of {slot.Context:N0} tokens ({used / (double)Math.Max(1, slot.Context):P0})") : string.Create(CultureInfo.InvariantCulture, $"Slot {slot.Number}: {(slot.IsBusy ? "busy" : "free")}, room for {slot.Context:N0} tokens")));
        }

        if (report.FullInSeconds is double seconds)
        {
            rows.Add(new Text($"{(report.Pool is null ? "The fullest has no context left" : "The pool is full")} in {Time(seconds)} at this speed."));
        }

        Table table = Quantities.PlainTable("memory", ">planned", ">now");
        foreach (WatchedMemory memory in report.Memory)
        {
            table.AddRow(memory.Device, memory.Planned is ByteSize planned ? Size(planned) : "unknown", Size(memory.Actual));
        }

        rows.AddRange(report.Memory.Length > 0 ? [Text.Empty, table] : []);
        rows.AddRange(report.FreeHost is ByteSize free ? [new Text($"Free main memory: {Size(free)}")] : []);
        rows.AddRange(report.Notes.Select(n => new Text(n)));
        return new Rows(rows);
    }

    /// <summary>One line.</summary>
    public static string Line(WatchReport report)
    {
        List<string> parts = [$"{report.At.UtcDateTime:HH:mm:ss}", report.State, Speed(report)];
        if (report.Fullest is { Used: int used } fullest)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"context {used:N0} of {fullest.Context:N0} ({used / (double)fullest.Context:P0}){(report.FullInSeconds is double seconds ? $", full in {Time(seconds)}" : "")}"));
        }

        if (report.Pool is WatchedPool pool)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"pool {pool.Used:N0} of {pool.Tokens:N0} tokens ({pool.Used / (double)Math.Max(1, pool.Tokens):P0}), {pool.Waiting} waiting"));
        }

        parts.AddRange(report.Memory.Select(m => $"{m.Device} {Size(m.Actual)}{(m.Planned is ByteSize planned ? $" of planned {Size(planned)}" : "")}"));
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    private static string Speed(WatchReport report)
    {
        string forecast = report.Forecast is { } f ? string.Create(CultureInfo.InvariantCulture, $" (forecast {f.Low:N1} to {f.High:N1})") : "";
        return report.TokensPerSecond is double speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:N1} tokens/s{forecast}") : "none at the moment";
    }

    private static string Time(double seconds) => seconds < 2 * Minute ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / Minute:0} min");

    private static string Size(ByteSize size) => size.Gibibytes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{size.Gibibytes:N2} GiB") : string.Create(CultureInfo.InvariantCulture, $"{size.Mebibytes:N1} MiB");
}
