using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>A graph under construction: weights, inputs and norms every family uses (llama-graph.cpp, llm_graph_context).</summary>
internal sealed partial class ModelGraph(GraphRequest request)
{
    private readonly GraphBuilder _builder = new();

    private const float UsualSlope = 8; // refact.cpp, bloom.cpp: f_max_alibi_bias

    private static readonly int[] Slopes = [0, BitConverter.SingleToInt32Bits(UsualSlope)]; // scale and largest slope (ggml_flash_attn_ext)

    private readonly bool _hasSlopes = BlockTraitsTable.Find(request.Architecture.Name) is { } traits && traits.HasSlopes(request.Architecture);

    private readonly bool _clampsHeads = request.Architecture.Metadata.Number($"{request.Architecture.Name}.attention.clamp_kqv") is > 0;

    private readonly Dictionary<(TensorInfo, int), GraphTensor> _repeated = [];

    /// <summary>What was asked for.</summary>
    public GraphRequest Request { get; } = request;

    /// <summary>The model's shape.</summary>
    public Architecture Architecture => Request.Architecture;

    /// <summary>The layers to build, in order.</summary>
    public ImmutableArray<int> Layers => Request.Layers.IsDefault ? [.. Enumerable.Range(0, Architecture.Layers.Length)] : Request.Layers;

    /// <summary>Tokens in the batch.</summary>
    public int Tokens => Request.Tokens;

    /// <summary>What has been collected.</summary>
    public Graph Graph => _builder.Graph;

    /// <summary>Positions each token has: four under multi-axis rotary embedding (llama-hparams.cpp, n_pos_per_embd), else one.</summary>
    public int PositionsPerToken =>
        Architecture.Name is "qwen35" or "qwen35moe" || Architecture.Metadata.Has($"{Architecture.Name}.rope.dimension_sections") ? 4 : 1;

    /// <summary>Whether chosen experts' weights are multiplied by a constant other than one.</summary>
    public bool ScalesExperts => Architecture.ExpertWeightsScale is not 0 and not 1;

    /// <summary>Routing as the file's metadata says it (DeepSeek, GLM).</summary>
    public ExpertRouting RoutingFromMetadata() =>
        new()
        {
            Gating = (Gating)Architecture.ExpertGating,
            Normalized = Architecture.ExpertWeightsNormalized,
            Scaled = ScalesExperts,
            KeepsPrecision = Architecture.Name == "mistral4",
            Groups = Architecture.ExpertGroups,
            GroupsUsed = Architecture.ExpertGroupsUsed,
        };

    /// <summary>Whether norms subtract the mean (LLM_NORM in place of LLM_NORM_RMS).</summary>
    public bool CentersNorms { get; set; }

    /// <summary>Whether attention scores are capped where attention is not one kernel (attn_soft_cap).</summary>
    public bool CapsAttention { get; init; }

    /// <summary>Collects a tensor and what it needs.</summary>
    public void Expand(GraphTensor tensor) => _builder.Expand(tensor);

    /// <summary>Whether the model has a weight.</summary>
    public bool Has(int layer, WeightRole role) => Request.Weights.Find(layer, role) is not null;

    /// <summary>A weight the model may lack.</summary>
    public GraphTensor? Optional(int layer, WeightRole role) =>
        Request.Weights.Find(layer, role) is { } info ? External(info.Name, info.Type, info.Shape, layer, info) : null;

    /// <summary>A weight the family can't do without.</summary>
    /// <exception cref="EngineException">The file lacks it.</exception>
    public GraphTensor Weight(int layer, WeightRole role) =>
        Optional(layer, role)
        ?? throw new EngineException(
            $"The model lacks the {role} weight{(layer >= 0 ? $" of layer {layer}" : "")} that a {Architecture.Name} model must have; llama.cpp would refuse to load it."
        );

    /// <summary>A weight used by many layers, of which each device holds one copy.</summary>
    public GraphTensor? PerDevice(WeightRole role, int layer)
    {
        if (Request.Weights.Find(-1, role) is not { } info)
        {
            return null;
        }

        (TensorInfo, int) key = (info, Request.CopyOfLayer(layer));
        if (!_repeated.TryGetValue(key, out GraphTensor? tensor))
        {
            tensor = External(info.Name, info.Type, info.Shape, layer, info);
            _repeated.Add(key, tensor);
        }

        return tensor;
    }

    /// <summary>Long rotary factors when one sequence may exceed the original context (llama-model.cpp, get_rope_factors).</summary>
    public WeightRole LongOrShortFactors()
    {
        long original = Architecture.Metadata.Integer($"{Architecture.Name}.rope.scaling.original_context_length") ?? Architecture.ContextLength;
        return Request.ContextPerSequence > original ? WeightRole.RopeFactorsLong : WeightRole.RopeFactorsShort;
    }

    /// <summary>Root-mean-square norm with its weight and, where the model has one, its bias (build_norm).</summary>
    public GraphTensor Norm(GraphTensor x, GraphTensor weight, int layer, GraphTensor? bias = null)
    {
        GraphTensor norm = CentersNorms ? MeanNorm(x) : RmsNorm(x);
        norm.Layer = layer;
        if (Request.PinNorms && layer >= 0)
        {
            norm.Pin = Pin.LayerDevice;
        }

        GraphTensor scaled = Mul(norm, weight);
        return bias is null ? scaled : Add(scaled, bias);
    }

    /// <summary>Product with a weight, plus its bias where there is one.</summary>
    public static GraphTensor Project(GraphTensor weight, GraphTensor x, GraphTensor? bias = null)
    {
        GraphTensor product = MulMat(weight, x);
        return bias is null ? product : Add(product, bias);
    }
}
