// Packs compute graphs as llama.cpp's allocator saw them (JSON lines, one gzip file per graph, with INDEX.jsonl)
// into one compact archive per backend for the tests. The reader beside the tests describes the format.
//   dotnet run eng/pack-graphs.cs -- FOLDER-OF-DUMPS OUTPUT-FOLDER
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

string source = args[0];
string target = args[1];
Dictionary<string, (BinaryWriter Out, Dictionary<string, (int Id, long[] Last)> Templates)> archives = [];
foreach (string indexLine in File.ReadLines(Path.Combine(source, "INDEX.jsonl")))
{
    using JsonDocument index = JsonDocument.Parse(indexLine);
    string file = index.RootElement.GetProperty("graph").GetString()!;
    string backend = file[..file.IndexOf('.')];
    if (!archives.TryGetValue(backend, out var archive))
    {
        FileStream stream = File.Create(Path.Combine(target, backend + ".graphs.br"));
        BrotliCompressionOptions options = new() { Quality = 11 };
        archive = (new BinaryWriter(new BrotliStream(stream, options)), []);
        archives[backend] = archive;
    }

    using StreamReader lines = new(new GZipStream(File.OpenRead(Path.Combine(source, file)), CompressionMode.Decompress));
    WriteGraph(archive.Out, archive.Templates, indexLine, lines);
}

foreach (var archive in archives.Values)
{
    archive.Out.Write("");
    archive.Out.Dispose();
}

static void WriteGraph(BinaryWriter w, Dictionary<string, (int Id, long[] Last)> templates, string indexLine, StreamReader lines)
{
    w.Write(indexLine);
    using JsonDocument head = JsonDocument.Parse(lines.ReadLine()!);
    JsonElement buffers = head.RootElement.GetProperty("buffers");
    w.Write7BitEncodedInt(buffers.GetArrayLength());
    foreach (JsonElement b in buffers.EnumerateArray())
    {
        w.Write(b.GetProperty("buft").GetString()!);
        w.Write7BitEncodedInt64(b.GetProperty("align").GetInt64());
        w.Write7BitEncodedInt64(unchecked((long)b.GetProperty("max").GetUInt64()));
        w.Write7BitEncodedInt64(b.GetProperty("size").GetInt64());
    }

    List<string> rows = [];
    while (lines.ReadLine() is { } line)
    {
        rows.Add(line);
    }

    w.Write7BitEncodedInt(rows.Count);
    int leafs = head.RootElement.GetProperty("nodes")[0][0].GetInt32();
    int lastLeaf = 0;
    for (int t = 0; t < rows.Count; t++)
    {
        using JsonDocument row = JsonDocument.Parse(rows[t]);
        WriteTensor(w, templates, row.RootElement, t, leafs, ref lastLeaf, buffers.GetArrayLength());
    }

    WriteOrder(w, head.RootElement.GetProperty("leafs"));
    WriteOrder(w, head.RootElement.GetProperty("nodes"));
}

static void WriteTensor(BinaryWriter w, Dictionary<string, (int Id, long[] Last)> templates, JsonElement r, int t, int leafs, ref int lastLeaf, int buffers)
{
    string name = r.GetProperty("name").GetString()!;
    long[] numbers = [.. Regex.Matches(name, "[0-9]+").Select(m => long.Parse(m.Value))];
    StringBuilder key = new();
    key.Append(Regex.Replace(name, "[0-9]+", "\u0001")).Append('\n').Append(r.GetProperty("op").GetString()).Append('\n');
    key.Append(r.GetProperty("type").GetString()).Append('\n').Append(r.GetProperty("ne")).Append('\n').Append(r.GetProperty("nb")).Append('\n');
    key.Append(r.GetProperty("flags")).Append('\n').Append(r.GetProperty("ext").GetBoolean() ? 1 : 0).Append(r.GetProperty("inplace").GetBoolean() ? 1 : 0).Append('\n');
    for (int b = 0; b < buffers; b++)
    {
        key.Append(r.GetProperty("alloc").TryGetProperty(b.ToString(), out JsonElement size) ? size.GetInt64() : -1).Append(',');
    }

    key.Append('\n').Append(r.TryGetProperty("voff", out JsonElement offset) ? offset.GetInt64() : 0);
    string text = key.ToString();
    bool known = templates.TryGetValue(text, out var template);
    if (!known)
    {
        template = (templates.Count, new long[numbers.Length]);
        templates[text] = template;
    }

    w.Write7BitEncodedInt(template.Id);
    if (!known)
    {
        w.Write(text);
    }

    for (int i = 0; i < numbers.Length; i++)
    {
        w.Write7BitEncodedInt64(ZigZag(numbers[i] - template.Last[i]));
        template.Last[i] = numbers[i];
    }

    List<int> references = [r.TryGetProperty("view", out JsonElement view) ? view.GetInt32() : -1];
    references.AddRange(r.GetProperty("src").EnumerateArray().Select(s => s.ValueKind == JsonValueKind.Null ? -1 : s.GetInt32()));
    w.Write7BitEncodedInt(references.Count);
    foreach (int s in references)
    {
        // 0 nothing; odd: a leaf, relative to the leaf last named; even: a node, counted back from this one
        if (s < 0)
        {
            w.Write7BitEncodedInt64(0);
        }
        else if (s < leafs)
        {
            w.Write7BitEncodedInt64(ZigZag(s - lastLeaf) * 2 + 1);
            lastLeaf = s;
        }
        else
        {
            w.Write7BitEncodedInt64((ZigZag(t - s) + 1) * 2);
        }
    }
}

static void WriteOrder(BinaryWriter w, JsonElement order)
{
    w.Write7BitEncodedInt(order.GetArrayLength());
    int last = -1;
    foreach (JsonElement e in order.EnumerateArray())
    {
        int t = e[0].GetInt32();
        w.Write7BitEncodedInt64(ZigZag(t - last - 1));
        w.Write7BitEncodedInt(e[1].GetInt32());
        last = t;
    }
}

static long ZigZag(long n) => n >= 0 ? n * 2 : -n * 2 - 1;
