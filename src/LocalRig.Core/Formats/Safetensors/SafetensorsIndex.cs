using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Formats.Safetensors;

/// <summary>Which file of a sharded model holds which tensor (<c>model.safetensors.index.json</c>).</summary>
/// <param name="Files">The files' names, in order.</param>
/// <param name="FileOf">Tensor name to the number of its file in <paramref name="Files"/>.</param>
/// <param name="TotalBytes">Bytes of all tensors as the index claims; null when it doesn't.</param>
public sealed record SafetensorsIndex(ImmutableArray<string> Files, IReadOnlyDictionary<string, int> FileOf, long? TotalBytes)
{
    /// <summary>The index's own file name.</summary>
    public const string FileName = "model.safetensors.index.json";

    /// <summary>Reads an index.</summary>
    /// <exception cref="ModelFormatException">It is not a sound index.</exception>
    public static SafetensorsIndex Read(ReadOnlySpan<byte> json)
    {
        const int AnyDepth = 64;
        JsonFacts facts = new(json, 0, FileName, AnyDepth);
        Dictionary<string, string> map = [];
        long? total = null;
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string name)
        {
            switch (name)
            {
                case "weight_map": ReadMap(ref facts, map); break;
                case "metadata": total = ReadTotal(ref facts); break;
                default: facts.SkipValue(); break;
            }
        }

        facts.End();
        if (map.Count == 0)
        {
            throw facts.Wrong("the index names no tensors (weight_map)");
        }

        ImmutableArray<string> files = [.. map.Values.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> numbers = files.Select((file, i) => (file, i)).ToDictionary(p => p.file, p => p.i);
        return files.Length <= SafetensorsLimits.Shards
            ? new SafetensorsIndex(files, map.ToDictionary(p => p.Key, p => numbers[p.Value]), total)
            : throw new FormatLimitException(0, FileName, $"{files.Length} files are more than {SafetensorsLimits.Shards}");
    }

    private static void ReadMap(ref JsonFacts facts, Dictionary<string, string> map)
    {
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string tensor)
        {
            string file = facts.NextText();
            if (file.Length == 0 || file.AsSpan().ContainsAny("/\\:\0") || file is "." or "..")
            {
                throw facts.Wrong($"tensor {tensor} is said to be in '{file}', which is not a plain file name");
            }

            map[tensor] = file;
        }
    }

    private static long? ReadTotal(ref JsonFacts facts)
    {
        long? total = null;
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string name)
        {
            long? value = facts.IntegerOrSkip();
            total = name == "total_size" ? value : total;
        }

        return total;
    }
}
