using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Texts that lines repeat (devices, models, builds), made once: a hundred thousand records then share them.</summary>
internal sealed class RepeatedTexts
{
    private const int Places = 4096; // a text pushes out the one that was at its place, so it never grows
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

        HashCode hash = default;
        hash.AddBytes(bytes);
        ref string? known = ref (_ofThread ??= new RepeatedTexts())._texts[hash.ToHashCode() & (Places - 1)];
        return known is not null && value.ValueTextEquals(known) ? known : known = value.GetString()!;
    }
}
