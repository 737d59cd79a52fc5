namespace LocalRig.Formats;

/// <summary>A model file that cannot be believed: where it goes wrong, in which field, and why.</summary>
public abstract class ModelFormatException : Exception
{
    private protected ModelFormatException(long offset, string field, string reason, Exception? inner = null)
        : base($"{reason} ({field}, at byte {offset})", inner)
    {
        Offset = offset;
        Field = field;
        Reason = reason;
    }

    /// <summary>Bytes from the start of the file to the trouble.</summary>
    public long Offset { get; }

    /// <summary>The field, metadata key or tensor being read.</summary>
    public string Field { get; }

    /// <summary>What is wrong, as a clause without a full stop.</summary>
    public string Reason { get; }
}

/// <summary>The bytes are not a model in any format LocalRig reads.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="field">The field being read.</param>
/// <param name="reason">What is wrong.</param>
public sealed class UnknownFormatException(long offset, string field, string reason)
    : ModelFormatException(offset, field, reason);

/// <summary>The format is right but its version is one LocalRig cannot read.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="field">The field being read.</param>
/// <param name="reason">What is wrong.</param>
public sealed class UnsupportedVersionException(long offset, string field, string reason)
    : ModelFormatException(offset, field, reason);

/// <summary>The file ends before its contents do: a download cut short.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="field">The field being read.</param>
/// <param name="reason">What is wrong.</param>
/// <param name="missingBytes">How many bytes the file lacks, at least.</param>
public sealed class TruncatedModelException(long offset, string field, string reason, long missingBytes)
    : ModelFormatException(offset, field, reason)
{
    /// <summary>How many bytes the file lacks, at least.</summary>
    public long MissingBytes { get; } = missingBytes;
}

/// <summary>A number in the file is beyond a named limit that no real model reaches.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="field">The field being read.</param>
/// <param name="reason">What is wrong.</param>
public sealed class FormatLimitException(long offset, string field, string reason)
    : ModelFormatException(offset, field, reason);

/// <summary>The file contradicts itself or its format's rules.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="field">The field being read.</param>
/// <param name="reason">What is wrong.</param>
/// <param name="inner">What the underlying reader said, if any.</param>
public sealed class CorruptModelException(long offset, string field, string reason, Exception? inner = null)
    : ModelFormatException(offset, field, reason, inner);

/// <summary>The parts of a split model do not make a whole: one is missing or belongs elsewhere.</summary>
/// <param name="field">The part or the key at odds.</param>
/// <param name="reason">What is wrong.</param>
public sealed class SplitModelException(string field, string reason)
    : ModelFormatException(0, field, reason);
