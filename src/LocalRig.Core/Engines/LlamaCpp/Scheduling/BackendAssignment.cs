using System.Buffers;
using System.Runtime.InteropServices;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Which backend every tensor of a graph is on (ggml-backend.cpp, ggml_backend_sched_split_graph, passes 1 to 4).</summary>
internal sealed class BackendAssignment : IDisposable
{
    private const int None = -1;
    private readonly SchedulerOptions _options;
    private readonly TensorIndex _index;
    private readonly Graph _graph;
    private readonly BufferType?[] _stored;
    private int[] _backends;
    private int[]? _uses;

    public BackendAssignment(Graph graph, SchedulerOptions options)
    {
        _options = options;
        Last = options.Backends.Length - 1;
        _graph = graph;
        _index = new TensorIndex(Leafs.Count + Nodes.Length + 16);
        IndexTensors();
        _backends = ArrayPool<int>.Shared.Rent(_index.Count);
        Array.Fill(_backends, None);
        _stored = ArrayPool<BufferType?>.Shared.Rent(_index.Count);
        for (int id = 0; id < _index.Count; id++)
        {
            _stored[id] = _index[id].IsExternal ? options.Stored.BufferOf(_index[id]) : null;
        }
    }

    public List<GraphTensor> Leafs => _graph.Leafs;

    public List<GraphTensor> NodeList => _graph.Nodes;

    public Span<GraphTensor> Nodes => CollectionsMarshal.AsSpan(_graph.Nodes);

    public int Last { get; }

    public int Of(GraphTensor tensor) => _backends[_index.IdOf(tensor)];

    /// <summary>Gives a tensor that came later (a copy) its backend.</summary>
    public void Add(GraphTensor tensor, int backend)
    {
        int id = _index.IdOf(tensor);
        if (id >= _backends.Length)
        {
            int[] longer = ArrayPool<int>.Shared.Rent(Math.Max(id + 1, _backends.Length * 2));
            Array.Copy(_backends, longer, _backends.Length);
            ArrayPool<int>.Shared.Return(_backends);
            _backends = longer;
        }

        _backends[id] = backend;
    }

    /// <summary>Gives the tables back; nothing can be asked afterwards.</summary>
    public void Dispose()
    {
        _index.Dispose();
        ArrayPool<int>.Shared.Return(_backends);
        if (_uses is not null)
        {
            ArrayPool<int>.Shared.Return(_uses);
        }

        ArrayPool<BufferType?>.Shared.Return(_stored, clearArray: true);
    }

    /// <summary>How often each tensor is read as a source, by number; asked once, and lent until this is disposed.</summary>
    public int[] CountUses()
    {
        int[] uses = _uses = ArrayPool<int>.Shared.Rent(_index.Count);
        Array.Clear(uses);
        foreach (GraphTensor node in Nodes)
        {
            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null)
                {
                    uses[source.Mark]++;
                }
            }
        }

        return uses;
    }

    public void Pin(Func<GraphTensor, int> pinned)
    {
        foreach (GraphTensor node in Nodes)
        {
            int backend = pinned(node);
            if (backend >= 0 && Supports(backend, node))
            {
                _backends[node.Mark] = backend;
            }
        }
    }

    public void Run()
    {
        foreach (GraphTensor tensor in Leafs)
        {
            AssignFromStorage(tensor);
        }

        foreach (GraphTensor tensor in Nodes)
        {
            AssignFromStorage(tensor);
        }

        Expand(down: true, devicesOnly: true);
        Expand(down: false, devicesOnly: true);
        Expand(down: true, devicesOnly: false);
        Expand(down: false, devicesOnly: false);
        ChooseOrUpgrade();
        FillSources();
    }

    /// <summary>Whether a backend can read a tensor where it is or will be.</summary>
    public bool Reaches(int backend, GraphTensor tensor)
    {
        GraphTensor storage = tensor.ViewOf ?? tensor;
        BufferType? buffer = _stored[storage.Mark];
        if (buffer is null)
        {
            int at = _backends[tensor.Mark];
            if (at == None && tensor.ViewOf is not null)
            {
                at = _backends[storage.Mark];
            }

            buffer = at == None ? null : _options.Buffers[at];
        }

        return buffer is not null && _options.Backends[backend].Reaches(buffer);
    }

    private bool Supports(int backend, GraphTensor node) => _options.Backends[backend].Supports(node, _options.Stored);

    private void AssignFromStorage(GraphTensor tensor)
    {
        if (_backends[tensor.Mark] == None)
        {
            _backends[tensor.Mark] = FromStorage(tensor);
        }
    }

    /// <summary>The backend of a tensor that is stored already, is an input, or reads a weight.</summary>
    private int FromStorage(GraphTensor tensor)
    {
        if (_stored[(tensor.ViewOf ?? tensor).Mark] is { } buffer)
        {
            int at = FirstFor(buffer, tensor);
            return at != None
                ? at
                : throw new EngineException($"llama.cpp would stop: '{tensor.Name}' lies in {buffer}, where no backend can run the operation that makes it.");
        }

        if (tensor.IsInput)
        {
            return Last;
        }

        // rotary factors and attention sinks are too small to choose a backend by
        return tensor.Operation is Operation.Rope or Operation.FlashAttentionExt ? None : FromWeight(tensor);
    }

    private int FromWeight(GraphTensor node)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source?.Weight is null || _stored[source.Mark] is not { } buffer)
            {
                continue;
            }

            int at = FirstFor(buffer, node);
            if (_options.OpOffload && at == Last && buffer.IsHost)
            {
                for (int b = 0; b < Last; b++)
                {
                    if (Supports(b, node) && _options.Backends[b].WantsOffload(node))
                    {
                        return b;
                    }
                }
            }

            return at;
        }

        return None;
    }

    private int FirstFor(BufferType buffer, GraphTensor node)
    {
        for (int b = 0; b <= Last; b++)
        {
            if (_options.Backends[b].Reaches(buffer) && Supports(b, node))
            {
                return b;
            }
        }

        return None;
    }

    /// <summary>Spreads backends to neighbours without one, first those of devices, then any.</summary>
    private void Expand(bool down, bool devicesOnly)
    {
        int current = None;
        for (int n = 0; n < Nodes.Length; n++)
        {
            GraphTensor node = Nodes[down ? n : Nodes.Length - 1 - n];
            if (node.Operation.IsView())
            {
                continue;
            }

            int at = _backends[node.Mark];
            if (at != None)
            {
                current = devicesOnly && at == Last ? None : at;
            }
            else if (current != None && Supports(current, node))
            {
                _backends[node.Mark] = current;
            }
        }
    }

    /// <summary>Nodes still without a backend go where most sources can be read; others to a preferred backend of the same memory.</summary>
    private void ChooseOrUpgrade()
    {
        foreach (GraphTensor node in Nodes)
        {
            if (node.Operation.IsView())
            {
                continue;
            }

            if (_backends[node.Mark] == None)
            {
                _backends[node.Mark] = ReadingMost(node);
            }
            else
            {
                Upgrade(node);
            }
        }
    }

    private int ReadingMost(GraphTensor node)
    {
        int best = None;
        int most = -1;
        for (int b = 0; b <= Last; b++)
        {
            if (!Supports(b, node))
            {
                continue;
            }

            int readable = 0;
            foreach (GraphTensor? source in node.Sources)
            {
                bool placed = source is not null && (Of(source) != None || (source.ViewOf is not null && Of(source.ViewOf) != None));
                readable += placed && Reaches(b, source!) ? 1 : 0;
            }

            if (readable > most)
            {
                (best, most) = (b, readable);
            }
        }

        return best;
    }

    private void Upgrade(GraphTensor node)
    {
        int at = _backends[node.Mark];
        for (int b = 0; b < at; b++)
        {
            bool same = ReferenceEquals(_options.Buffers[b], _options.Buffers[at]);
            if (same && Supports(b, node) && ReachesSources(b, node))
            {
                _backends[node.Mark] = b;
                return;
            }
        }
    }

    private bool ReachesSources(int backend, GraphTensor node)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is not null && !Reaches(backend, source))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Views follow their storage, other sources the node that reads them.</summary>
    private void FillSources()
    {
        foreach (GraphTensor node in Nodes)
        {
            if (node.ViewOf is not null && _backends[node.Mark] == None)
            {
                _backends[node.Mark] = _backends[node.ViewOf.Mark];
            }

            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null && _backends[source.Mark] == None)
                {
                    _backends[source.Mark] = _backends[(source.ViewOf ?? node).Mark];
                }
            }

            for (int b = 0; b <= Last && _backends[node.Mark] == None; b++)
            {
                if (Supports(b, node))
                {
                    _backends[node.Mark] = b;
                }
            }
        }
    }

    private void IndexTensors()
    {
        foreach (GraphTensor leaf in Leafs)
        {
            _index.IdOf(leaf);
        }

        foreach (GraphTensor node in Nodes)
        {
            _index.IdOf(node);
            if (node.ViewOf is not null)
            {
                _index.IdOf(node.ViewOf);
            }

            foreach (GraphTensor? source in node.Sources)
            {
                if (source is not null)
                {
                    _index.IdOf(source);
                    _ = source.ViewOf is null ? 0 : _index.IdOf(source.ViewOf);
                }
            }
        }
    }
}
