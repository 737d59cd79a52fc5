using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Forecasting;

/// <summary>What a device has to do for one step: a token of an answer, or a batch of a prompt.</summary>
internal sealed partial class Work
{
    /// <summary>Tokens in the step.</summary>
    public double Tokens { get; private init; } = 1;

    /// <summary>Dense weights, read once per step.</summary>
    public WeightAmounts Dense { get; } = new();

    /// <summary>Expert weights that one token multiplies with.</summary>
    public WeightAmounts Experts { get; } = new();

    /// <summary>Bytes of expert weights that the step's tokens together touch.</summary>
    public double TouchedExpertBytes { get; private set; }

    /// <summary>Tokens of the step that an expert it touches multiplies with, on average; as many as there are without experts.</summary>
    public double TokensPerExpert => TouchedExpertBytes > 0 ? Math.Max(1, Tokens * Experts.TotalBytes / TouchedExpertBytes) : Tokens;

    /// <summary>Bytes of keys and values one token reads.</summary>
    public double CacheBytes { get; private set; }

    /// <summary>Bytes of recurrent state one token reads and writes.</summary>
    public double RecurrentBytes { get; private set; }

    /// <summary>Operations one token needs to look back.</summary>
    public double AttentionOperations { get; private set; }

    /// <summary>Layers on this device.</summary>
    public int Layers { get; private set; }

    /// <summary>Layers with experts.</summary>
    public int ExpertLayers { get; private set; }

    /// <summary>Layers with recurrent state.</summary>
    public int RecurrentLayers { get; private set; }

    /// <summary>Whether the step's logits are made here; what happens once per token (sampling, waiting for the result) happens where they are.</summary>
    public bool MakesLogits { get; private set; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Layers == 0 && Dense.TotalBytes == 0 && Experts.TotalBytes == 0 && AttentionOperations == 0;

    /// <summary>Weight bytes the step reads from memory.</summary>
    public double WeightBytes => Dense.TotalBytes + TouchedExpertBytes;

    /// <summary>Elements one token multiplies with.</summary>
    public double Elements => Dense.TotalElements + Experts.TotalElements;

    /// <summary>An empty step of <paramref name="tokens"/> tokens.</summary>
    public static Work Of(double tokens) => new() { Tokens = tokens };

    /// <summary>Adds a whole layer.</summary>
    public void Add(LayerWork layer, double depth, TensorType keys, TensorType values)
    {
        AddWithoutExperts(layer, depth, keys, values);
        AddExperts(layer);
    }

    /// <summary>Adds a layer whose experts are elsewhere.</summary>
    public void AddWithoutExperts(LayerWork layer, double depth, TensorType keys, TensorType values)
    {
        AddWeights(layer);
        AddLookingBack(layer, depth, keys, values);
    }

    /// <summary>Adds a layer's own weights, without experts and without looking back.</summary>
    public void AddWeights(LayerWork layer)
    {
        Dense.Add(layer.Dense);
        Layers += layer.IsOutput ? 0 : 1;
        MakesLogits |= layer.IsOutput;
    }

    /// <summary>Adds reading a layer's cache or state, which is done where that lies.</summary>
    public void AddLookingBack(LayerWork layer, double depth, TensorType keys, TensorType values)
    {
        CacheBytes += layer.CacheBytes(depth, keys, values);
        RecurrentBytes += layer.RecurrentBytes;
        AttentionOperations += layer.AttentionOperations(depth);
        RecurrentLayers += layer.Attention is RecurrentAttention ? 1 : 0;
    }

    /// <summary>Adds the experts of a layer alone.</summary>
    public void AddExperts(LayerWork layer)
    {
        if (layer.ExpertCount == 0)
        {
            return;
        }

        ExpertLayers++;
        Experts.Add(layer.Experts, layer.UsedShare);
        TouchedExpertBytes += layer.Experts.TotalBytes * layer.TouchedShare(Tokens);
    }
}
