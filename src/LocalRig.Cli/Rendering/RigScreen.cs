using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A rig as its words were understood.</summary>
internal static class RigScreen
{
    public static Rows Of(UnderstoodRig answer)
    {
        Table table = Quantities.PlainTable("part", "what", ">memory", ">usable", ">bandwidth");
        foreach (Device device in answer.Rig.Devices)
        {
            table.AddRow(device.Name, Markup.Escape(device.CatalogId ?? device.Backend.Word()), $"{device.Memory}", $"{device.Usable ?? device.Memory}", Rate(device.Bandwidth));
        }

        Host host = answer.Rig.Host;
        table.AddRow("host", Markup.Escape(host.CatalogId ?? "main memory"), $"{host.Memory}{(host.Assumed ? " assumed" : "")}", $"{host.Usable ?? host.Memory}", Rate(host.Bandwidth));
        return new Rows([new Markup($"[bold]{Markup.Escape(answer.Words)}[/]"), table, .. answer.Notices.Select(n => (IRenderable)new Text(n))]);
    }

    private static string Rate(Bandwidth? bandwidth) => bandwidth is Bandwidth known ? $"{known}" : "?";
}
