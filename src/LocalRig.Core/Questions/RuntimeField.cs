using LocalRig.Contract;
using LocalRig.Runtimes;

namespace LocalRig.Questions;

/// <summary>The field <c>runtime</c>: a runtime LocalRig writes commands for, with a version where it matters.</summary>
internal static class RuntimeField
{
    /// <summary>The field.</summary>
    /// <param name="help">What it is taken for.</param>
    /// <param name="set">Puts the runtime's word and its version, which may be empty, into the request.</param>
    public static Field<T> Of<T>(string help, Func<T, (string Name, string Version)?, T> set) =>
        new()
        {
            Name = "runtime",
            Help = $"{help}: {string.Join(", ", RuntimeCommands.Names)}",
            Options = FieldOption.Value("NAME", "--runtime"),
            Completions = RuntimeCommands.Names,
            Example = "ollama@0.29",
            Apply = (r, v) => set(r, Read(v)),
        };

    private static (string Name, string Version)? Read(FieldReader value)
    {
        string text = value.Text("a runtime");
        string hint = $"Write {string.Join(", ", RuntimeCommands.Names[..^1])} or {RuntimeCommands.Names[^1]}, with a version if you like: ollama@0.29.";
        string[] parts = text.Split('@', 2);
        string name = parts[0].ToLowerInvariant();
        if (!RuntimeCommands.Names.Contains(name))
        {
            value.Refuse($"LocalRig writes no commands for \"{text}\".", hint);
        }
        else if (parts is [_, var version] && !(version.Length > 0 && char.IsAsciiDigit(version.TrimStart('v').FirstOrDefault())))
        {
            value.Refuse($"\"{version}\" is no version.", hint);
        }

        return (name, parts.Length > 1 ? parts[1] : "");
    }
}
