using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Reads the archives of tests/data/graphs (the format is that of eng/pack-graphs.cs).</summary>
public static partial class RecordedGraphs
{
    public static readonly string[] Backends = ["cpu", "cuda", "cuda2", "vulkan"];

    public static IEnumerable<RecordedGraph> Read(string backend)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "graphs", backend + ".graphs.br");
        using BinaryReader reader = new(new BrotliStream(File.OpenRead(path), CompressionMode.Decompress));
        List<Template> templates = [];
        while (reader.ReadString() is { Length: > 0 } index)
        {
            yield return ReadGraph(reader, templates, (JsonObject)JsonNode.Parse(index)!);
        }
    }

    private static RecordedGraph ReadGraph(BinaryReader reader, List<Template> templates, JsonObject index)
    {
        RecordedBuffer[] buffers = new RecordedBuffer[reader.Read7BitEncodedInt()];
        for (int i = 0; i < buffers.Length; i++)
        {
            string name = reader.ReadString();
            long alignment = reader.Read7BitEncodedInt64();
            ulong max = unchecked((ulong)reader.Read7BitEncodedInt64());
            buffers[i] = new RecordedBuffer(name, alignment, max, reader.Read7BitEncodedInt64());
        }

        RecordedTensor[] tensors = new RecordedTensor[reader.Read7BitEncodedInt()];
        List<int[]> sources = new(tensors.Length);
        int lastLeaf = 0;
        for (int t = 0; t < tensors.Length; t++)
        {
            tensors[t] = ReadTensor(reader, templates, tensors, t, sources, ref lastLeaf);
        }

        for (int t = 0; t < tensors.Length; t++)
        {
            for (int s = 0; s < sources[t].Length; s++)
            {
                tensors[t].Tensor.Sources[s] = sources[t][s] < 0 ? null : tensors[sources[t][s]].Tensor;
            }
        }

        return new RecordedGraph { Index = index, Buffers = buffers, Tensors = tensors, Leafs = ReadOrder(reader), Nodes = ReadOrder(reader) };
    }

    private static RecordedTensor ReadTensor(
        BinaryReader reader, List<Template> templates, RecordedTensor[] tensors, int t, List<int[]> sources, ref int lastLeaf)
    {
        int id = reader.Read7BitEncodedInt();
        if (id == templates.Count)
        {
            templates.Add(Template.Parse(reader.ReadString()));
        }

        Template template = templates[id];
        string name = template.NextName(reader);
        int[] references = new int[reader.Read7BitEncodedInt()];
        for (int i = 0; i < references.Length; i++)
        {
            long code = reader.Read7BitEncodedInt64();
            if (code == 0)
            {
                references[i] = -1;
            }
            else if (code % 2 == 1)
            {
                lastLeaf += (int)UnZigZag(code / 2);
                references[i] = lastLeaf;
            }
            else
            {
                references[i] = t - (int)UnZigZag(code / 2 - 1);
            }
        }

        sources.Add(references[1..]);
        GraphTensor tensor = template.Make(name, references[0] < 0 ? null : tensors[references[0]].Tensor, references.Length - 1);
        return new RecordedTensor(tensor, template.Operation, template.InPlace, template.Flags, template.AllocSizes);
    }

    private static (int, int)[] ReadOrder(BinaryReader reader)
    {
        (int, int)[] order = new (int, int)[reader.Read7BitEncodedInt()];
        int last = -1;
        for (int i = 0; i < order.Length; i++)
        {
            last = last + 1 + (int)UnZigZag(reader.Read7BitEncodedInt64());
            order[i] = (last, reader.Read7BitEncodedInt());
        }

        return order;
    }

    private static long UnZigZag(long code) => code % 2 == 0 ? code / 2 : -(code + 1) / 2;

    private sealed class Template
    {
        private const int InputFlag = 1;
        private const int OutputFlag = 2;
        private string[] _nameParts = [];
        private long[] _numbers = [];
        private TensorType _type;
        private TensorShape _shape;
        private TensorStrides _strides;
        private bool _external;
        private long _viewOffset;

        public string Operation { get; private init; } = "";

        public bool InPlace { get; private init; }

        public int Flags { get; private init; }

        public long[] AllocSizes { get; private init; } = [];

        public static Template Parse(string text)
        {
            string[] lines = text.Split('\n');
            long[] ne = Longs(lines[3].Trim('[', ']'));
            long[] nb = Longs(lines[4].Trim('[', ']'));
            string[] parts = lines[0].Split('\u0001');
            return new Template
            {
                _nameParts = parts,
                _numbers = new long[parts.Length - 1],
                Operation = lines[1],
                _type = TensorTypeExtensions.TryParse(lines[2], out TensorType type) ? type : throw new InvalidDataException(lines[2]),
                _shape = new TensorShape(ne[0], ne[1], ne[2], ne[3]),
                _strides = new TensorStrides(nb[0], nb[1], nb[2], nb[3]),
                Flags = int.Parse(lines[5]),
                _external = lines[6][0] == '1',
                InPlace = lines[6][1] == '1',
                AllocSizes = Longs(lines[7].TrimEnd(',')),
                _viewOffset = long.Parse(lines[8]),
            };
        }

        public string NextName(BinaryReader reader)
        {
            string name = _nameParts[0];
            for (int i = 0; i < _numbers.Length; i++)
            {
                _numbers[i] += UnZigZag(reader.Read7BitEncodedInt64());
                name += _numbers[i] + _nameParts[i + 1];
            }

            return name;
        }

        public GraphTensor Make(string name, GraphTensor? view, int sourceCount) =>
            new()
            {
                Name = name,
                Operation = OperationOf(Operation),
                Type = _type,
                Shape = _shape,
                Strides = _strides,
                ViewOf = view,
                ViewOffset = _viewOffset,
                Sources = new GraphTensor?[sourceCount],
                IsExternal = _external,
                Weight = _external && !name.StartsWith("cache_", StringComparison.Ordinal) ? new TensorInfo(name, _type, _shape) : null,
                IsInput = (Flags & InputFlag) != 0,
                IsOutput = (Flags & OutputFlag) != 0,
                Layer = LayerOf(name),
            };

        private static Operation OperationOf(string ggmlName) =>
            ggmlName == "FLASH_ATTN_EXT"
                ? LocalRig.Graphs.Operation.FlashAttentionExt
                : Enum.Parse<Operation>(ggmlName.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

        private static int LayerOf(string name)
        {
            Match m = LayerPattern().Match(name);
            return m.Success ? int.Parse(m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value) : -1;
        }

        private static long[] Longs(string list) => [.. list.Split(',').Select(long.Parse)];
    }

    [GeneratedRegex(@"^(?:blk\.|cache_[a-z]_l)(\d+)|^(?!node_).*-(\d+)$")]
    private static partial Regex LayerPattern();
}
