using LocalRig.Local.Probes;

namespace LocalRig.App.Tests.Probes;

/// <summary>A machine of <c>tests/data/machines</c>; the README there explains the lines.</summary>
internal sealed class CapturedMachine : IMachineTexts
{
    private readonly Dictionary<string, string> _files = [];
    private readonly List<(string Command, string End, string Printed)> _commands = [];

    private CapturedMachine(string text)
    {
        string[] parts = text.Split("--- ");
        Lines = [.. parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split(' ', 2)).Select(static p => (p[0], p[1]))];
        foreach (string part in parts.Skip(1))
        {
            string[] section = part.Split('\n', 2);
            if (section[0].StartsWith("$ ", StringComparison.Ordinal))
            {
                string[] command = section[0][2..].Split(" -> ");
                _commands.Add((command[0], command.Length > 1 ? command[1] : "0", section[1]));
            }
            else
            {
                _files[section[0]] = section[1];
            }
        }
    }

    /// <summary>What is said of it: a word, and the rest of the line.</summary>
    public IReadOnlyList<(string Word, string Told)> Lines { get; }

    public OperatingKind System => Enum.Parse<OperatingKind>(Told("system").Single(), ignoreCase: true);

    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "data", "machines");

    public static CapturedMachine Named(string name) => new(global::System.IO.File.ReadAllText(Path.Combine(Folder, name + ".txt")));

    public IEnumerable<string> Told(string word) => Lines.Where(l => l.Word == word).Select(l => l.Told);

    public string? File(string path) => _files.GetValueOrDefault(path);

    public IReadOnlyList<string> Names(string folder) =>
        [.. _files.Keys.Where(k => k.StartsWith(folder + "/", StringComparison.Ordinal)).Select(k => k[(folder.Length + 1)..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];

    public string? Variable(string name) =>
        Told("variable").Select(v => v.Split('=', 2)).Where(v => v[0] == name).Select(v => v[1]).FirstOrDefault();

    public Task<ToolAnswer> AskAsync(TimeSpan patience, string tool, params string[] arguments)
    {
        string asked = $"{tool} {string.Join(' ', arguments)} ";
        (string command, string end, string printed) = _commands.Where(c => asked.StartsWith(c.Command + " ", StringComparison.Ordinal) || asked.StartsWith(c.Command + "=", StringComparison.Ordinal)).OrderBy(c => c.Command.Length).LastOrDefault();
        return Task.FromResult(
            command is null ? new ToolAnswer(ToolState.Missing, "", $"{tool} is not installed")
            : end == "slow" ? Command.Late(tool, patience)
            : Command.Ended(tool, int.Parse(end), printed, ""));
    }
}
