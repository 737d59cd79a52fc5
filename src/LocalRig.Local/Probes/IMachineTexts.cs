namespace LocalRig.Local.Probes;

/// <summary>What probes read of a machine: its files and what its tools print. Tests hand in what was captured on others.</summary>
internal interface IMachineTexts
{
    /// <summary>The system it runs.</summary>
    OperatingKind System { get; }

    /// <summary>A file's text; null where there is none or it may not be read.</summary>
    string? File(string path);

    /// <summary>Names of what a folder holds, in order; none where there is no such folder.</summary>
    IReadOnlyList<string> Names(string folder);

    /// <summary>An environment variable; null where it isn't set.</summary>
    string? Variable(string name);

    /// <summary>What a tool printed.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="tool">Its name, or its path.</param>
    /// <param name="arguments">What it is told.</param>
    Task<ToolAnswer> AskAsync(TimeSpan patience, string tool, params string[] arguments);
}

/// <summary>Kinds of systems, as far as they are asked differently.</summary>
internal enum OperatingKind
{
    /// <summary>Linux, also under Windows (WSL) and in containers.</summary>
    Linux,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>macOS.</summary>
    Mac,
}
