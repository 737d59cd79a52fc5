using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using LocalRig.Models;

namespace LocalRig.Forecasting;

/// <summary>A model as work per layer, made once per model.</summary>
internal sealed class ModelWork
{
    private static readonly ConditionalWeakTable<Model, ModelWork> Known = [];

    private ModelWork(ImmutableArray<LayerWork> layers, LayerWork output)
    {
        Layers = layers;
        Output = output;
    }

    /// <summary>The main layers in order; multi-token-prediction layers run only with drafts and are left out.</summary>
    public ImmutableArray<LayerWork> Layers { get; }

    /// <summary>Final norm and output matrix.</summary>
    public LayerWork Output { get; }

    /// <summary>The work of a model.</summary>
    public static ModelWork Of(Model model) => Known.GetValue(model, static m => Count(m));

    private static ModelWork Count(Model model)
    {
        LayerWork[] layers = [.. ModelShape.Layers(model)];
        LayerWork output = new() { IsOutput = true };
        bool tied = model.Tensors.Find("output.weight") is null;
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            if (IsRowLookup(tensor.Name, tied))
            {
                continue;
            }

            if (Block(tensor.Name) is not int block)
            {
                output.Dense.Add(tensor);
            }
            else if (block < layers.Length)
            {
                bool expert = layers[block].ExpertCount > 0 && tensor.Name.Contains("_exps.", StringComparison.Ordinal);
                (expert ? layers[block].Experts : layers[block].Dense).Add(tensor);
            }
        }

        return new ModelWork([.. layers], output);
    }

    /// <summary>Tables of which a token reads one row: the input embedding (unless it is the output matrix too) and per-layer embeddings.</summary>
    private static bool IsRowLookup(string name, bool tied) =>
        (name == "token_embd.weight" && !tied) || name == "per_layer_token_embd.weight";

    private static int? Block(string name)
    {
        const string Prefix = "blk.";
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> rest = name.AsSpan(Prefix.Length);
        int dot = rest.IndexOf('.');
        return dot > 0 && int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int block) ? block : null;
    }
}
