using System.CommandLine;
using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Units;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig levers</c>: what each change to a plan saves and costs.</summary>
internal static class LeversCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("levers", "From a plan: each change, what it saves on every device and does to speed, and the cheapest that makes it fit.");
        Argument<string> model = SharedOptions.Model();
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = options.Request(parsed, parsed.GetValue(model)!);
            (Configuration now, QuantLadder ladder) = await new ConfigurationService(surroundings).FindAsync(request, cancellation);
            Projector? projector = await ProjectorFile.FindAsync(request, surroundings.Models, cancellation);
            LeverBoard board = LeverBoard.Of(now, ladder, projector);
            Terminal terminal = surroundings.Terminal;
            terminal.Answer(parsed.GetValue(json), w => LeversWriter.Write(w, board), () => LeversScreen.Of(board, terminal.Width));
            return 0;
        });
        return command;
    }
}
