using System.Globalization;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>How a model is split over files: names <c>X-00001-of-0000N.gguf</c> and the keys each part carries
/// (llama.cpp: llama_split_path, llama_split_prefix; tools/gguf-split).</summary>
public static class GgufSplit
{
    /// <summary>Key of a part's number, from 0.</summary>
    public const string NumberKey = "split.no";

    /// <summary>Key of the number of parts.</summary>
    public const string CountKey = "split.count";

    /// <summary>Key of the number of tensors in all parts.</summary>
    public const string TensorCountKey = "split.tensors.count";

    /// <summary>Parts a model may have: the five digits of the name.</summary>
    public const int MaxParts = 99_999;

    private const string Extension = ".gguf";
    private const int TailLength = 20; // "-00001-of-00003.gguf"

    /// <summary>Takes a part's name apart; false when the name is not one of a split model.</summary>
    /// <param name="fileName">File name or path.</param>
    /// <param name="prefix">What all parts' names begin with.</param>
    /// <param name="number">The part's number as written, from 1.</param>
    /// <param name="count">How many parts there are.</param>
    public static bool TryParseName(string fileName, out string prefix, out int number, out int count)
    {
        (prefix, number, count) = ("", 0, 0);
        if (fileName.Length <= TailLength)
        {
            return false;
        }

        ReadOnlySpan<char> tail = fileName.AsSpan(fileName.Length - TailLength);
        bool named = tail[0] == '-'
            && tail[6..10].SequenceEqual("-of-")
            && tail[15..].SequenceEqual(Extension)
            && int.TryParse(tail[1..6], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && int.TryParse(tail[10..15], NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && number >= 1
            && number <= count;
        prefix = named ? fileName[..^TailLength] : "";
        return named;
    }

    /// <summary>The name of a part.</summary>
    /// <param name="prefix">What all parts' names begin with.</param>
    /// <param name="number">The part's number as written, from 1.</param>
    /// <param name="count">How many parts there are.</param>
    public static string PartName(string prefix, int number, int count) => $"{prefix}-{number:D5}-of-{count:D5}{Extension}";

    /// <summary>The names of all parts, given any of them; the name alone when it is not one of a split model.</summary>
    public static IReadOnlyList<string> AllParts(string fileName) =>
        TryParseName(fileName, out string prefix, out _, out int count)
            ? [.. Enumerable.Range(1, count).Select(n => PartName(prefix, n, count))]
            : [fileName];

    internal static int PartOf(Metadata metadata, long at)
    {
        if (!metadata.Has(CountKey) && !metadata.Has(NumberKey))
        {
            return 0;
        }

        long count = metadata.Integer(CountKey) ?? -1;
        long number = metadata.Integer(NumberKey) ?? (count is 0 or 1 ? 0 : -1);
        return count is >= 0 and <= MaxParts && number >= 0 && number < Math.Max(1, count)
            ? (int)number
            : throw new CorruptModelException(at, NumberKey, $"part {number} of {count} makes no sense");
    }
}
