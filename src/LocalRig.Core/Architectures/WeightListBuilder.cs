using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Collects a model's weights by the parts most families share. Shapes follow llama.cpp's create_tensor calls (src/models/*.cpp).</summary>
/// <param name="embedding">Elements of the residual stream.</param>
internal sealed class WeightListBuilder(int embedding)
{
    private const int WeightsPerLayer = 24; // a guess that saves growing

    // weights of the model itself, then of each layer
    private readonly List<List<WeightShape>> _weights = [[]];
    private List<WeightShape> _current = [];
    private string _prefix = "";

    /// <summary>Elements of the residual stream.</summary>
    public int Embedding { get; } = embedding;

    /// <summary>Whether weights that follow belong to the first layer.</summary>
    public bool IsFirstLayer => _prefix == "blk.0.";

    /// <summary>Weights that follow belong to this layer.</summary>
    public void BeginLayer(int layer)
    {
        _current = new List<WeightShape>(WeightsPerLayer);
        _weights.Add(_current);
        _prefix = $"blk.{layer}.";
    }

    /// <summary>Weights that follow belong to no layer.</summary>
    public void BeginModel()
    {
        _current = _weights[0];
        _prefix = "";
    }

    /// <summary>A weight a recipe may quantize.</summary>
    public void Matrix(string name, long ne0, long ne1, long ne2 = 1) =>
        _current.Add(new WeightShape(_prefix + name + ".weight", new TensorShape(ne0, ne1, ne2), AlwaysF32: false));

    /// <summary>A weight that stays F32; the name is written out.</summary>
    public void Plain(string name, long ne0, long ne1 = 1, long ne2 = 1) =>
        _current.Add(new WeightShape(_prefix + name, new TensorShape(ne0, ne1, ne2), AlwaysF32: true));

    /// <summary>Takes back a weight of the model itself that a family does without.</summary>
    public void Leave(string name) => _weights[0].RemoveAll(w => w.Name == name);

    /// <summary>Takes back a weight of the current layer.</summary>
    public void LeaveInLayer(string name) => _current.RemoveAll(w => w.Name == _prefix + name);

    /// <summary>A normalization over the residual stream.</summary>
    public void Norm(string name) => Plain(name + ".weight", Embedding);

    public void AddEmbeddings(Architecture architecture, WeightTraits traits)
    {
        BeginModel();
        Matrix("token_embd", Embedding, architecture.VocabularySize);
        Norm("output_norm");
        if (!traits.TiedEmbeddings)
        {
            Matrix("output", Embedding, architecture.VocabularySize);
        }

        if (traits.RotaryFactors)
        {
            Plain("rope_freqs.weight", architecture.RotaryDimensions / 2);
        }

        if (traits.LongRotaryFactors)
        {
            Plain("rope_factors_long.weight", architecture.RotaryDimensions / 2);
            Plain("rope_factors_short.weight", architecture.RotaryDimensions / 2);
        }
    }

    /// <summary>Separate query, key, value and output projections; a gated query is twice as wide.</summary>
    public void AddAttention(FullAttention attention, bool gatedQuery = false)
    {
        long query = (long)attention.Heads * attention.KeyLength;
        Matrix("attn_q", Embedding, gatedQuery ? 2 * query : query);
        Matrix("attn_k", Embedding, attention.KeyWidth);
        Matrix("attn_v", Embedding, attention.ValueWidth);
        Matrix("attn_output", (long)attention.Heads * attention.ValueLength, Embedding);
    }

    public void AddAttentionBias(FullAttention attention)
    {
        Plain("attn_q.bias", (long)attention.Heads * attention.KeyLength);
        Plain("attn_k.bias", attention.KeyWidth);
        Plain("attn_v.bias", attention.ValueWidth);
    }

    public void AddQueryKeyNorms(FullAttention attention)
    {
        Plain("attn_q_norm.weight", attention.KeyLength);
        Plain("attn_k_norm.weight", attention.KeyLength);
    }

    public void AddFeedForward(FeedForward feedForward)
    {
        if (feedForward is ExpertFeedForward experts)
        {
            AddExperts(experts);
        }
        else
        {
            AddDense(((DenseFeedForward)feedForward).Width);
        }
    }

    public void AddDense(long width)
    {
        Matrix("ffn_gate", Embedding, width);
        Matrix("ffn_up", Embedding, width);
        Matrix("ffn_down", width, Embedding);
    }

    public void AddExperts(ExpertFeedForward experts) => AddExperts(experts, Embedding);

    /// <summary>Experts that see something narrower than the residual stream.</summary>
    public void AddExperts(ExpertFeedForward experts, int seen)
    {
        Plain("ffn_gate_inp.weight", Embedding, experts.Experts);
        Matrix("ffn_gate_exps", seen, experts.Width, experts.Experts);
        Matrix("ffn_up_exps", seen, experts.Width, experts.Experts);
        Matrix("ffn_down_exps", experts.Width, seen, experts.Experts);
    }

    public void AddSharedExpert(ExpertFeedForward experts)
    {
        if (experts.SharedWidth > 0)
        {
            Matrix("ffn_gate_shexp", Embedding, experts.SharedWidth);
            Matrix("ffn_up_shexp", Embedding, experts.SharedWidth);
            Matrix("ffn_down_shexp", experts.SharedWidth, Embedding);
        }
    }

    /// <summary>What a multi-token-prediction layer has beside its block.</summary>
    public void AddMtpHead()
    {
        Matrix("nextn.eh_proj", 2L * Embedding, Embedding);
        Norm("nextn.enorm");
        Norm("nextn.hnorm");
        Norm("nextn.shared_head_norm");
    }

    public ImmutableArray<WeightShape> InFileOrder()
    {
        ImmutableArray<WeightShape>.Builder all = ImmutableArray.CreateBuilder<WeightShape>(_weights.Sum(w => w.Count));
        foreach (List<WeightShape> layer in _weights)
        {
            layer.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            all.AddRange(layer);
        }

        return all.MoveToImmutable();
    }
}
