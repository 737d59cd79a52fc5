using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Context;

/// <summary>One llama.cpp context before it exists: what it makes of the request, its largest graph, its compute buffers (llama-context.cpp).</summary>
internal sealed class ContextPlan
{
    /// <summary>Norms stay on their layer's device for batches below this many tokens, or when everything is offloaded (graph_get_cb).</summary>
    private const int SmallBatch = 32;

    private readonly Model _model;

    private readonly Workload _workload;

    private readonly WeightBuffers _weights;

    private readonly StoredTensors _stored;

    private readonly SchedulerOptions _options;

    private readonly bool _kvOffload;

    private readonly bool _weightsFollowLayers;

    private readonly LlamaCppProfile _profile;

    private readonly bool _fusesIndexer = true;

    /// <summary>Works out the context of a model whose weights are placed.</summary>
    /// <exception cref="EngineException">llama.cpp would refuse the request.</exception>
    public ContextPlan(LlamaCppProfile profile, Model model, Workload workload, Placement placement, WeightBuffers weights, CacheBuffers caches)
    {
        _profile = profile;
        _model = model;
        _workload = workload;
        _weights = weights;
        _stored = new StoredTensors(weights, caches);
        _kvOffload = placement.KvOffload;
        _weightsFollowLayers = placement.Overrides.IsEmpty;
        Architecture = model.Architecture ?? throw new EngineException("The model's architecture is unknown; only its weights can be placed.");
        ContextRules.CheckHead(Architecture, workload);
        bool pipelined = PipelineRule.Applies(placement, weights.Backends, weights.Layers);
        _options = new SchedulerOptions
        {
            Backends = weights.Backends.All,
            Buffers = weights.Backends.ComputeBuffers,
            Stored = _stored,
            Pipelined = pipelined,
            CopiesUnreadInputs = profile.CopiesUnreadInputs,
            OpOffload = placement.OpOffload,
        };
        Effective = ContextRules.Effective(Architecture, workload, workload.FlashAttention != FlashAttention.Off, pipelined);
        bool forced = profile.QuantizedValuesForceFlashAttention && workload.CacheTypeV.IsQuantized();
        if (workload.FlashAttention == FlashAttention.Auto && !forced && !FlashAttentionStaysOnItsLayers())
        {
            Effective = Effective with { FlashAttention = false };
        }

        _fusesIndexer = IndexersStayOnTheirLayers();
        ContextRules.Check(Architecture, workload, Effective.FlashAttention);
        ContextRules.CheckPicking(Architecture, workload, Effective);
        ContextRules.CheckPooling(Architecture, workload, Effective);
    }

    /// <summary>Whether graphs are those of an empty cache, as llama.cpp's own planning sees them.</summary>
    public bool AtLoad { get; init; }

    /// <summary>The model's shape.</summary>
    public Architecture Architecture { get; }

    /// <summary>What the engine makes of the request.</summary>
    public EffectiveWorkload Effective { get; }

    /// <summary>The bytes the largest prompt batch needs per backend (sched_reserve: the first reservation decides).
    /// llama.cpp plans these sizes without the ties of nodes to devices (ggml_backend_sched_reserve_size starts from a reset scheduler);
    /// a real load over several devices keeps the ties and needs one hidden state per copy less on later devices.</summary>
    /// <param name="folding">Alike layers to leave out where that provably changes nothing.</param>
    public IReadOnlyList<long> ComputeBuffers(LayerFolding folding)
    {
        int tokens = ContextRules.GraphTokens(Effective, _workload.Parallel);
        GraphRequest request = Ask(tokens, _profile.ReservesEveryRow ? tokens : ContextRules.GraphOutputs(Effective));
        using TensorArena arena = TensorArena.Begin();
        long[]? folded = folding.Gaps.IsEmpty || request.MtpHead ? null : Schedule(request with { Layers = folding.Layers }).FoldedSizes(folding.Gaps);
        return folded ?? Schedule(request).Sizes();
    }

    private ScheduledGraph Schedule(GraphRequest request) =>
        GraphScheduler.Schedule(GraphFamilies.Build(request), _options, LayerPinning.None);

    /// <summary>llama.cpp's test for automatic flash attention: with one token per sequence, does every attention kernel land on its layer's
    /// device (resolve_fused_ops)? With caches and weights on their layers' devices that is whether each device has the kernel; with caches on the host, or
    /// weights that were sent elsewhere by name, the whole graph has to be scheduled to know.</summary>
    private bool FlashAttentionStaysOnItsLayers()
    {
        using TensorArena arena = TensorArena.Begin();
        if (_kvOffload && _weightsFollowLayers)
        {
            return EveryDeviceHasItsKernels();
        }

        Graph probe = GraphFamilies.Build(Ask(_workload.Parallel, _workload.Parallel));
        Func<GraphTensor, int> backendOf = GraphScheduler.Assign(probe, _options, PinnedBackend);
        return probe.Nodes.TrueForAll(n => n.Operation != Operation.FlashAttentionExt || backendOf(n) == _weights.Layers.OfLayer(n.Layer));
    }

    private bool EveryDeviceHasItsKernels()
    {
        ModelGraph kernels = new(Ask(_workload.Parallel, _workload.Parallel));
        HashSet<(Attention, int)> asked = [];
        bool head = _workload.ContextType == ContextType.Mtp;
        int first = head ? Architecture.Layers.Length : 0;
        var layers = head ? Architecture.MtpLayers : Architecture.Layers;
        for (int i = 0; i < layers.Length; i++)
        {
            int backend = _weights.Layers.OfLayer(first + i);
            if (!asked.Add((layers[i].Attention, backend)) || kernels.FlashProbe(first + i, layers[i].Attention) is not { } node)
            {
                continue;
            }

            if (!_options.Backends[backend].Supports(node, _stored))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>llama.cpp's test whether an indexer's scores are one kernel: does each land on its layer's device (resolve_fused_ops)?</summary>
    private bool IndexersStayOnTheirLayers()
    {
        if (!Architecture.Layers.Any(static l => l.Attention is SparseLatentAttention))
        {
            return true;
        }

        using TensorArena arena = TensorArena.Begin();
        Graph probe = GraphFamilies.Build(Ask(_workload.Parallel, _workload.Parallel));
        Func<GraphTensor, int> backendOf = GraphScheduler.Assign(probe, _options, PinnedBackend);
        return probe.Nodes.TrueForAll(n => n.Operation != Operation.LightningIndexer || backendOf(n) == _weights.Layers.OfLayer(n.Layer));
    }

    private GraphRequest Ask(int tokens, int outputs) =>
            new()
            {
                Architecture = Architecture,
                Weights = WeightTable.Of(_model.Tensors),
                ContextPerSequence = Effective.ContextPerSequence,
                Tokens = tokens,
                Sequences = _workload.Parallel,
                Outputs = outputs,
                FlashAttention = Effective.FlashAttention,
                KvOffload = _kvOffload,
                PinNorms = tokens < SmallBatch || _weights.Layers.FullyOffloaded,
                Cache = CacheRules.Full(Effective, _workload),
                SlidingCache = CacheRules.Sliding(Architecture, Effective, _workload),
                RecurrentCells = _workload.Parallel,
                RecurrentSnapshots = CacheRules.Snapshots(Architecture, _workload),
                OutputSharesEmbedding = _stored.OutputSharesEmbedding,
                CopyOfLayer = _weights.Layers.OfLayer,
                MixesInputs = _profile.MixesInputs,
                WidensMasks = _profile.WidensMasks,
                PicksRowsEarly = _profile.PicksRowsEarly,
                LooksUpStatesAtOnce = _profile.LooksUpStatesAtOnce,
                FusesIndexer = _fusesIndexer,
                AllPositions = !AtLoad,
                Embeddings = _workload.Embeddings,
                SkipsLogitsOfEmbeddings = _profile.SkipsLogitsOfEmbeddings,
                MtpHead = _workload.ContextType == ContextType.Mtp,
            };

    private int PinnedBackend(GraphTensor node) =>
        node.Pin switch
        {
            Pin.LayerDevice => PinnedToLayer(node),
            Pin.Host => _options.Backends.Length - 1,
            _ => -1,
        };

    /// <summary>A node is tied to its layer's device only if that device can run it.</summary>
    private int PinnedToLayer(GraphTensor node)
    {
        int backend = _weights.Layers.OfLayer(node.Layer);
        return _options.Backends[backend].Supports(node, _stored) ? backend : -1;
    }
}
