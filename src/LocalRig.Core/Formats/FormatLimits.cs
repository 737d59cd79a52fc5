namespace LocalRig.Formats;

/// <summary>Limits all formats share.</summary>
public static class FormatLimits
{
    /// <summary>Bytes of one file's tensor data: 16 TiB, the largest file ext4 keeps. Sums over all parts stay within 64 bits.</summary>
    public const long DataBytes = 1L << 44;
}
