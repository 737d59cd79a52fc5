using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Texts that lines repeat (devices, models, builds), made once: a hundred thousand records then share them.</summary>
internal sealed class RepeatedTexts
{
    private const int Places = 16384; // a text pushes out the one that was at its place, so it never grows
    private const int MostBytes = 100; // longer ones are sentences, which nothing repeats

    [ThreadStatic]
    private static RepeatedTexts? _ofThread;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>A reader's text.</summary>
    /// <exception cref="InvalidOperationException">It is not Unicode.</exception>
    public static string Of(in Utf8JsonReader value)
    {
        ReadOnlySpan<byte> bytes = value.ValueSpan;
        if (value.ValueIsEscaped || bytes.Length is 0 or > MostBytes)
        {
            return value.GetString()!;
        }

        ref string? known = ref (_ofThread ??= new RepeatedTexts())._texts[Place(bytes)];
        return known is not null && Ascii.Equals(bytes, known) ? known : known = value.GetString()!; // what isn't ASCII is made anew each time
    }

    /// <summary>By its ends and its length; names of a kind differ there.</summary>
    private static int Place(ReadOnlySpan<byte> bytes)
    {
        ulong first = 0;
        ulong last = 0;
        foreach (byte b in bytes[..Math.Min(bytes.Length, sizeof(ulong))])
        {
            first = first << 8 | b;
        }

        if (bytes.Length > sizeof(ulong))
        {
            last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]);
        }

        return HashCode.Combine(first, last, bytes.Length) & (Places - 1);
    }
}
