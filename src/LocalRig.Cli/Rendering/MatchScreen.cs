using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Planning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The screen of <c>localrig match</c>: a table, and under it why, rig by rig.</summary>
internal static class MatchScreen
{
    private const int RoomForContext = 78;
    private const int Indent = 2;

    public static IRenderable Of(IReadOnlyList<HardwareMatch> matches, int width, bool why)
    {
        bool wide = width >= RoomForContext;
        Table table = wide
            ? Quantities.PlainTable("rig", "model", "quant", ">context", ">tok/s", "verdict")
            : Quantities.PlainTable("rig", "model", "quant", ">tok/s");
        List<IRenderable> reasons = [];
        string tier = "";
        foreach (HardwareMatch match in matches)
        {
            if (match.Tier.Length > 0 && match.Tier != tier)
            {
                tier = match.Tier;
                table.AddRow([new Markup($"[bold]{Markup.Escape(tier)}[/]"), .. Enumerable.Repeat<IRenderable>(Text.Empty, wide ? 5 : 3)]);
            }

            table.AddRow([.. Cells(match, wide).Select(c => new Markup(c))]);
            reasons.Add(new Markup($"[bold]{Markup.Escape(match.Rig.Name)}[/]"));
            Notes notes = new(width, why);
            reasons.AddRange(notes.Take(match.Because, indent: Indent, style: ""));
            reasons.AddRange(OfferLines.Of(match.Offers));
            reasons.AddRange(notes.Take(match.MoreContext, indent: Indent, style: ""));
            reasons.AddRange(notes.Take(match.WhyNot.Length > 0 ? "Next: " + match.WhyNot : "", indent: Indent, style: ""));
            reasons.AddRange(notes.Take(match.PassedOver.Length > 0 ? "Passed over: " + match.PassedOver : "", indent: Indent, style: ""));
            reasons.AddRange(notes.Rest(Indent));
        }

        return new Rows([table, Text.Empty, .. reasons, Text.Empty, .. matches.Select(m => m.Rig).Where(r => r.Host.Assumed).Take(1).SelectMany(HostNote.Of),
            new Markup("[grey]context: tokens that leave the margin free. tok/s: tokens a second, four in five measured values lie in the range. comfortable: the margin stays free; spills: part lies in main memory. The rule: docs/advice.md.[/]")]);
    }

    private static string[] Cells(HardwareMatch match, bool wide)
    {
        string rig = Markup.Escape(match.Rig.Name);
        if (match.Best is not SurveyLine best)
        {
            return wide ? [rig, "nothing fits", "", "", "", ""] : [rig, "nothing fits", "", ""];
        }

        string rate = best.Plan.Forecast is { } f ? $"{f.Decode.Low:0}–{f.Decode.High:0}" : "?";
        string model = Markup.Escape(best.Model.Id);
        string quant = Markup.Escape(best.Plan.Model.QuantName);
        Verdict verdict = best.Plan.Verdict;
        return wide
            ? [rig, model, quant, Quantities.Found(best.ComfortableContext), rate, $"[{Quantities.Colour(verdict)}]{verdict.ToString().ToLowerInvariant()}[/]"]
            : [rig, model, quant, rate];
    }
}
