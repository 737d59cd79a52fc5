using System.CommandLine;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Runtimes;
using Spectre.Console;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig plan</c>: what a model takes, per device and part.</summary>
internal static class PlanCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("plan", "What a model takes on a rig: memory per device and part, headroom, largest context, verdict.");
        Argument<string?> model = new("model")
        {
            Description = "GGUF file, catalogue id (Qwen3.5-27B), hf:owner/repo[:file] or https address",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = SharedOptions.Json();
        Option<string?> batch = new("--batch") { Description = "answer one JSON request per line of a file, - for standard input", HelpName = "FILE" };
        command.Add(model);
        RequestOptions options = new(command);
        command.Add(json);
        command.Add(batch);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<(RequestField, string, string)> given = options.Given(parsed);
            string? named = parsed.GetValue(model);
            if (named is not null)
            {
                given.Insert(0, (RequestFields.Find("model")!, "model", named));
            }

            PlanService service = new(surroundings);
            if (parsed.GetValue(batch) is string source)
            {
                return await BatchAsync(surroundings.Terminal, service, source, PlanRequestReader.Defaults(given), cancellation);
            }

            MemoryPlan plan = await service.AnswerAsync(PlanRequestReader.FromTexts(given), cancellation);
            Show(surroundings.Terminal, plan, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Show(Terminal terminal, MemoryPlan plan, bool json)
    {
        if (json)
        {
            terminal.Output.WriteLine(PlanResultWriter.ToJson(plan));
        }
        else
        {
            terminal.Draw(PlanScreen.Of(plan, terminal.Width));

            // Not drawn: a drawn line is broken at the screen's edge, and this one is to be copied.
            terminal.Output.WriteLine($"\n$ {LlamaServerCommand.Line(plan)}");
            terminal.Draw(new Rows(LlamaServerCommand.Cautions(plan).Select(c => Quantities.Indented($"· {c}", "yellow"))));
        }
    }

    private static async Task<int> BatchAsync(
        Terminal terminal, PlanService service, string source, PlanRequest defaults, CancellationToken cancellation)
    {
        using TextReader? file = source == "-" ? null : SharedOptions.OpenText(source);
        await BatchRunner.RunAsync(file ?? terminal.Input, terminal.Output, line => service.AnswerJsonAsync(line, defaults, cancellation), cancellation);
        return 0;
    }
}
