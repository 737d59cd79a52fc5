namespace LocalRig.Formats;

/// <summary>Reading stopped at the end of the bytes at hand although the file goes on; never leaves the readers.</summary>
/// <param name="length">Bytes from the start of the file that must be at hand to get further.</param>
internal sealed class MoreBytesNeededException(long length) : Exception
{
    /// <summary>Bytes from the start of the file that must be at hand to get further.</summary>
    public long Length { get; } = length;
}
