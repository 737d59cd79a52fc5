using System.Buffers.Binary;

namespace LocalRig.Fuzz;

/// <summary>Damages files the way accidents and attackers do; the same seed damages them the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly ulong[] Edges =
    [
        0, 1, 2, 7, 31, 32, 255, 256, 65_535, 65_536, int.MaxValue, uint.MaxValue, 1UL << 32, 1UL << 44, 1UL << 62,
        long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 31, 1_000_000_000_000_000_000,
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy; many end early or late, most have a few wrong numbers.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        List<byte> bytes = [.. corpus[_random.Next(corpus.Count)]];
        int wounds = 1 + _random.Next(_random.Next(8) == 0 ? 40 : 4);
        for (int i = 0; i < wounds && bytes.Count > 0; i++)
        {
            Wound(bytes, corpus);
        }

        return [.. bytes];
    }

    private void Wound(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        int at = _random.Next(bytes.Count);
        switch (_random.Next(9))
        {
            case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1: bytes[at] = (byte)_random.Next(256); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(16))); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + _random.Next(64)))); break;
            case 5: bytes.InsertRange(at, Piece(corpus[_random.Next(corpus.Count)])); break;
            case 6: Number(bytes, at, 4); break;
            default: Number(bytes, at, 8); break;
        }
    }

    private ReadOnlySpan<byte> Piece(byte[] other)
    {
        int from = _random.Next(other.Length);
        return other.AsSpan(from, _random.Next(other.Length - from + 1));
    }

    /// <summary>Writes a number readers trip over, or moves one by a little.</summary>
    private void Number(List<byte> bytes, int at, int width)
    {
        if (bytes.Count - at < width)
        {
            return;
        }

        Span<byte> number = stackalloc byte[8];
        for (int i = 0; i < width; i++)
        {
            number[i] = bytes[at + i];
        }

        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(number);
        ulong value = _random.Next(3) == 0 ? unchecked(old + (ulong)(long)_random.Next(-33, 33)) : Edges[_random.Next(Edges.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, _random.Next(4) == 0 ? BinaryPrimitives.ReverseEndianness(value) : value);
        for (int i = 0; i < width; i++)
        {
            bytes[at + i] = number[i];
        }
    }
}
