using System.CommandLine;
using LocalRig.Contract;

namespace LocalRig.Cli.Commands;

/// <summary>Options and steps several commands share.</summary>
internal static class SharedOptions
{
    /// <summary>The name of the option for machine-readable answers.</summary>
    public const string JsonName = "--json";

    /// <summary>The option for machine-readable answers.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "print the answer, or the error, as JSON" };

    /// <summary>The model a command is about.</summary>
    public static Argument<string> Model(string what = "GGUF file, catalogue id (Qwen3.5-27B), hf:owner/repo[:file] or https address") => new("model") { Description = what };

    /// <summary>Opens a text file the user named.</summary>
    /// <exception cref="RequestException">It cannot be read.</exception>
    public static TextReader OpenText(string path, string hint = "Name a file of one JSON request per line.")
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{path} cannot be read: {e.Message}", hint, path));
        }
    }
}
