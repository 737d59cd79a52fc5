using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>A size known only within bounds.</summary>
/// <param name="Low">The least it can be.</param>
/// <param name="Likely">The figure to reckon with.</param>
/// <param name="High">The most it can be.</param>
public readonly record struct SizeRange(ByteSize Low, ByteSize Likely, ByteSize High)
{
    /// <summary>An exact size as a range.</summary>
    public static SizeRange Exactly(ByteSize size) => new(size, size, size);

    /// <summary>A range given in GiB.</summary>
    public static SizeRange OfGibibytes(double low, double likely, double high) =>
        new(ByteSize.FromGibibytes(low), ByteSize.FromGibibytes(likely), ByteSize.FromGibibytes(high));

    /// <summary>Adds bound to bound.</summary>
    public static SizeRange operator +(SizeRange a, SizeRange b) => new(a.Low + b.Low, a.Likely + b.Likely, a.High + b.High);

    /// <summary>What is left: least when most is taken.</summary>
    public static SizeRange operator -(SizeRange a, SizeRange b) => new(a.Low - b.High, a.Likely - b.Likely, a.High - b.Low);
}
