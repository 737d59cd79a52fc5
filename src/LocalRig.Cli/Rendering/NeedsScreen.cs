using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a model needs: memory by quantization, bandwidth for a speed, machines.</summary>
internal static class NeedsScreen
{
    private const int RoomForSizes = 76;
    private const int RoomForVerdicts = 92;
    private const int RoomForSources = 110;
    private const int ShownWithPrice = 12; // with those without a price, a screenful; --all shows the rest
    private const int ShownWithout = 6;

    /// <summary>The answer for a terminal of a width.</summary>
    public static IRenderable Of(NeedsAnswer answer, bool all, int width, bool why = false)
    {
        Notes notes = new(width, why);
        bool experts = answer.Quants.Any(q => q.Of(MemoryKind.CardAndExperts) is not null);
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(answer.Model)}[/], {answer.Context:N0} tokens of context: the smallest memory that holds it"),
            Text.Empty,
            Memory(answer, experts, width),
            Text.Empty,
            .. notes.Take(Legend(answer, experts, width)),
        ];
        if (answer.Quants[0].Memory[0].Plan is { ExactnessReason.Length: > 0 } bounded)
        {
            rows.AddRange(notes.Take(bounded.ExactnessReason + " So less may do.", bounded.Exactness.Word().Replace('-', ' '), style: ""));
        }

        rows.AddRange(Speed(answer, notes));
        rows.Add(Text.Empty);
        rows.AddRange(Machines(answer, all, width, notes));
        rows.AddRange(notes.Rest());
        return new Rows(rows);
    }

    private static Table Memory(NeedsAnswer answer, bool experts, int width)
    {
        bool cards = answer.Quants[0].Of(MemoryKind.OneCard) is not null;
        bool sizes = cards && width >= RoomForSizes;
        string[] titles = [.. Where(cards, ">one card"), .. Where(sizes, $">{Margin(answer)} free"), .. Where(sizes, ">sold"), .. Where(experts, ">card + host"), .. Where(cards, ">unified")];
        Table table = Quantities.PlainTable(["GiB", ">weights", .. titles, ">processor"]);
        foreach (QuantNeed need in answer.Quants)
        {
            MemoryNeed? card = need.Of(MemoryKind.OneCard);
            string split = need.Of(MemoryKind.CardAndExperts) is { } m ? $"{m.Smallest.Gibibytes:0.0} + {m.Host.Gibibytes:0.0}" : "-";
            string sold = card?.Sold is { } s ? $"{s.Gibibytes:0.#}" : "-";
            string name = Markup.Escape(need.Quant.Length > 0 ? need.Quant : "as it is");
            table.AddRow(
            [
                need.Quant == answer.Chosen && answer.Quants.Length > 1 ? $"[bold]{name}[/]" : name, Size(need.Weights),
                .. Where(cards, Size(card?.Smallest)), .. Where(sizes, Size(card?.Comfortable)), .. Where(sizes, sold), .. Where(experts, split),
                .. Where(cards, Size(need.Of(MemoryKind.Unified)?.Smallest)), Size(need.Of(MemoryKind.Processor)?.Smallest),
            ]);
        }

        return table;
    }

    private static string Margin(NeedsAnswer answer) => $"{answer.Quants[0].Memory[0].Plan.Margin.Gibibytes:0.##} GiB";

    private static string[] Where(bool room, string cell) => room ? [cell] : [];

    private static string Legend(NeedsAnswer answer, bool experts, int width)
    {
        string[] machines = [.. answer.Quants[0].Memory.Where(k => k.Kind is not MemoryKind.CardAndExperts).Select(k => k.Plan.Rig.Name)];
        bool cards = machines.Length > 1;
        string sold = cards && width >= RoomForSizes ? $" Sold: the smallest size on sale that leaves {Margin(answer)} free." : "";
        string split = experts ? " Card + host: all experts in main memory." : "";
        string mac = cards ? " Of unified memory, macOS lets programs have a part (docs/rigs.md)." : "";
        return $"Found by plans: one MiB less doesn't hold it.{sold}{split} Planned for {string.Join("; ", machines)}; the driver's likely share is in it.{mac}";
    }

    private static IEnumerable<IRenderable> Speed(NeedsAnswer answer, Notes notes)
    {
        if (answer.TokensPerSecond is not double wanted)
        {
            yield break;
        }

        yield return Text.Empty;
        yield return new Markup($"[bold]{wanted:0.##} tokens/s[/] in {Markup.Escape(answer.Chosen)} with {answer.Depth:N0} tokens in context asks for memory of");
        Table table = Quantities.PlainTable("", ">at least", ">likely", ">nine in ten");
        foreach (BandwidthNeed need in answer.Bandwidths)
        {
            table.AddRow(Markup.Escape(need.Machine), Rate(need.AtLeast), Rate(need.Likely), Rate(need.Sure));
        }

        yield return table;
        foreach (IRenderable note in notes.Take("At least: every weight and cached byte read once a token. Likely, nine in ten: the forecast, by its likeliest value and its low end."))
        {
            yield return note;
        }
    }

    private static IEnumerable<IRenderable> Machines(NeedsAnswer answer, bool all, int width, Notes notes)
    {
        string does = answer.TokensPerSecond is double wanted ? $" at {wanted:0.##} tokens/s or more" : "";
        if (answer.Rigs.IsEmpty)
        {
            yield return new Markup($"[yellow]None of the {answer.RigsTried} machines tried holds {Markup.Escape(answer.Chosen)}{does}.[/]");
            yield break;
        }

        List<FittingRig> priced = [.. answer.Rigs.Where(r => r.Cost.Total is not null)];
        List<FittingRig> unpriced = [.. answer.Rigs.Where(r => r.Cost.Total is null)];
        List<FittingRig> shown = all ? [.. answer.Rigs] : [.. priced.Take(ShownWithPrice), .. unpriced.Take(ShownWithout)];
        yield return new Markup($"Machines that hold [bold]{Markup.Escape(answer.Chosen)}[/]{does}, cheapest first; {unpriced.Count} of {answer.Rigs.Length} have no known price:");
        yield return Text.Empty;
        yield return Table(shown, answer, width);
        if (shown.Count < answer.Rigs.Length)
        {
            yield return new Markup($"[grey]and {answer.Rigs.Length - shown.Count} more: --all[/]");
        }

        foreach (IRenderable note in Legend(answer, shown, width).SelectMany(t => notes.Take(t)))
        {
            yield return note;
        }
    }

    private static IEnumerable<string> Legend(NeedsAnswer answer, List<FittingRig> shown, int width)
    {
        if (answer.TokensPerSecond is not null && shown.Exists(r => !r.Sure))
        {
            yield return "?: likely fast enough, but the low end of the forecast isn't.";
        }

        yield return $"Prices are of the devices, from the lowest to the highest claim; {HardwareCost.AroundCards}.{(shown.Exists(r => r.Cost.Stale) ? " ~ stale: seen too long ago to trust." : "")}{(width < RoomForSources ? " Sources: --json or a screen of 110 columns." : "")}";
        if (shown.Find(r => r.ExpertsOnHost) is FittingRig split)
        {
            yield return $"+ host: experts in main memory ({split.Rig.Host.Memory} of two-channel DDR4-3200 taken; faster memory is faster).";
        }
    }

    private static Table Table(List<FittingRig> rigs, NeedsAnswer answer, int width)
    {
        bool ranges = width >= RoomForSizes;
        bool verdicts = width >= RoomForVerdicts;
        bool sources = width >= RoomForSources;
        Table table = Quantities.PlainTable(["rig", ">memory", ">tok/s", .. Where(ranges, ">80 %"), .. Where(verdicts, "then"), ">price", .. Where(sources, "seen")]);
        table.Columns[0].NoWrap();
        foreach (FittingRig rig in rigs)
        {
            Forecast? f = rig.Plan.Forecast;
            string mark = answer.TokensPerSecond is not null && !rig.Sure ? "?" : "";
            string range = f is null ? "" : $"{f.Decode.Low:0.#}–{f.Decode.High:0.#}";
            string verdict = $"[{Quantities.Colour(rig.Plan.Verdict)}]{rig.Plan.Verdict.Word()}[/]";
            string seen = rig.Cost.Total is null ? "" : string.Join("; ", rig.Cost.Parts.Select(p => $"{HardwareWords.Word(p.Price!.Condition)}, {HardwareWords.Seen(p.Price)}"));
            table.AddRow(
            [
                Markup.Escape(rig.Rig.Name + (rig.ExpertsOnHost ? " + host" : "")), $"{rig.Memory.Gibibytes:0.#} GiB", f is null ? "?" : $"{f.Decode.TokensPerSecond:0.0}{mark}",
                .. Where(ranges, range), .. Where(verdicts, verdict),
                rig.Cost.Total is { } total ? Markup.Escape($"{total}{(rig.Cost.Stale ? " ~" : "")}") : "unknown", .. Where(sources, Markup.Escape(seen)),
            ]);
        }

        return table;
    }

    private static string Size(ByteSize? size) => size is { } known ? $"{known.Gibibytes:0.00}" : "-";

    private static string Rate(Bandwidth? rate) => rate is { } known ? $"{Math.Ceiling(known.GigabytesPerSecond):N0} GB/s" : "none";
}
