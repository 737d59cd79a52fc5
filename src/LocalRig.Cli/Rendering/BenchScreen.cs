using LocalRig.Proof.Benching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What was measured, beside forecast and ceiling.</summary>
internal static class BenchScreen
{
    /// <summary>The screen.</summary>
    public static IRenderable Of(BenchReport report)
    {
        Table table = Quantities.PlainTable("test", ">after", ">tokens/s", ">±", ">samples", ">forecast", ">ceiling");
        foreach (BenchResult result in report.Results)
        {
            table.AddRow(
                $"{(result.Users > 1 ? $"{result.Users} {(result.IsPrompt ? "prompts" : "answers")}" : result.IsPrompt ? "prompt" : "answer")} of {result.Tokens:N0}", $"{result.Depth:N0}", $"{result.TokensPerSecond:N2}", $"{result.Deviation / result.TokensPerSecond:0.0%}", $"{result.Samples}",
                result.Forecast is { } f ? $"{f.Low:N1} to {f.High:N1}" : "unknown", result.Forecast is { } c ? $"{c.Ceiling:N1}" : "unknown");
        }

        List<IRenderable> rows = [new Markup($"[bold]{Markup.Escape(report.Plan.Model.Id)} {Markup.Escape(report.Plan.Model.QuantName)}[/], {Markup.Escape(report.Runtime)}"), Text.Empty, table, Text.Empty];
        if (report is { Before: { } before, After: { } after })
        {
            rows.Add(new Text($"Forecast of this plan's answers: {before.Decode.TokensPerSecond:N1} tokens/s before, {after.Decode.TokensPerSecond:N1} ({after.Decode.Low:N1} to {after.Decode.High:N1}) from now on, calibrated by this machine's own measurements."));
        }

        rows.AddRange(report.Results.Where(r => r.Seen.Length > 0).Select(r => new Text($"While {(r.IsPrompt ? "the prompt" : "the answer")} after {r.Depth:N0} was measured: {string.Join(", ", r.Seen)}.")));
        rows.AddRange(report.Notes.Select(n => new Text(n)));
        return new Rows(rows);
    }
}
