using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>A plan's bytes as a table, one way round or the other.</summary>
internal static class PlanTable
{
    /// <summary>Parts as rows, devices as columns: for narrow screens and few devices.</summary>
    public static Table PartsDown(MemoryPlan plan)
    {
        Table table = Plain();
        table.AddColumn("");
        foreach (DevicePlan device in plan.Devices)
        {
            table.AddColumn(Right(device.Name));
        }

        foreach (MemoryPart part in Parts(plan))
        {
            table.AddRow([part.Name, .. plan.Devices.Select(d => Size(part.Bytes(d)))]);
        }

        table.AddRow(["[bold]total[/]", .. plan.Devices.Select(d => $"[bold]{Size(d.Total)}[/]")]);
        table.AddRow(["usable", .. plan.Devices.Select(d => Size(d.Usable))]);
        table.AddRow(["free", .. plan.Devices.Select(d => Headroom(d, Size))]);
        return table;
    }

    /// <summary>Devices as rows; every part where there is room, else only weights, cache and the rest.</summary>
    public static Table DevicesDown(MemoryPlan plan, bool everyPart)
    {
        Table table = Plain();
        List<MemoryPart> parts = everyPart ? [.. Parts(plan)] : [.. Parts(plan).Where(p => p.Name is "weights" or "KV cache")];
        Func<ByteSize, string> size = everyPart ? Size : Gibibytes;
        table.AddColumn(everyPart ? "" : "GiB");
        parts.ForEach(p => table.AddColumn(Right(p.Name)));
        if (!everyPart)
        {
            table.AddColumn(Right("rest"));
        }

        table.AddColumn(Right("[bold]total[/]"));
        table.AddColumn(Right("free"));
        foreach (DevicePlan device in plan.Devices)
        {
            ByteSize shown = new(parts.Sum(p => p.Bytes(device).Bytes));
            string[] rest = everyPart ? [] : [size(device.Total - shown)];
            table.AddRow([device.Name, .. parts.Select(p => size(p.Bytes(device))), .. rest, $"[bold]{size(device.Total)}[/]", Headroom(device, size)]);
        }

        return table;
    }

    private static IEnumerable<MemoryPart> Parts(MemoryPlan plan) => MemoryPart.All.Where(p => plan.Devices.Any(d => p.Bytes(d).Bytes > 0));

    private static Table Plain() => new Table().Border(TableBorder.None).ShowHeaders();

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Size(ByteSize size) => size.Bytes == 0 ? "-" : size.ToString();

    private static string Gibibytes(ByteSize size) => size.Bytes == 0 ? "-" : $"{size.Gibibytes:0.00}";

    private static string Headroom(DevicePlan device, Func<ByteSize, string> size) =>
        device.Headroom < ByteSize.Zero ? $"[red]{size(device.Headroom)}[/]" : size(device.Headroom);
}
