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
        table.AddRow(["free", .. plan.Devices.Select(Headroom)]);
        return table;
    }

    /// <summary>Devices as rows; every part where there is room, else only weights, cache and the rest.</summary>
    public static Table DevicesDown(MemoryPlan plan, bool everyPart)
    {
        Table table = Plain();
        List<MemoryPart> parts = everyPart ? [.. Parts(plan)] : [.. Parts(plan).Where(p => p.Name is "weights" or "KV cache")];
        table.AddColumn("");
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
            string[] rest = everyPart ? [] : [Size(device.Total - shown)];
            table.AddRow([device.Name, .. parts.Select(p => Size(p.Bytes(device))), .. rest, $"[bold]{Size(device.Total)}[/]", Headroom(device)]);
        }

        return table;
    }

    private static IEnumerable<MemoryPart> Parts(MemoryPlan plan) => MemoryPart.All.Where(p => plan.Devices.Any(d => p.Bytes(d).Bytes > 0));

    private static Table Plain() => new Table().Border(TableBorder.None).ShowHeaders();

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Size(ByteSize size) => size.Bytes == 0 ? "-" : size.ToString();

    private static string Headroom(DevicePlan device) => device.Headroom < ByteSize.Zero ? $"[red]{device.Headroom}[/]" : device.Headroom.ToString();
}
