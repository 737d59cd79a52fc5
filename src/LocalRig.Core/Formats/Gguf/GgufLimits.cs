namespace LocalRig.Formats.Gguf;

/// <summary>What a GGUF header may ask for before it is refused, each with its reason.
/// Counts are also held against the bytes the file really has, so that a lie costs nothing.</summary>
public static class GgufLimits
{
    /// <summary>Bytes of a metadata key: GGUF's specification allows 2^16 - 1.</summary>
    public const int KeyBytes = 65_535;

    /// <summary>Bytes of a tensor's name: ggml keeps 64 with the closing zero (GGML_MAX_NAME).</summary>
    public const int TensorNameBytes = 63;

    /// <summary>Dimensions of a tensor (GGML_MAX_DIMS).</summary>
    public const int Dimensions = 4;

    /// <summary>Metadata keys; published files have about 50.</summary>
    public const int Keys = 65_536;

    /// <summary>Tensors in one file; the largest published models have a few thousand, unmerged experts at most 10^5.</summary>
    public const int Tensors = 1 << 20;

    /// <summary>Bytes of one decoded text; the longest real ones, chat templates, stay below 1 MiB.</summary>
    public const int TextBytes = 16 << 20;

    /// <summary>Arrays inside arrays; the specification allows any depth, no known file uses more than one.</summary>
    public const int ArrayDepth = 4;

    /// <summary>Bytes of the whole header; the largest published ones (250k tokens with merges) take about 20 MiB.</summary>
    public const int HeaderBytes = 256 << 20;

    /// <summary>Items of one array: each takes a byte or more of the header.</summary>
    public const int ArrayItems = HeaderBytes;

    /// <summary>Items up to which an array of numbers or truth values is decoded unasked: no model has so many layers,
    /// every vocabulary has more tokens.</summary>
    public const int DecodedItems = 1024;

    /// <summary>Bytes the data section is aligned to when the file doesn't say (GGUF_DEFAULT_ALIGNMENT).</summary>
    public const int DefaultAlignment = 32;

    /// <summary>Largest alignment believed: the largest page size of any operating system (1 GiB).</summary>
    public const int Alignment = 1 << 30;

    /// <summary>Fewest bytes a metadata entry takes: key length, one letter, value type, one byte.</summary>
    internal const int SmallestEntry = 8 + 1 + 4 + 1;

    /// <summary>Fewest bytes a tensor's description takes: name length, dimension count, type, offset.</summary>
    internal const int SmallestTensor = 8 + 4 + 4 + 8;
}
