using LocalRig.Models;

namespace LocalRig.Planning;

/// <summary>Counts the parameters that work on each token.</summary>
public static class ActiveParameters
{
    private const string InputTable = "token_embd.weight";

    /// <summary>All parameters, but of experts only the used share, and not the input table, of which a token reads one row
    /// (unless it is the output matrix too).</summary>
    public static long Of(Model model)
    {
        bool tied = model.Tensors.Find("output.weight") is null;
        long sum = 0;
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            if (tensor.Name == InputTable && !tied)
            {
                continue;
            }

            sum += tensor.Name.Contains("_exps.", StringComparison.Ordinal) && Experts(model, tensor) is ExpertFeedForward experts
                ? tensor.Shape.Elements / experts.Experts * experts.Used
                : tensor.Shape.Elements;
        }

        return sum;
    }

    private static ExpertFeedForward? Experts(Model model, TensorInfo tensor)
    {
        if (model.Architecture is not Architecture known || LayerCount.BlockOf(tensor.Name) is not int block)
        {
            return null;
        }

        Layer? layer = block < known.Layers.Length ? known.Layers[block] : known.MtpLayers.ElementAtOrDefault(block - known.Layers.Length);
        return layer?.FeedForward as ExpertFeedForward;
    }
}
