using System.CommandLine;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Models;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig inspect</c>: what a file's header says.</summary>
internal static class InspectCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("inspect", "What a model's header says: facts, tensors by type, sizes.");
        Argument<string> model = new("model") { Description = "GGUF file, safetensors folder, hf:owner/repo[:file], https address or catalogue id" };
        Option<string?> quant = new("--quant") { Description = "quantization recipe of a catalogue model", HelpName = "NAME" };
        Option<bool> tensors = new("--tensors") { Description = "list every tensor" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        command.Add(quant);
        command.Add(tensors);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = new() { Model = parsed.GetRequiredValue(model), Quant = parsed.GetValue(quant) };
            Model found = await surroundings.Models.FindAsync(request, cancellation);
            bool all = parsed.GetValue(tensors);
            surroundings.Terminal.Answer(parsed.GetValue(json), w => InspectionWriter.Write(w, found, all), () => InspectScreen.Of(found, all));
            return 0;
        });
        return command;
    }
}
