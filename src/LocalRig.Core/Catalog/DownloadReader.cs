using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>Reads data/models/downloads.json; it is ours and checked by a test.</summary>
internal static class DownloadReader
{
    /// <summary>Every file; a repository whose files no listing names gives one row without a quantization.</summary>
    public static ImmutableArray<Download> Read(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string[] sources = [.. document.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetString()!)];
        return [.. document.RootElement.GetProperty("repositories").EnumerateArray().SelectMany(r => Rows(r, sources))];
    }

    private static IEnumerable<Download> Rows(JsonElement entry, string[] sources)
    {
        string format = entry.TryGetProperty("format", out JsonElement named) ? named.GetString()! : "gguf";
        string quant = entry.TryGetProperty("bits", out JsonElement bits) ? $"{bits.GetInt32()}bit" : "";
        Download repository = new(
            entry.GetProperty("model").GetString()!, entry.GetProperty("repository").GetString()!, format, quant, "",
            entry.TryGetProperty("bytes", out JsonElement bytes) ? new ByteSize(bytes.GetInt64()) : null, ByteSize.Zero, sources[entry.GetProperty("source").GetInt32()]);
        if (!entry.TryGetProperty("files", out JsonElement files))
        {
            return [repository];
        }

        return
        [
            .. files.EnumerateObject().Select(f => repository with
            {
                Quant = f.Name,
                File = f.Value[0].GetString()!,
                Size = f.Value.GetArrayLength() > 1 ? new ByteSize(f.Value[1].GetInt64()) : null,
                Precision = f.Value.GetArrayLength() > 2 ? new ByteSize(f.Value[2].GetInt64()) : ByteSize.Zero,
            }),
        ];
    }
}
