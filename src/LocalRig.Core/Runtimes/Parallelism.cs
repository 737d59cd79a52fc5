using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Runtimes;

/// <summary>How vLLM and SGLang spread a model over devices.</summary>
/// <param name="Tensor">Devices that share each layer (--tensor-parallel-size).</param>
/// <param name="Pipeline">Stages of whole layers (--pipeline-parallel-size).</param>
/// <param name="Data">Replicas of everything but experts, each with requests of its own (--data-parallel-size).</param>
/// <param name="Expert">Whether experts stay whole and are divided over all devices of a stage (--enable-expert-parallel).</param>
public readonly record struct Parallelism(int Tensor, int Pipeline, int Data = 1, bool Expert = false)
{
    /// <summary>Devices in all.</summary>
    public int Ranks => Tensor * Pipeline * Data;

    /// <summary>Devices that share the experts of a layer, each with some of them whole; 1 without expert parallelism
    /// (docs.vllm.ai, Expert Parallel Deployment: EP_SIZE = TP_SIZE x DP_SIZE).</summary>
    public int ExpertRanks => Expert ? Tensor * Data : 1;

    /// <summary>Experts one device holds of a layer: the first devices get those left over
    /// (vllm/model_executor/layers/fused_moe/layer.py, determine_expert_map).</summary>
    /// <param name="experts">Experts of the layer.</param>
    /// <param name="member">The device's place among those that share them, from 0.</param>
    public int LocalExperts(int experts, int member) => experts / ExpertRanks + (member < experts % ExpertRanks ? 1 : 0);

    /// <summary>All devices of a machine share each layer and machines follow each other; where the model forbids that, the most that do; null when none fits.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="devices">Devices of each machine.</param>
    /// <param name="expert">Whether experts stay whole.</param>
    public static Parallelism? Widest(Architecture architecture, ImmutableArray<int> devices, bool expert = false)
    {
        int all = devices.Sum();
        for (int tensor = devices.Min(); tensor > 0; tensor--)
        {
            Parallelism tried = new(tensor, all / tensor, 1, expert);
            if (devices.All(d => d % tensor == 0) && tried.Refusal(architecture) is null)
            {
                return tried;
            }
        }

        return null;
    }

    /// <summary>Layers of each stage, first to last: as many each, what is left over one by one from the last stage but one backwards
    /// (vllm/distributed/utils.py, get_pp_indices).</summary>
    public ImmutableArray<int> LayersPerStage(int layers)
    {
        int[] stages = [.. Enumerable.Repeat(layers / Pipeline, Pipeline)];
        for (int left = 0; left < layers % Pipeline; left++)
        {
            stages[Pipeline - 2 - left]++;
        }

        return [.. stages];
    }

    /// <summary>Why the runtimes refuse this split of a model in one sentence, or null when they take it.</summary>
    public string? Refusal(Architecture architecture)
    {
        int tensor = Tensor;
        if (Pipeline > architecture.Layers.Length)
        {
            return $"{Pipeline} pipeline stages are more than the model's {architecture.Layers.Length} layers.";
        }

        if (Expert && NoExperts(architecture) is { } none)
        {
            return none;
        }

        foreach (Layer layer in architecture.Layers)
        {
            int heads = Heads(layer.Attention);
            if (heads % tensor != 0)
            {
                return $"Tensor parallelism {tensor} does not divide the model's {heads} attention heads.";
            }

            if (layer.Attention is FullAttention grouped && grouped.KeyValueHeads % tensor != 0 && tensor % grouped.KeyValueHeads != 0)
            {
                return $"Tensor parallelism {tensor} neither divides the model's {grouped.KeyValueHeads} key/value heads nor is a multiple of them.";
            }

            int width = layer.FeedForward switch { DenseFeedForward d => d.Width, ExpertFeedForward e => Expert ? e.SharedWidth : e.Width, _ => 0 };
            if (width % tensor != 0)
            {
                return $"Tensor parallelism {tensor} does not divide the model's feed-forward width of {width}.";
            }
        }

        return null;
    }

    /// <summary>Key/value heads one device holds: a share, or one copy where there are fewer heads than devices.</summary>
    public int KeyValueHeads(FullAttention attention) => Math.Max(1, attention.KeyValueHeads / Tensor);

    private string? NoExperts(Architecture architecture)
    {
        int[] experts = [.. architecture.Layers.Select(l => l.FeedForward).OfType<ExpertFeedForward>().Select(e => e.Experts)];
        return experts.Length == 0 ? "The model has no experts that expert parallelism could divide."
            : experts.Min() < ExpertRanks ? $"The model's {experts.Min()} experts are fewer than the {ExpertRanks} devices that would share them."
            : null;
    }

    private static int Heads(Attention attention) =>
        attention switch { FullAttention f => f.Heads, LatentAttention l => l.Heads, RecurrentAttention r => r.KeyHeads, _ => 0 };
}
