namespace LocalRig.Local.Sources;

/// <summary>Why a model could not be had.</summary>
public enum ModelSourceError
{
    /// <summary>Nothing is there.</summary>
    NotFound,

    /// <summary>Something is there, but it is no sound model.</summary>
    NotAModel,

    /// <summary>Access was refused: rights of a file, a missing token.</summary>
    AccessDenied,

    /// <summary>The network or the server failed.</summary>
    Unreachable,

    /// <summary>Several files fit the description.</summary>
    Ambiguous,
}

/// <summary>A model that could not be found or read; its message is one sentence for the person who named it.</summary>
/// <param name="error">Why.</param>
/// <param name="source">What was named: a path, an address.</param>
/// <param name="message">What is wrong, where.</param>
/// <param name="hint">How to mend it, or an empty string.</param>
/// <param name="inner">The underlying error.</param>
public sealed class ModelSourceException(ModelSourceError error, string source, string message, string hint = "", Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ModelSourceError Error { get; } = error;

    /// <summary>What was named: a path, an address.</summary>
    public string Where { get; } = source;

    /// <summary>How to mend it, or an empty string.</summary>
    public string Hint { get; } = hint;
}
