using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Which records decide a forecast.</summary>
internal static class WhyScreen
{
    /// <summary>The screen.</summary>
    public static IRenderable Of(MemoryPlan plan)
    {
        if (plan.Forecast is not { } forecast)
        {
            return new Text("There is no forecast of this plan's speed: the bandwidth of a device, or the link to it, isn't known.");
        }

        List<IRenderable> rows = [new Markup($"[bold]{Markup.Escape(plan.Model.Id)} {Markup.Escape(plan.Model.QuantName)}[/] on {Markup.Escape(plan.Rig.Name)}"), ForecastLines.Of(plan, forecast), Text.Empty];
        if (forecast.Own.IsEmpty)
        {
            rows.Add(new Text(forecast.Measured.IsEmpty
                ? $"No record of this machine decides it: the speed law does, as calibrated by published measurements ({Calibration.Current.Version}). `localrig bench FILE` measures."
                : "No record of this machine decides it; what others measured of this model on this device does:"));
            rows.AddRange(forecast.Measured.Select(m => new Text($"  {m.TokensPerSecond:N1} tokens/s after {m.Depth:N0}, {m.Date}, {m.Reporter}: {m.Source}")));
            return new Rows(rows);
        }

        bool same = forecast.Decode.Basis == Basis.Measured;
        rows.Add(new Text(same ? "Decided by these records of this machine:" : "The speed law, corrected by these records of other models on this machine:"));
        rows.AddRange(forecast.Own.Select(Line));
        return new Rows(rows);
    }

    private static Text Line(MeasuredSpeed measured) =>
        new($"  {measured.Record}  {measured.Model} {measured.Quant}: {(measured.IsPrompt ? "prompt" : "answer")} of {measured.Tokens:N0} after {measured.Depth:N0}, {measured.TokensPerSecond:N2} tokens/s{(measured.Forecast > 0 ? $" where {measured.Forecast:N2} were forecast" : "")}");
}
