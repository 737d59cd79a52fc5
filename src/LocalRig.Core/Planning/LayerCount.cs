using System.Globalization;
using LocalRig.Models;

namespace LocalRig.Planning;

/// <summary>How many layers -ngl and -ncmoe count.</summary>
internal static class LayerCount
{
    /// <summary>All blocks, multi-token-prediction blocks included (llama-model.cpp, n_layer_all).</summary>
    public static int Blocks(Model model) =>
        model.Architecture is Architecture known
            ? known.Layers.Length + known.MtpLayers.Length
            : FromTensorNames(model);

    /// <summary>What a full offload counts: every block and the output (llama-model.cpp, n_gpu_layers).</summary>
    public static int Offloadable(Model model) => Blocks(model) + 1;

    /// <summary>The block a tensor belongs to, or null for the ones outside blocks.</summary>
    public static int? BlockOf(string tensorName)
    {
        const string Prefix = "blk.";
        if (!tensorName.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> rest = tensorName.AsSpan(Prefix.Length);
        int dot = rest.IndexOf('.');
        return dot > 0 && int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int block) ? block : null;
    }

    private static int FromTensorNames(Model model) =>
        model.Tensors.Tensors.Max(t => BlockOf(t.Name)) is int last ? last + 1 : 0;
}
