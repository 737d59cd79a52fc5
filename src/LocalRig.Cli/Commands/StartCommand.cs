using System.CommandLine;
using LocalRig.Advice.Starting;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig start</c>: three questions, one pick.</summary>
internal static class StartCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("start", "Three questions and one pick, for somebody who knows nothing yet.");
        Option<string?> rig = new("--rig") { Description = "answers the first question: this, rtx-3060, \"MacBook Air M3 16GB\"", HelpName = "RIG" };
        Option<string?> purpose = new("--for") { Description = "answers the second: chat, coding, documents, several", HelpName = "PURPOSE" };
        Option<string?> want = new("--want") { Description = "answers the third: quality, speed", HelpName = "WHAT" };
        Option<bool> json = SharedOptions.Json();
        command.Add(rig);
        command.Add(purpose);
        command.Add(want);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = surroundings.Terminal;
            bool asJson = parsed.GetValue(json);
            StartDialog dialog = new(surroundings, asks: !asJson);
            (string? machineGiven, string? forGiven, string? wantGiven) = (parsed.GetValue(rig), parsed.GetValue(purpose), parsed.GetValue(want));

            // Options are read before anything is asked: nobody answers questions for a command line that is wrong.
            Purpose? known = forGiven is null ? null : await dialog.PurposeAsync(forGiven, cancellation);
            Priority? wanted = wantGiven is null ? null : await dialog.PriorityAsync(wantGiven, cancellation);
            Rig machine = await dialog.RigAsync(machineGiven, cancellation);
            StartQuestion question = new(known ?? await dialog.PurposeAsync(null, cancellation), wanted ?? await dialog.PriorityAsync(null, cancellation));
            StartPick pick = Starter.Of(surroundings.Models.Listed, machine, surroundings.Engines.Find(null), question);
            if (asJson)
            {
                terminal.Output.WriteLine(PlanResultWriter.Text(false, w => StartWriter.Write(w, pick)));
            }
            else
            {
                terminal.Draw(StartScreen.Of(pick));
                terminal.Output.Write(StartScreen.Commands(pick));
            }

            return 0;
        });
        return command;
    }
}
