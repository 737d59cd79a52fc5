namespace LocalRig.Models;

/// <summary>Which tensors hold routed experts, by name, whatever the architecture (llama.cpp's common.h, LLM_FFN_EXPS_REGEX:
/// <c>\.ffn_(up|down|gate_up|gate)_(ch|)exps</c>).</summary>
public static class ExpertTensors
{
    private static readonly string[] Matrices = ["up_", "down_", "gate_up_", "gate_"];

    /// <summary>Whether a model has routed experts, by its shape where that is known, else by its tensors' names.</summary>
    public static bool AnyIn(Model model) =>
        model.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) ?? model.Tensors.Tensors.Any(t => Holds(t.Name));

    /// <summary>Whether <c>-ncmoe</c> and <c>-cmoe</c> keep a tensor of that name on the host.</summary>
    public static bool Holds(string name)
    {
        const string FeedForward = ".ffn_";
        int at = name.IndexOf(FeedForward, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = name.AsSpan(at + FeedForward.Length);
        foreach (string part in Matrices)
        {
            if (rest.StartsWith(part) && (rest[part.Length..].StartsWith("exps") || rest[part.Length..].StartsWith("chexps")))
            {
                return true;
            }
        }

        return false;
    }
}
