using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Memory and speed against context as bars in a terminal.</summary>
internal static class CurveScreen
{
    // Beside the bars: context, bytes, rate with its interval, verdict, and the gaps between columns.
    private const int Beside = 62;
    private const int NarrowestBar = 6;
    private const int WidestBar = 36;

    /// <summary>The chart for a terminal of a width.</summary>
    public static IRenderable Of(List<MemoryPlan> points, int width)
    {
        int bar = Math.Clamp((width - Beside) / 2, NarrowestBar, WidestBar);
        ByteSize most = points.Select(p => ByteSize.Max(Used(p), Usable(p))).Max();
        double fastest = points.Max(Rate);
        Table table = Quantities.PlainTable(">context", "", ">memory", "", ">tok/s", "80 %", "");
        foreach (MemoryPlan plan in points)
        {
            string colour = plan.Verdict switch { Verdict.Comfortable => "green", Verdict.DoesNotFit => "red", _ => "yellow" };
            table.AddRow(
                new Markup(Quantities.Tokens(plan.Effective.Context)),
                new Markup($"[{colour}]{Filled(Used(plan).Bytes / (double)most.Bytes, bar)}[/]"),
                new Markup($"{Used(plan).Gibibytes:0.0} GiB"),
                new Markup(fastest > 0 ? $"[blue]{Filled(Rate(plan) / fastest, bar)}[/]" : ""),
                new Markup(plan.Forecast is null ? "?" : $"{Rate(plan):0.#}"),
                new Markup(plan.Forecast is { } f ? $"{f.Decode.Low:0.#}–{f.Decode.High:0.#}" : ""),
                new Markup($"[{colour}]{PlanResultWriter.Word(plan.Verdict).Replace('-', ' ')}[/]"));
        }

        MemoryPlan first = points[0];
        return new Rows(
        [
            new Markup($"[bold]{Markup.Escape(first.Model.Id)} {Markup.Escape(first.Model.QuantName)}[/] on {Markup.Escape(first.Rig.Name)}: memory and answer speed with the context full"),
            Text.Empty,
            table,
            Text.Empty,
            new Markup($"{Usable(first)} usable{(first.Rig.Devices.IsEmpty ? "" : " on devices")}"),
            .. HostNote.Of(first.Rig),
        ]);
    }

    /// <summary>Bytes on devices, or in main memory when there are none.</summary>
    public static ByteSize Used(MemoryPlan plan) => new(Places(plan).Sum(d => d.Total.Bytes));

    /// <summary>Bytes there are.</summary>
    public static ByteSize Usable(MemoryPlan plan) => new(Places(plan).Sum(d => d.Usable.Bytes));

    /// <summary>Tokens of an answer per second.</summary>
    public static double Rate(MemoryPlan plan) => plan.Forecast?.Decode.TokensPerSecond ?? 0;

    private static IEnumerable<DevicePlan> Places(MemoryPlan plan) => plan.Rig.Devices.IsEmpty ? [plan.Host] : plan.Devices.Take(plan.Rig.Devices.Length);

    private static string Filled(double share, int width) => new('█', Math.Clamp((int)Math.Round(share * width), 1, width));
}
