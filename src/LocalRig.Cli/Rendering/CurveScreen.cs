using System.Collections.Immutable;
using LocalRig.Cli.Faces;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Memory and speed against context as bars in a terminal.</summary>
internal static class CurveScreen
{
    /// <summary>The option for the picture.</summary>
    public const string Svg = "--svg";

    /// <summary>The option for users instead of context.</summary>
    public const string Users = "--users";

    /// <summary>Shows the chart, or prints the picture.</summary>
    public static void Show(Showing<Curve> showing)
    {
        if (showing.Choices.Has(Svg))
        {
            showing.Terminal.Output.Write(CurvePicture.Svg(showing.Answer.Points));
        }
        else if (showing.Choices.Has(Users))
        {
            showing.Terminal.Draw(UsersCurve.Of(showing.Answer));
        }
        else
        {
            showing.Terminal.Draw(Of(showing.Answer.Points, showing.Terminal.Width));
        }
    }

    // Beside the bars: context, bytes, rate with its interval, verdict, and the gaps between columns.
    private const int Beside = 62;
    private const int NarrowestBar = 6;
    private const int WidestBar = 36;

    /// <summary>The chart for a terminal of a width.</summary>
    public static IRenderable Of(ImmutableArray<MemoryPlan> points, int width)
    {
        int bar = Math.Clamp((width - Beside) / 2, NarrowestBar, WidestBar);
        ByteSize most = points.Select(p => ByteSize.Max(Curve.Used(p), Curve.Usable(p))).Max();
        double fastest = points.Max(Curve.Rate);
        Table table = Quantities.PlainTable(">context", "", ">memory", "", ">tok/s", "80 %", "");
        foreach (MemoryPlan plan in points)
        {
            string colour = plan.Verdict switch { Verdict.Comfortable => "green", Verdict.DoesNotFit => "red", _ => "yellow" };
            table.AddRow(
                new Markup(Quantities.Tokens(plan.Effective.Context)),
                new Markup($"[{colour}]{Filled(Curve.Used(plan).Bytes / (double)most.Bytes, bar)}[/]"),
                new Markup($"{Curve.Used(plan).Gibibytes:0.0} GiB"),
                new Markup(fastest > 0 ? $"[blue]{Filled(Curve.Rate(plan) / fastest, bar)}[/]" : ""),
                new Markup(plan.Forecast is null ? "?" : $"{Curve.Rate(plan):0.#}"),
                new Markup(plan.Forecast is { } f ? $"{f.Decode.Low:0.#}–{f.Decode.High:0.#}" : ""),
                new Markup($"[{colour}]{plan.Verdict.Word().Replace('-', ' ')}[/]"));
        }

        MemoryPlan first = points[0];
        return new Rows(
        [
            new Markup($"[bold]{Markup.Escape(first.Model.Id)} {Markup.Escape(first.Model.QuantName)}[/] on {Markup.Escape(first.Rig.Name)}: memory and answer speed with the context full"),
            Text.Empty,
            table,
            Text.Empty,
            new Markup($"{Curve.Usable(first)} usable{(first.Rig.Devices.IsEmpty ? "" : " on devices")}"),
            .. HostNote.Of(first.Rig),
        ]);
    }

    private static string Filled(double share, int width) => new('█', Math.Clamp((int)Math.Round(share * width), 1, width));
}
