using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LocalRig.Units;

namespace LocalRig.Runtimes;

/// <summary>How to run a plan in one runtime, or why that can't be.</summary>
public sealed record RuntimeCommand
{
    /// <summary>The runtime's word: <c>llama-server</c>, <c>ollama</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The version the commands are valid for.</summary>
    public required string Version { get; init; }

    /// <summary>The page that documents the options.</summary>
    public required string Source { get; init; }

    /// <summary>What to type, in order; empty where it can't run the plan.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Files to write first.</summary>
    public ImmutableArray<RuntimeFile> Files { get; init; } = [];

    /// <summary>Variables the server is started with.</summary>
    public ImmutableArray<RuntimeVariable> Environment { get; init; } = [];

    /// <summary>What the first start downloads; null where it downloads nothing or that isn't known.</summary>
    public RuntimeDownload? Download { get; init; }

    /// <summary>Why it can't run the plan, as one sentence; empty when it can.</summary>
    public string Cannot { get; init; } = "";

    /// <summary>What of the plan it can't express, and what else to know, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Everything to do as one shell script; empty where it can't run the plan.</summary>
    public string Script
    {
        get
        {
            StringBuilder script = new();
            foreach (RuntimeFile file in Files)
            {
                script.Append("cat > ").Append(file.Name).Append(" <<'EOF'\n").Append(file.Text).Append("EOF\n");
            }

            if (!Environment.IsEmpty)
            {
                script.Append("export ").AppendJoin(' ', Environment.Select(v => $"{v.Name}={v.Value}")).Append('\n');
            }

            return script.AppendJoin('\n', Lines).ToString();
        }
    }
}

/// <summary>A file a runtime reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What is in it, with a line break at its end.</param>
public sealed record RuntimeFile(string Name, string Text);

/// <summary>A variable of a server's environment.</summary>
/// <param name="Name">Its name: <c>OLLAMA_NUM_PARALLEL</c>.</param>
/// <param name="Value">Its value.</param>
public sealed record RuntimeVariable(string Name, string Value);

/// <summary>What the first start of a command downloads, and the room it takes.</summary>
/// <param name="Repository">The repository on the Hub.</param>
/// <param name="Size">Its size: as published, else the plan's weights.</param>
/// <param name="Published">Whether the size is the published one.</param>
/// <param name="Disk">Room on the disk: what is downloaded, and what the command makes of it.</param>
/// <param name="Source">Where the repository stands.</param>
public sealed record RuntimeDownload(string Repository, ByteSize Size, bool Published, ByteSize Disk, string Source)
{
    /// <summary>All of it as one sentence.</summary>
    public string Sentence => $"The first start downloads {(Published ? "" : "about ")}{Gigabytes(Size)} from {Repository}; keep {Gigabytes(Disk)} of disk free.";

    private static string Gigabytes(ByteSize size)
    {
        const double Gigabyte = 1e9; // as download pages and disks count
        return $"{(size.Bytes / Gigabyte).ToString("0.#", CultureInfo.InvariantCulture)} GB";
    }
}
