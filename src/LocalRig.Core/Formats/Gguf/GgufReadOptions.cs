namespace LocalRig.Formats.Gguf;

/// <summary>What to decode beyond the numbers and texts that are always decoded.</summary>
public sealed record GgufReadOptions
{
    /// <summary>The usual: short arrays of numbers are decoded, vocabularies are passed over.</summary>
    public static GgufReadOptions Default { get; } = new();

    /// <summary>Items up to which an array of numbers or truth values is decoded.</summary>
    public int DecodedItems { get; init; } = GgufLimits.DecodedItems;

    /// <summary>Keys of arrays to decode whatever their length and kind (<c>tokenizer.ggml.tokens</c>).</summary>
    public IReadOnlySet<string> Wanted { get; init; } = new HashSet<string>();

    /// <summary>Whether tensor data beyond the file's end is an error; off for headers cut from their file on purpose.</summary>
    public bool RequireData { get; init; } = true;
}
