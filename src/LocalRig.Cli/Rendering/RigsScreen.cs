using LocalRig.Devices;
using LocalRig.Questions;
using LocalRig.Rigs;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>Devices by name.</summary>
internal static class RigsScreen
{
    public static Table Of(IEnumerable<KnownDevice> devices)
    {
        Table table = Quantities.PlainTable("device", ">memory", ">bandwidth", "backend");
        foreach (KnownDevice device in devices)
        {
            table.AddRow(device.Id, device.Memory.ToString(), $"{device.Bandwidth}", AskRigs.BestBackend(device).Word());
        }

        return table;
    }
}
