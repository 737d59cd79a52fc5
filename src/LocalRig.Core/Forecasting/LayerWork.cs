using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Forecasting;

/// <summary>What one layer, or the output after the last, asks of the device it is on.</summary>
internal sealed class LayerWork
{
    // A multiplication and an addition per weight and token (the usual count, 2 x parameters).
    internal const int OperationsPerElement = 2;

    // Recurrent states are F32 whatever the cache types (llama-model.cpp, create_memory).
    private const int StateBytes = 4;

    /// <summary>Weights every token passes.</summary>
    public WeightAmounts Dense { get; } = new();

    /// <summary>Weights of all experts together.</summary>
    public WeightAmounts Experts { get; } = new();

    /// <summary>Experts in the layer; 0 for none.</summary>
    public int ExpertCount { get; set; }

    /// <summary>Experts a token uses.</summary>
    public int ExpertsUsed { get; set; }

    /// <summary>Whether this is the output after the last layer.</summary>
    public bool IsOutput { get; init; }

    /// <summary>How the layer looks back; null for the output and where it is unknown.</summary>
    public Attention? Attention { get; set; }

    /// <summary>Share of the experts one token reads.</summary>
    public double UsedShare => ExpertCount == 0 ? 0 : (double)ExpertsUsed / ExpertCount;

    /// <summary>Share of the experts that <paramref name="tokens"/> tokens together read, if each chooses by itself.</summary>
    public double TouchedShare(double tokens) => 1 - Math.Pow(1 - UsedShare, tokens);

    /// <summary>Bytes of keys and values one more token reads when <paramref name="depth"/> tokens are cached.</summary>
    public double CacheBytes(double depth, TensorType keys, TensorType values) =>
        Attention switch
        {
            SlidingAttention a => Math.Min(depth, a.Window) * Row(a.KeyWidth, a.ValueWidth, keys, values),
            FullAttention a => depth * Row(a.KeyWidth, a.ValueWidth, keys, values),
            LatentAttention a => depth * Row(a.LatentRank + a.RopeLength, 0, keys, values),
            _ => 0,
        };

    /// <summary>Bytes of recurrent state one token reads and writes.</summary>
    public double RecurrentBytes =>
        Attention is RecurrentAttention a ? 2.0 * StateBytes * (a.RecurrentStateElements + a.ConvolutionStateElements) : 0;

    /// <summary>Operations of looking back over <paramref name="depth"/> tokens: scores and weighted sum.</summary>
    public double AttentionOperations(double depth) =>
        OperationsPerElement * Attention switch
        {
            SlidingAttention a => Math.Min(depth, a.Window) * a.Heads * (a.KeyLength + a.ValueLength),
            FullAttention a => depth * a.Heads * (a.KeyLength + a.ValueLength),
            LatentAttention a => depth * a.Heads * (2.0 * a.LatentRank + a.RopeLength),

            // Gated delta rule: decay, read, correct and write every state element once (models/delta-net-base.cpp).
            RecurrentAttention a => 4.0 * a.RecurrentStateElements,
            _ => 0,
        };

    private static double Row(int keyWidth, int valueWidth, TensorType keys, TensorType values) =>
        (keyWidth * keys.BitsPerElement() + valueWidth * values.BitsPerElement()) / 8;
}
