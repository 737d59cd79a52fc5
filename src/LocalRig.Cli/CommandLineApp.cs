using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Answers;
using LocalRig.Cli.Commands;
using LocalRig.Contract;
using LocalRig.Ledger;
using LocalRig.Questions;

namespace LocalRig.Cli;

/// <summary>The command line as a whole: commands, usage errors, exit codes.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs one command line and gives its exit code; nothing is thrown.</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        Terminal terminal = surroundings.Terminal;
        bool json = args.Contains(QuestionCommand.JsonName);
        if (ShortLife.TooLittleMemory() is Problem poor)
        {
            return Fail(terminal, poor, json);
        }

        try
        {
            if (GroupedHelp.IsAsked(args))
            {
                terminal.Draw(GroupedHelp.Screen());
                return 0;
            }

            ParseResult parsed = Root(args, surroundings).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (UsageProblems.Of(parsed) is Problem problem)
            {
                return Fail(terminal, problem, json);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // EndSignals ends it
            });
        }
        catch (RequestException wrong)
        {
            return Fail(terminal, wrong.Combined, json);
        }
        catch (LedgerException closed)
        {
            return Fail(terminal, closed.Problem, json);
        }
        catch (Exception gone) when (gone is ReaderGoneException or OutputException)
        {
            throw; // there is no answering where nothing can be written
        }
        catch (Exception full) when (full is OutOfMemoryException || full.GetBaseException() is OutOfMemoryException)
        {
            return Fail(terminal, new Problem(ErrorCode.Limit, "There is not enough memory for this answer on this machine.", "Ask for less at once, or give the container more memory (128 MB is enough for every question)."), json);
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

    /// <summary>The program with its commands. Only those a command line could mean get their options: making all takes longer than a plan.</summary>
    private static RootCommand Root(string[] args, Surroundings surroundings)
    {
        RootCommand root = new("Which open model can this machine run, how much memory does it take, how fast is it? Exact, with reasons.");
        QuestionCommand.AddTo(root, "survey", "plan", surroundings);
        bool completing = args is [['[', ..], ..];
        foreach (string question in QuestionTable.Names)
        {
            root.Add(completing || args.Contains(question) ? QuestionCommand.Make(question, surroundings) : new Command(question));
        }

        foreach (string name in ProofCommands.Names)
        {
            root.Add(completing || args.Contains(name) ? ProofCommands.Make(name, surroundings) : new Command(name));
        }

        root.Add(completing || args.Contains(WebCommand.Name) ? WebCommand.Make(surroundings) : new Command(WebCommand.Name));
        root.Add(completing || args.Contains(McpCommand.Name) ? McpCommand.Make(surroundings) : new Command(McpCommand.Name));
        root.Add(completing || args.Contains(SiteCommand.Name) ? SiteCommand.Make(surroundings) : new Command(SiteCommand.Name));
        root.Add(HelpCommand.Make(surroundings));
        root.Add(SchemaCommand.Make(surroundings));
        root.Add(CompletionsCommand.Make(surroundings));
        return root;
    }

    private static int Fail(Terminal terminal, Problem problem, bool json)
    {
        terminal.Output.Flush();
        string sentence = problem.Hint.Length > 0 ? $"{problem.Message} {problem.Hint}" : problem.Message;
        try
        {
            terminal.Error.WriteLine(json ? ProblemJson.Shape.Text(problem) : $"localrig: {VisibleText.Of(sentence)}");
        }
        catch (IOException)
        {
            // Nobody can be told; the exit code remains.
        }

        return problem.Code.ExitCode();
    }
}
