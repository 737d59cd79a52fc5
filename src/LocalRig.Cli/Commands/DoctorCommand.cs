using System.CommandLine;
using System.Text.Json;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Local.Probes;
using LocalRig.Rigs;
using Spectre.Console;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig doctor</c>: what this machine is and how each part of it was found.</summary>
internal static class DoctorCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("doctor", "What this machine is, and how each part of it was found.");
        Option<bool> json = SharedOptions.Json();
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            MachineReport report = await ThisMachine.DetectAsync(RigFinder.Patience).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => WriteAll(w, report)));
                return 0;
            }

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

    private static void WriteAll(Utf8JsonWriter json, MachineReport report)
    {
        json.WriteStartObject();
        json.WritePropertyName("rig");
        SurveyWriter.Write(json, report.Rig);
        json.WriteObjects("findings", report.Findings, finding =>
        {
            json.WriteString("what", finding.What);
            json.WriteString("found", finding.Found);
            json.WriteString("how", finding.How);
        });
        json.WriteEndObject();
    }
}
