using System.Collections.Immutable;

namespace LocalRig.Web;

/// <summary>How a server is started.</summary>
public sealed record WebOptions
{
    /// <summary>Where it listens; null for this machine alone, on the usual port or the next free one.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary>What clients must show; null for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>Whether others are answered without a token.</summary>
    public bool Open { get; init; }

    /// <summary>The folder whose models and guides clients may name; null for none.</summary>
    public string? Files { get; init; }

    /// <summary>Servers that models may be read from: <c>huggingface.co</c>; none by default.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Other names the server is known by, such as a reverse proxy's.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>The folder of the built page; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>Whether anybody may ask what this machine is, not just its own users.</summary>
    public bool ThisMachine { get; init; }

    /// <summary>Where results go that clients send; null where none are taken.</summary>
    public IEvidenceIntake? Evidence { get; init; }

    /// <summary>What clients may take.</summary>
    public WebLimits Limits { get; init; } = new();

    /// <summary>Whether only this machine can reach it.</summary>
    internal bool IsPrivate => Listen?.IsLoopback ?? true;

    /// <summary>Whether questions of this machine are answered.</summary>
    internal bool AnswersThisMachine => IsPrivate || ThisMachine;
}
