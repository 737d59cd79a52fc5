using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Cli.Commands;
using LocalRig.Contract;

namespace LocalRig.Cli;

/// <summary>Says what is wrong with a command line, with what was probably meant.</summary>
internal static class UsageProblems
{
    /// <summary>The first problem, or null.</summary>
    public static Problem? Of(ParseResult parsed)
    {
        if (parsed.Action is System.CommandLine.Help.HelpAction || parsed.Tokens is [{ Type: TokenType.Directive }, ..])
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        string? stray = parsed.UnmatchedTokens is [string first, ..] ? first : SwallowedOption(parsed);
        if (stray is not null)
        {
            return Stray(command, stray);
        }

        return parsed.Errors.Count == 0
            ? null
            : new Problem(ErrorCode.Usage, Sentence(parsed.Errors[0].Message), $"See `localrig {Path(command)}--help`.", "command line");
    }

    /// <summary>An option nobody knows that was taken for an argument; one with a space is a text in quotes that holds options.</summary>
    private static string? SwallowedOption(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .FirstOrDefault(t => t.Length > 1 && t[0] == '-' && !t.Contains(' ', StringComparison.Ordinal));

    private static Problem Stray(Command command, string stray)
    {
        bool option = stray.StartsWith('-');
        IEnumerable<string> known = option
            ? command.Options.SelectMany(o => o.Aliases.Append(o.Name))
            : command.Subcommands.Select(c => c.Name);
        string? near = Spelling.Nearest(stray, known);
        string kind = option ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        Topic? topic = option || command is not RootCommand ? null : Topic.Find(stray);
        string hint = topic is not null ? $"See `localrig help {topic.Name}`." : near is null ? $"See `localrig {Path(command)}--help`." : $"Did you mean `{near}`?";
        return new Problem(ErrorCode.Usage, $"There is no {kind} `{stray}`.", hint, stray);
    }

    private static string Path(Command command) => command is RootCommand ? "" : command.Name + " ";

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
