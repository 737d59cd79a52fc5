using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace LocalRig.Models;

/// <summary>A model's named facts in GGUF's vocabulary (<c>llama.block_count</c>, <c>general.architecture</c>).
/// GGUF headers give it directly; config.json and the catalogue are put into the same words.</summary>
/// <param name="values">Key to value. A value is <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/> (only above long's range),
/// <see cref="double"/>, <see cref="string"/>, <see cref="ImmutableArray{T}"/> of long, double or string, or <see cref="SkippedArray"/>.</param>
public sealed class Metadata(IReadOnlyDictionary<string, object> values)
{
    /// <summary>All facts.</summary>
    public IReadOnlyDictionary<string, object> Values { get; } = values;

    /// <summary><c>general.architecture</c>, or an empty string when the file doesn't say.</summary>
    public string Architecture => Text("general.architecture") ?? "";

    /// <summary>Whether a key is present.</summary>
    public bool Has(string key) => Values.ContainsKey(key);

    /// <summary>A whole number, or null when absent or of another kind.</summary>
    public long? Integer(string key) => Values.TryGetValue(key, out object? v) && v is long n ? n : null;

    /// <summary>A number (integers count), or null.</summary>
    public double? Number(string key) =>
        Values.TryGetValue(key, out object? v) ? v switch { double d => d, long n => n, _ => null } : null;

    /// <summary>A text, or null.</summary>
    public string? Text(string key) => Values.TryGetValue(key, out object? v) ? v as string : null;

    /// <summary>A truth value, or null.</summary>
    public bool? Flag(string key) => Values.TryGetValue(key, out object? v) && v is bool b ? b : null;

    /// <summary>Whole numbers per layer: an array as it is, or null when absent.</summary>
    public bool TryGetIntegers(string key, [NotNullWhen(true)] out ImmutableArray<long>? list)
    {
        list = Values.TryGetValue(key, out object? v) && v is ImmutableArray<long> a ? a : null;
        return list is not null;
    }

    /// <summary>Items in an array, decoded or skipped; null when absent or not an array.</summary>
    public long? Count(string key) =>
        Values.TryGetValue(key, out object? v)
            ? v switch
            {
                SkippedArray s => s.Count,
                ImmutableArray<long> a => a.Length,
                ImmutableArray<double> a => a.Length,
                ImmutableArray<string> a => a.Length,
                _ => null,
            }
            : null;
}

/// <summary>An array the reader passed over without decoding (a vocabulary, say); only its length is known.</summary>
/// <param name="Count">Number of items.</param>
public sealed record SkippedArray(long Count);
