namespace LocalRig.Units;

/// <summary>A rate of moving bytes. Data sheets say GB/s and mean 10^9 bytes a second; so does this type.</summary>
/// <param name="BytesPerSecond">The rate in bytes per second.</param>
public readonly record struct Bandwidth(double BytesPerSecond) : IComparable<Bandwidth>
{
    /// <summary>The rate in GB/s (10^9 bytes a second).</summary>
    public double GigabytesPerSecond => BytesPerSecond / ByteSize.BytesPerGigabyte;

    /// <summary>A rate given in GB/s (10^9 bytes a second).</summary>
    public static Bandwidth FromGigabytesPerSecond(double value) => new(value * ByteSize.BytesPerGigabyte);

    /// <inheritdoc/>
    public int CompareTo(Bandwidth other) => BytesPerSecond.CompareTo(other.BytesPerSecond);

    /// <summary>Compares rates.</summary>
    public static bool operator <(Bandwidth left, Bandwidth right) => left.BytesPerSecond < right.BytesPerSecond;

    /// <summary>Compares rates.</summary>
    public static bool operator >(Bandwidth left, Bandwidth right) => left.BytesPerSecond > right.BytesPerSecond;

    /// <summary>Compares rates.</summary>
    public static bool operator <=(Bandwidth left, Bandwidth right) => left.BytesPerSecond <= right.BytesPerSecond;

    /// <summary>Compares rates.</summary>
    public static bool operator >=(Bandwidth left, Bandwidth right) => left.BytesPerSecond >= right.BytesPerSecond;

    /// <summary>The rate with its unit: <c>936.2 GB/s</c>.</summary>
    public override string ToString() => $"{GigabytesPerSecond:0.#} GB/s";
}
