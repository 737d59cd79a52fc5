using System.CommandLine;
using LocalRig.Contract;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig completions SHELL</c>: a script that makes a shell complete localrig's command lines.</summary>
internal static class CompletionsCommand
{
    // Each script asks the program itself: [suggest:POSITION] "line" prints one completion per line (System.CommandLine's directive).
    private const string Bash = """
        _localrig() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -o default -W "$(localrig "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _localrig localrig
        """;

    private const string Zsh = """
        #compdef localrig
        _localrig() {
            local -a found
            found=("${(@f)$(localrig "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _localrig localrig
        """;

    private const string Fish = """
        complete -c localrig -a '(localrig "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Make(Surroundings surroundings)
    {
        Command command = new("completions", "A completion script for your shell: eval \"$(localrig completions bash)\".");
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish" };
        command.Add(shell);
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            surroundings.Terminal.Output.WriteLine(name switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => throw new RequestException(new Problem(ErrorCode.Usage, $"There are no completions for \"{name}\".", "Write bash, zsh or fish.", "shell")),
            });
            return 0;
        });
        return command;
    }
}
