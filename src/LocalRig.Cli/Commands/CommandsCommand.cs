using System.Collections.Immutable;
using System.CommandLine;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Runtimes;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig commands</c>: what to type to run a plan in each runtime.</summary>
internal static class CommandsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("commands", "How to run a plan in llama-server, Ollama, LM Studio, vLLM, SGLang and MLX, and what each can't express.");
        Argument<string> model = SharedOptions.Model();
        Option<string?> runtime = RuntimeOption.Make("one alone, with a version where it matters (ollama@0.29)");
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        command.Add(runtime);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            (string Name, string Version)? wanted = RuntimeOption.Read(parsed.GetValue(runtime));
            MemoryPlan plan = await new PlanService(surroundings).AnswerAsync(options.Request(parsed, parsed.GetValue(model)!), cancellation);
            ImmutableArray<RuntimeCommand> commands = wanted is (string name, string version) ? [RuntimeCommands.Of(plan, name, version)!] : RuntimeCommands.Of(plan);
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(
                    PlanResultWriter.Text(false, w => CommandsWriter.Write(w, plan.Model.Id, plan.Model.QuantName, plan.Rig.Name, commands)));
            }
            else
            {
                CommandsScreen.Draw(surroundings.Terminal, plan, commands);
            }

            return 0;
        });
        return command;
    }
}
