using System.Numerics;

namespace LocalRig.Units;

/// <summary>A number of bytes: exact, signed (headroom can be negative), overflow-checked.</summary>
/// <param name="Bytes">The count in bytes.</param>
public readonly record struct ByteSize(long Bytes)
    : IAdditionOperators<ByteSize, ByteSize, ByteSize>,
        ISubtractionOperators<ByteSize, ByteSize, ByteSize>,
        IMultiplyOperators<ByteSize, long, ByteSize>,
        IComparable<ByteSize>
{
    /// <summary>Bytes in one KiB (2^10).</summary>
    public const long BytesPerKibibyte = 1L << 10;

    /// <summary>Bytes in one MiB (2^20).</summary>
    public const long BytesPerMebibyte = 1L << 20;

    /// <summary>Bytes in one GiB (2^30).</summary>
    public const long BytesPerGibibyte = 1L << 30;

    /// <summary>Bytes in one GB (10^9), the unit of file listings and card boxes.</summary>
    public const long BytesPerGigabyte = 1_000_000_000;

    /// <summary>No bytes.</summary>
    public static ByteSize Zero => default;

    /// <summary>The size in GiB (2^30 bytes).</summary>
    public double Gibibytes => Bytes / (double)BytesPerGibibyte;

    /// <summary>The size in GB (10^9 bytes).</summary>
    public double Gigabytes => Bytes / (double)BytesPerGigabyte;

    /// <summary>The size in MiB (2^20 bytes).</summary>
    public double Mebibytes => Bytes / (double)BytesPerMebibyte;

    /// <summary>A whole number of GiB.</summary>
    public static ByteSize FromGibibytes(double gibibytes) => new(checked((long)(gibibytes * BytesPerGibibyte)));

    /// <summary>A whole number of GB (10^9).</summary>
    public static ByteSize FromGigabytes(double gigabytes) => new(checked((long)(gigabytes * BytesPerGigabyte)));

    /// <summary>The smallest multiple of <paramref name="alignment"/> that holds this size.</summary>
    public ByteSize AlignUp(long alignment) => new((Bytes + alignment - 1) / alignment * alignment);

    /// <summary>The larger of two sizes.</summary>
    public static ByteSize Max(ByteSize a, ByteSize b) => a.Bytes >= b.Bytes ? a : b;

    /// <summary>The smaller of two sizes.</summary>
    public static ByteSize Min(ByteSize a, ByteSize b) => a.Bytes <= b.Bytes ? a : b;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Adds two sizes.</summary>
    public static ByteSize operator +(ByteSize left, ByteSize right) => new(left.Bytes + right.Bytes);

    /// <summary>Subtracts; the result may be negative (a shortfall).</summary>
    public static ByteSize operator -(ByteSize left, ByteSize right) => new(left.Bytes - right.Bytes);

    /// <summary>Repeats a size.</summary>
    public static ByteSize operator *(ByteSize left, long right) => new(left.Bytes * right);

    /// <summary>The time to move this many bytes at a rate.</summary>
    public static TimeSpan operator /(ByteSize size, Bandwidth rate) =>
        TimeSpan.FromSeconds(size.Bytes / rate.BytesPerSecond);

    /// <summary>Compares sizes.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Compares sizes.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Compares sizes.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Compares sizes.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <summary>A short binary form: <c>15.41 GiB</c>, <c>258.50 MiB</c>, <c>512 B</c>.</summary>
    public override string ToString() => Math.Abs(Bytes) switch
    {
        >= BytesPerGibibyte => $"{Gibibytes:0.00} GiB",
        >= BytesPerMebibyte => $"{Mebibytes:0.00} MiB",
        >= BytesPerKibibyte => $"{Bytes / (double)BytesPerKibibyte:0.00} KiB",
        _ => $"{Bytes} B",
    };
}
