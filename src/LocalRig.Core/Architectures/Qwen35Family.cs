using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Qwen3.5 and 3.6, dense: Qwen3-Next's layers with a dense feed-forward (src/models/qwen35.cpp).</summary>
internal sealed class Qwen35Family() : Qwen3NextFamily("qwen35")
{
    protected override FeedForward ReadFeedForward(Hyperparameters h, int layer) => Dense(h, layer);

    protected override void AddBetaAlpha(WeightListBuilder list, RecurrentAttention recurrent) => AddTwo(list, recurrent);

    internal static void AddTwo(WeightListBuilder list, RecurrentAttention recurrent)
    {
        list.Matrix("ssm_beta", list.Embedding, recurrent.ValueHeads);
        list.Matrix("ssm_alpha", list.Embedding, recurrent.ValueHeads);
    }
}

/// <summary>Qwen3.5 and 3.6 with routed experts (src/models/qwen35moe.cpp).</summary>
internal sealed class Qwen35MoeFamily() : Qwen3NextFamily("qwen35moe")
{
    protected override void AddBetaAlpha(WeightListBuilder list, RecurrentAttention recurrent) => Qwen35Family.AddTwo(list, recurrent);
}
