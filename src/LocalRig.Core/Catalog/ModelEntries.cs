using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using LocalRig.Tables;

namespace LocalRig.Catalog;

/// <summary>A carried list in JSON whose entries each name a model first and stand on a line of their own. Who asks for a model or two gets just their lines
/// read, because reading all takes longer than all else a plan does in an interpreter.</summary>
/// <param name="file">The file's name below <c>data</c>.</param>
/// <param name="list">The list's name in it, its last member.</param>
/// <param name="read">Reads the file, or one that has only some of the list's entries.</param>
/// <param name="model">The model an entry names.</param>
internal sealed class ModelEntries<T>(string file, string list, Func<byte[], ImmutableArray<T>> read, Func<T, string> model)
{
    private const int AskedOften = 8; // a page or a command asks for one or two; who asks for more is a survey

    private readonly Lazy<ImmutableArray<T>> _all = new(() => read(CarriedFile.Bytes(file)));
    private readonly ConcurrentDictionary<string, ImmutableArray<T>> _few = new(StringComparer.Ordinal);
    private ILookup<string, T>? _byModel;

    /// <summary>Every entry, in the file's order.</summary>
    public ImmutableArray<T> All => _all.Value;

    /// <summary>A model's entries, in the file's order.</summary>
    /// <param name="id">The model's id, as the file writes it.</param>
    public IEnumerable<T> Of(string id)
    {
        if (_few.TryGetValue(id, out ImmutableArray<T> known))
        {
            return known;
        }

        return _all.IsValueCreated || _few.Count >= AskedOften
            ? (_byModel ??= All.ToLookup(model, StringComparer.Ordinal))[id]
            : _few.GetOrAdd(id, read(Only(CarriedFile.Bytes(file), id)));
    }

    /// <summary>The file with only the lines of a model.</summary>
    private byte[] Only(ReadOnlySpan<byte> whole, string id)
    {
        ReadOnlySpan<byte> named = Encoding.UTF8.GetBytes($"{{\"model\": \"{id}\",");
        ReadOnlySpan<byte> opening = Encoding.UTF8.GetBytes($"\"{list}\": [");
        int rest = whole.IndexOf(opening) + opening.Length;
        using MemoryStream kept = new();
        kept.Write(whole[..rest]);
        bool several = false;
        for (int found = whole[rest..].IndexOf(named); found >= 0; found = whole[rest..].IndexOf(named))
        {
            ReadOnlySpan<byte> line = whole[(rest + found)..];
            line = line[..line.IndexOf((byte)'\n')];
            kept.Write(several ? ","u8 : []);
            kept.Write(line.TrimEnd((byte)','));
            several = true;
            rest += found + line.Length;
        }

        kept.Write("]}"u8);
        return kept.ToArray();
    }
}
