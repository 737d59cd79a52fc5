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
        Argument<string> model = new("model") { Description = "GGUF file, catalogue id (Qwen3.5-27B), hf:owner/repo[:file] or https address" };
        Option<string?> runtime = new("--runtime") { Description = $"one alone, with a version where it matters (ollama@0.29): {string.Join(", ", RuntimeCommands.Names)}", HelpName = "NAME" };
        runtime.CompletionSources.Add([.. RuntimeCommands.Names]);
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        command.Add(runtime);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            string? wanted = parsed.GetValue(runtime);
            Refuse(wanted);
            List<(RequestField, string, string)> given = [(RequestFields.Find("model")!, "model", parsed.GetValue(model)!), .. options.Given(parsed)];
            MemoryPlan plan = await new PlanService(surroundings).AnswerAsync(PlanRequestReader.FromTexts(given), cancellation);
            ImmutableArray<RuntimeCommand> commands = wanted is null ? RuntimeCommands.Of(plan) : [One(plan, wanted)];
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

    private static RuntimeCommand One(MemoryPlan plan, string wanted)
    {
        string[] parts = wanted.Split('@', 2);
        return RuntimeCommands.Of(plan, parts[0].ToLowerInvariant(), parts.Length > 1 ? parts[1] : "")!;
    }

    private static void Refuse(string? wanted)
    {
        string hint = $"Write {string.Join(", ", RuntimeCommands.Names[..^1])} or {RuntimeCommands.Names[^1]}, with a version if you like: ollama@0.29.";
        if (wanted is not null && !RuntimeCommands.Names.Contains(wanted.Split('@')[0].ToLowerInvariant()))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"LocalRig writes no commands for \"{wanted}\".", hint, "--runtime"));
        }

        if (wanted?.Split('@', 2) is [_, var version] && !(version.Length > 0 && char.IsAsciiDigit(version.TrimStart('v').FirstOrDefault())))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"\"{version}\" is no version.", hint, "--runtime"));
        }
    }
}
