using System.CommandLine;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Local.Probes;
using Spectre.Console;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig doctor</c>: what this machine is and how each part of it was found.</summary>
internal static class DoctorCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("doctor", "What this machine is, and how each part of it was found.");
        command.SetAction(async (_, _) =>
        {
            MachineReport report = await ThisMachine.DetectAsync(RigFinder.Patience).ConfigureAwait(false);
            Table table = Quantities.PlainTable("part", "found", "read from");
            foreach (Finding finding in report.Findings)
            {
                table.AddRow(Markup.Escape(finding.What), Markup.Escape(finding.Found), Markup.Escape(finding.How));
            }

            surroundings.Terminal.Draw(table);
            return 0;
        });
        return command;
    }
}
