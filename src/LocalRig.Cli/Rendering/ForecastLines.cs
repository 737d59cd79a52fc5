using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Workloads;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>A forecast in words: likely rate, range, ceiling, and what they rest on.</summary>
internal static class ForecastLines
{
    public static Markup Of(MemoryPlan plan, Forecast forecast) =>
        new(
            $"Speed: [bold]{Rate(forecast.Decode.TokensPerSecond)}[/] tokens/s ({Range(forecast.Decode)}) with {plan.Question.EffectiveDepth:N0} tokens in context; at most {Rate(forecast.Decode.Ceiling)}.\n"
            + Drafted(plan, forecast)
            + Users(plan, forecast)
            + Power(forecast)
            + RowSplit(plan)
            + $"Prompt: [bold]{Rate(forecast.Prefill.TokensPerSecond)}[/] tokens/s ({Range(forecast.Prefill)}); first token after {forecast.TimeToFirstTokenSeconds:0.0#} s for {plan.Question.EffectivePromptTokens:N0}.");

    /// <summary>What the figures rest on.</summary>
    public static string Note(Forecast forecast) =>
        $"Four in five measured values lie in the ranges; {Basis(forecast)}, bound by {Bound(forecast.Decode.BoundBy)}.{MainMemory(forecast)}";

    private static string Drafted(MemoryPlan plan, Forecast forecast) =>
        forecast.Drafted is { } drafted
            ? $"Drafting: [bold]{Rate(drafted.Rate.TokensPerSecond)}[/] tokens/s ({Range(drafted.Rate)}), {drafted.Gain.Likely:0.0#} times as fast ({drafted.Gain.Low:0.0#} to {drafted.Gain.High:0.0#}) in {drafted.Gain.Measurements} measurements on {drafted.Gain.Devices} devices.\n"
            : plan.Question.Workload.Speculation != Speculation.None ? "[grey]How much this drafting gains isn't forecast: it was measured too seldom, and hangs on the text. `localrig bench` measures it.[/]\n"
            : "";

    private static string Users(MemoryPlan plan, Forecast forecast) =>
        (forecast.Users, plan.Question.Workload.Parallel) switch
        {
            ({ } users, _) => $"{users.Users} users at once: [bold]{Rate(users.Total.TokensPerSecond)}[/] tokens/s together ({Range(users.Total)}), {Rate(users.Each.TokensPerSecond)} each ({Range(users.Each)}), with {users.Depth:N0} tokens in context each; first tokens after {users.FirstTokenSeconds:0.0#} s when all ask at once.\n",
            (null, > 1 and int asked) => $"{asked} users at once: nobody measured more than {Forecaster.MostUsers}, so no figure; together at least as fast as one alone.\n",
            _ => "",
        };

    private static string Power(Forecast forecast) =>
        forecast.Power switch
        {
            { Decode: { } decode } power => $"At {power.Watts} W: [bold]{Rate(decode.TokensPerSecond)}[/] tokens/s ({Range(decode)}){(power.Prefill is { } prompt ? $", prompts {Rate(prompt.TokensPerSecond)} ({Range(prompt)})" : "")}. [grey]{power.Basis}[/]\n",
            { } power => $"At {power.Watts} W: no figure. [grey]{power.Basis}[/]\n",
            null => "",
        };

    private static string RowSplit(MemoryPlan plan) =>
        plan.Placement.SplitMode == SplitMode.Row && plan.Rig.Devices.Length > 1
            ? "[grey]Sharing each matrix was measured on one pair of cards only (two Tesla P100, -sm tensor: answers 1.4 times as fast, prompts as fast as on one); with -sm row nobody is known to have compared.[/]\n"
            : "";

    private static string MainMemory(Forecast forecast) =>
        forecast.MainMemory is { } part
            ? $" {part.Share:P0} of a token's time is the processor reading main memory{(part.Assumed ? $", assumed to be {part.Bandwidth / 1e9:0} GB/s because the rig names none" : "")}."
            : "";

    private static string Range(RateForecast rate) => $"{Rate(rate.Low)} to {Rate(rate.High)}";

    private static string Rate(double rate) => rate >= 100 ? $"{rate:N0}" : $"{rate:0.0}";

    private static string Basis(Forecast forecast) =>
        forecast.Own.Length == 0 ? Basis(forecast.Decode.Basis)
        : forecast.Decode.Basis == Forecasting.Basis.Measured ? $"measured on this machine ({Records(forecast.Own.Length)}; `localrig evidence why`)"
        : $"calibrated by what was measured on this machine ({Records(forecast.Own.Length)}; `localrig evidence why`)";

    private static string Records(int count) => count == 1 ? "1 record" : $"{count} records";

    private static string Basis(Basis basis) =>
        basis switch
        {
            Forecasting.Basis.Measured => "measured on this device",
            Forecasting.Basis.Calibrated => "calibrated on this kind of device",
            _ => "derived from data sheets",
        };

    private static string Bound(Bound bound) =>
        bound switch
        {
            Forecasting.Bound.MemoryBandwidth => "memory bandwidth",
            Forecasting.Bound.Compute => "arithmetic",
            Forecasting.Bound.Launch => "starting kernels",
            Forecasting.Bound.HostMemory => "main memory",
            _ => "the link between devices",
        };
}
