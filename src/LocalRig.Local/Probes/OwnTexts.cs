namespace LocalRig.Local.Probes;

/// <summary>The texts of the machine LocalRig runs on.</summary>
/// <param name="renamed">Another tool to ask instead of one, for tests: its name and its path.</param>
internal sealed class OwnTexts((string Tool, string Path)? renamed = null) : IMachineTexts
{
    /// <inheritdoc/>
    public OperatingKind System =>
        OperatingSystem.IsMacOS() ? OperatingKind.Mac : OperatingSystem.IsWindows() ? OperatingKind.Windows : OperatingKind.Linux;

    /// <inheritdoc/>
    public string? File(string path)
    {
        try
        {
            return global::System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public Task<ToolAnswer> AskAsync(TimeSpan patience, string tool, params string[] arguments) =>
        Command.AskAsync(patience, tool == renamed?.Tool ? renamed.Value.Path : tool, arguments);
}
