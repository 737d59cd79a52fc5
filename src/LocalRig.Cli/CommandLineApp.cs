using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Cli.Commands;
using LocalRig.Contract;

namespace LocalRig.Cli;

/// <summary>The command line as a whole: commands, usage errors, exit codes.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs one command line and gives its exit code; nothing is thrown.</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        Terminal terminal = surroundings.Terminal;
        bool json = args.Contains(SharedOptions.JsonName);
        try
        {
            ParseResult parsed = Root(surroundings).Parse(args, new ParserConfiguration { EnablePosixBundling = false });
            if (UsageProblems.Of(parsed) is Problem problem)
            {
                return Fail(terminal, problem, json);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (RequestException wrong)
        {
            return Fail(terminal, wrong.Combined, json);
        }
        catch (OperationCanceledException)
        {
            return Fail(terminal, new Problem(ErrorCode.Unexpected, "Stopped."), json);
        }
#pragma warning disable CA1031 // the last line of defence: a sentence and exit code 1 instead of a stack trace
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            string hint = "Please report it with the command you gave.";
            return Fail(terminal, new Problem(ErrorCode.Unexpected, $"Something unexpected happened: {unexpected.Message} ({unexpected.GetType().Name})", hint), json);
        }
    }

    private static RootCommand Root(Surroundings surroundings)
    {
        RootCommand root = new("Which open model can this machine run, how much memory does it take, how fast is it? Exact, with reasons.");
        HomeCommand.AddTo(root, surroundings);
        root.Add(PlanCommand.Make(surroundings));
        root.Add(InspectCommand.Make(surroundings));
        root.Add(CurveCommand.Make(surroundings));
        root.Add(CommandsCommand.Make(surroundings));
        root.Add(BuyCommand.Make(surroundings));
        root.Add(UpgradeCommand.Make(surroundings));
        root.Add(CloudCommand.Make(surroundings));
        root.Add(StartCommand.Make(surroundings));
        root.Add(AuditCommand.Make(surroundings));
        root.Add(HelpCommand.Make(surroundings));
        root.Add(LeversCommand.Make(surroundings));
        root.Add(CompareCommand.Make(surroundings));
        root.Add(NeedsCommand.Make(surroundings));
        root.Add(MatchCommand.Make(surroundings));
        root.Add(QuantsCommand.Make(surroundings));
        root.Add(RankCommand.Make(surroundings));
        root.Add(ServeCommand.Make(surroundings));
        root.Add(ModelsCommand.Make(surroundings));
        root.Add(RigsCommand.Make(surroundings));
        root.Add(DoctorCommand.Make(surroundings));
        root.Add(CompletionsCommand.Make(surroundings));
        return root;
    }

    private static int Fail(Terminal terminal, Problem problem, bool json)
    {
        terminal.Output.Flush();
        string sentence = problem.Hint.Length > 0 ? $"{problem.Message} {problem.Hint}" : problem.Message;
        terminal.Error.WriteLine(json ? PlanResultWriter.ToJson(problem) : $"localrig: {sentence}");
        return problem.Code.ExitCode();
    }
}
