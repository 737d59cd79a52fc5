using System.CommandLine;
using LocalRig.Contract;
using LocalRig.Runtimes;

namespace LocalRig.Cli.Commands;

/// <summary>The option <c>--runtime NAME[@VERSION]</c>.</summary>
internal static class RuntimeOption
{
    public static Option<string?> Make(string description)
    {
        Option<string?> runtime = new("--runtime") { Description = $"{description}: {string.Join(", ", RuntimeCommands.Names)}", HelpName = "NAME" };
        runtime.CompletionSources.Add([.. RuntimeCommands.Names]);
        return runtime;
    }

    /// <summary>The runtime's word and its version, which may be empty; null when none was given.</summary>
    /// <exception cref="RequestException">LocalRig doesn't know the runtime, or the version is none.</exception>
    public static (string Name, string Version)? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string hint = $"Write {string.Join(", ", RuntimeCommands.Names[..^1])} or {RuntimeCommands.Names[^1]}, with a version if you like: ollama@0.29.";
        string[] parts = text.Split('@', 2);
        string name = parts[0].ToLowerInvariant();
        if (!RuntimeCommands.Names.Contains(name))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"LocalRig writes no commands for \"{text}\".", hint, "--runtime"));
        }

        if (parts is [_, var version] && !(version.Length > 0 && char.IsAsciiDigit(version.TrimStart('v').FirstOrDefault())))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"\"{version}\" is no version.", hint, "--runtime"));
        }

        return (name, parts.Length > 1 ? parts[1] : "");
    }
}
