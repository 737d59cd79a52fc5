using LocalRig.Models;
using LocalRig.Planning;

namespace LocalRig.Runtimes;

/// <summary>How many ranks share a model in vLLM and SGLang.</summary>
/// <param name="Tensor">Ranks that share every matrix (tensor parallel).</param>
/// <param name="Pipeline">Stages of whole layers (pipeline parallel).</param>
/// <param name="Nodes">Machines.</param>
public readonly record struct ParallelShape(int Tensor, int Pipeline = 1, int Nodes = 1)
{
    /// <summary>One machine: tensor parallel over all its cards where every layer's heads divide by them, else a stage per card.</summary>
    public static ParallelShape For(MemoryPlan plan)
    {
        int cards = Math.Max(1, plan.Rig.Devices.Length);
        return plan.Model.Architecture is Architecture architecture && architecture.Layers.All(l => Divides(l.Attention, cards))
            ? new ParallelShape(cards)
            : new ParallelShape(1, cards);
    }

    private static bool Divides(Attention attention, int cards) =>
        attention switch
        {
            FullAttention full => full.Heads % cards == 0 && (full.KeyValueHeads % cards == 0 || cards % full.KeyValueHeads == 0),
            LatentAttention latent => latent.Heads % cards == 0,
            _ => int.IsPow2(cards), // recurrent layers have 16 heads and more in every family
        };
}
