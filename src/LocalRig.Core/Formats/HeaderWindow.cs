namespace LocalRig.Formats;

/// <summary>Gives bytes of a file from a place on: at least as many as are asked for, and as many more as suits it. They are valid until the next ones
/// are asked for.</summary>
/// <param name="at">The first byte, from the file's start.</param>
/// <param name="count">How many there must be; the file has them.</param>
public delegate ReadOnlySpan<byte> HeaderWindow(long at, int count);
