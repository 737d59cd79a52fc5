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
        Argument<string?> model = new("model") { Description = "GGUF file, catalogue id (Qwen3.5-27B), hf:owner/repo[:file] or https address" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<(RequestField, string, string)> given = [(RequestFields.Find("model")!, "model", parsed.GetValue(model)!), .. options.Given(parsed)];
            PlanRequest request = PlanRequestReader.FromTexts(given);
            (Configuration now, QuantLadder ladder) = await new ConfigurationService(surroundings).FindAsync(request, cancellation);
            Projector? projector = await ProjectorFile.FindAsync(request, surroundings.Models, cancellation);
            LeverBoard board = LeverBoard.Of(now, ladder, projector);
            Terminal terminal = surroundings.Terminal;
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(PlanResultWriter.Text(false, w => LeversWriter.Write(w, board)));
            }
            else
            {
                terminal.Draw(LeversScreen.Of(board, terminal.Width));
            }

            return 0;
        });
        return command;
    }
}
