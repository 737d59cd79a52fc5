using LocalRig.Runtimes;
using LocalRig.Cli.Faces;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A plan as people read it: verdict in words, a bar and a table per device.</summary>
internal static class PlanScreen
{
    /// <summary>Shows a plan, and the command that starts it.</summary>
    public static void Show(Showing<MemoryPlan> showing)
    {
        Terminal terminal = showing.Terminal;
        Notes notes = new(terminal.Width, showing.Choices.Has(Notes.Option.Name));
        terminal.Draw(Of(showing.Answer, terminal.Width, notes));

        // Not drawn: a drawn line is broken at the screen's edge, and this one is to be copied.
        terminal.Output.WriteLine($"\n$ {VisibleText.Of(LlamaServerCommand.Line(showing.Answer))}");
        terminal.Draw(new Rows([.. LlamaServerCommand.Cautions(showing.Answer).Select(c => Quantities.Indented($"· {c}", "yellow")), .. notes.Rest()]));
    }

    private const int MostDevicesAcross = 2; // more than two devices and the host don't fit side by side at 60 columns
    private const int NarrowestBar = 10;
    private const int WidestBar = 64;
    private const int WideEnough = 100; // columns from which a row per device has room for every part

    /// <summary>The plan for a terminal of a width.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="width">Columns.</param>
    /// <param name="notes">Where its notes find room.</param>
    public static IRenderable Of(MemoryPlan plan, int width, Notes notes)
    {
        plan = plan.AsLoaded;
        IRenderable[] host = [.. notes.Take(HostNote.Words(plan.Rig))]; // finds room before all else: the reader can mend it
        List<IRenderable> rows = [Heading(plan), Text.Empty, VerdictLine(plan)];
        rows.AddRange(notes.Take(plan.Model.Notice, "note", style: ""));

        if (plan.ExactnessReason.Length > 0)
        {
            rows.AddRange(notes.Take($"All allocations together: {plan.Low} to {plan.High}. {plan.ExactnessReason}", Word(plan).Replace('-', ' '), style: ""));
        }

        rows.Add(Text.Empty);
        rows.AddRange(plan.Devices.Select(d => Bar(d, width)));
        rows.Add(Legend(plan));
        rows.Add(Text.Empty);
        bool across = plan.Rig.Devices.Length <= MostDevicesAcross && width < WideEnough;
        rows.Add(across ? PlanTable.PartsDown(plan) : PlanTable.DevicesDown(plan, width >= WideEnough));
        rows.Add(Text.Empty);
        rows.Add(new Markup(plan.MaxContext > 0 ? $"Largest context that fits this placement: [bold]{plan.MaxContext:N0}[/] tokens" : "No context fits this placement."));
        rows.Add(new Markup($"Placement: {Markup.Escape(PlacementReason(plan))}"));
        rows.AddRange(plan.Fit?.Beside(plan) is { Length: > 0 } other ? [new Markup(Markup.Escape(other))] : (IRenderable[])[]);
        rows.AddRange(host);
        if (plan.Forecast is not null)
        {
            rows.Add(Text.Empty);
            rows.Add(ForecastLines.Of(plan, plan.Forecast));
            rows.AddRange(notes.Take(ForecastLines.Note(plan.Forecast)));
        }
        else if (plan.AtMost is { } bound)
        {
            rows.Add(Text.Empty);
            rows.Add(new Markup($"Speed: in nine of ten cases below [bold]{bound.High:0.0}[/] tokens/s with {plan.Question.EffectiveDepth:N0} tokens in context, at most {bound.Ceiling:0.0}. {Markup.Escape(bound.Missing)}"));
        }
        else if (Forecaster.Unknown(plan.Rig) is { } unknown)
        {
            rows.Add(Text.Empty);
            rows.Add(new Markup($"Speed: unknown, because the memory bandwidth of {Markup.Escape(unknown.Name)} is; name the card, as in --rig rtx-4090."));
        }

        return new Rows(rows);
    }

    private static Markup Heading(MemoryPlan plan)
    {
        string quant = plan.Model.QuantName.Length > 0 ? $" {plan.Model.QuantName}" : "";
        string active = ActiveParameters.Of(plan.Model) is long count && count < plan.Model.Tensors.Elements * 0.5
            ? $", {Quantities.Parameters(count)} active"
            : "";
        return new Markup(
            $"[bold]{Markup.Escape(plan.Model.Id + quant)}[/]  {Quantities.Parameters(plan.Model.Tensors.Elements)} parameters{active}, {plan.Model.Tensors.BitsPerWeight:0.00} bits each\n"
            + $"on {Markup.Escape(plan.Rig.Name)}, {plan.Effective.Context:N0} tokens of context, {Markup.Escape(plan.Engine)}"
            + Terms(plan.Model));
    }

    /// <summary>Licence and day of release, on a line of their own, where they are known.</summary>
    private static string Terms(Model model)
    {
        string use = LicenseTerms.InWords(model.License) is { Length: > 0 } words ? $" ({words})" : "";
        string[] parts = [.. new[] { model.License.Length > 0 ? $"licence {model.License}{use}" : "", model.Released.Length > 0 ? $"released {model.Released}" : "" }.Where(p => p.Length > 0)];
        return parts.Length > 0 ? $"\n[grey]{Markup.Escape(string.Join(", ", parts))}[/]" : "";
    }

    private static Markup VerdictLine(MemoryPlan plan)
    {
        string colour = plan.Verdict switch { Verdict.Comfortable => "green", Verdict.DoesNotFit => "red", _ => "yellow" };
        return new Markup($"[bold {colour}]{plan.Verdict.Word().Replace('-', ' ')}[/]  {Markup.Escape(plan.Advice)}");
    }

    private static Paragraph Bar(DevicePlan device, int width)
    {
        string right = $" {MemoryBar.Used(device).Gibibytes:0.00} of {device.Usable.Gibibytes:0.00} GiB{MemoryBar.Sign(device)}";
        string left = $"{device.Name,-5} ";
        Paragraph line = new(left);
        MemoryBar.Append(line, device, Math.Clamp(width - left.Length - right.Length, NarrowestBar, WidestBar));
        return line.Append(right);
    }

    private static Markup Legend(MemoryPlan plan) =>
        new("      " + string.Join("  ", MemoryPart.All
            .Where(p => plan.Devices.Any(d => p.Bytes(d).Bytes > 0))
            .Select(p => $"[{p.Colour}]{p.Fill}[/] {p.Name}")));

    private static string PlacementReason(MemoryPlan plan)
    {
        string layers = plan.Rig.Devices.IsEmpty ? "" : $"{plan.Placement.GpuLayers} of {plan.OffloadableLayers} layers on devices; ";
        return layers + plan.Because.Last(b => b.Value == "placement").Formula;
    }

    private static string Word(MemoryPlan plan) => plan.Exactness.Word();
}
