using LocalRig.Rigs;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>This machine, part by part.</summary>
internal static class DoctorScreen
{
    public static Table Of(MachineReport report)
    {
        Table table = Quantities.PlainTable("part", "found", "read from");
        foreach (Finding finding in report.Findings)
        {
            table.AddRow(Markup.Escape(finding.What), Markup.Escape(finding.Found), Markup.Escape(finding.How));
        }

        return table;
    }
}
