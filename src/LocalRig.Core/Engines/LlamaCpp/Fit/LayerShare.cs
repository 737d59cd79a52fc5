using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Planning;

namespace LocalRig.Engines.LlamaCpp.Fit;

/// <summary>What a device is given of the model while llama.cpp's fitting fills it (common/fit.cpp).</summary>
/// <param name="Layers">Layers it holds, the output's among them on the last device.</param>
/// <param name="Partial">Of them those whose experts lie elsewhere.</param>
/// <param name="First">What the first of the partial layers keeps; the others keep all but their experts.</param>
internal readonly record struct LayerShare(int Layers, int Partial, LayerPart First = LayerPart.AllButExperts)
{
    /// <summary>Layers that are whole on it.</summary>
    public int Whole => Layers - Partial;
}

/// <summary>What a partial layer keeps on its device.</summary>
internal enum LayerPart
{
    /// <summary>All but routed experts.</summary>
    AllButExperts,

    /// <summary>Attention alone.</summary>
    Attention,

    /// <summary>Attention and up projections.</summary>
    AttentionUp,

    /// <summary>All but the down projections.</summary>
    AttentionUpGate,
}

/// <summary>Shares written as llama.cpp's options: layers, split, tensors by name (common/fit.cpp, set_ngl_tensor_split_tbo, get_overflow_pattern).</summary>
internal static class ShareOptions
{
    /// <summary>The pattern for every layer's routed experts.</summary>
    public const string EveryExpert = @"blk\.\d+\.ffn_(up|down|gate_up|gate)_(ch|)exps";

    /// <summary>The placement.</summary>
    /// <param name="shares">A share per device in use.</param>
    /// <param name="first">Per device, the memory its first partial layer's rest goes to.</param>
    /// <param name="host">The processor's name.</param>
    /// <param name="layers">Layers of the model, the output left aside.</param>
    /// <param name="start">The placement all else is taken from.</param>
    public static Placement Written(ReadOnlySpan<LayerShare> shares, ReadOnlySpan<string> first, string host, int layers, Placement start)
    {
        int held = 0;
        foreach (LayerShare share in shares)
        {
            held += share.Layers;
        }

        int at = layers + 1 - held;
        List<string> pairs = [];
        for (int device = 0; device < shares.Length; device++)
        {
            LayerShare share = shares[device];
            at += share.Whole;
            for (int i = 0; i < share.Partial; i++)
            {
                pairs.Add(i == 0 ? $"{Pattern(at, share.First)}={first[device]}" : $"{Pattern(at + i, LayerPart.AllButExperts)}={host}");
            }

            at += share.Partial;
        }

        return start with
        {
            GpuLayers = held,
            TensorSplit = shares.Length > 1 ? Split(shares) : [],
            Overrides = pairs.Count > 0 ? TensorOverrides.Parse(pairs) : TensorOverrides.None,
        };
    }

    private static ImmutableArray<double> Split(ReadOnlySpan<LayerShare> shares)
    {
        ImmutableArray<double>.Builder split = ImmutableArray.CreateBuilder<double>(shares.Length);
        foreach (LayerShare share in shares)
        {
            split.Add(share.Layers);
        }

        return split.MoveToImmutable();
    }

    /// <summary>What of a layer lies elsewhere.</summary>
    private static string Pattern(int layer, LayerPart kept) =>
        $@"blk\.{layer.ToString(CultureInfo.InvariantCulture)}\.{kept switch
        {
            LayerPart.Attention => "ffn_(gate|up|gate_up|down).*",
            LayerPart.AttentionUp => "ffn_(gate|gate_up|down).*",
            LayerPart.AttentionUpGate => "ffn_down.*",
            _ => "ffn_(up|down|gate_up|gate)_(ch|)exps",
        }}";
}
