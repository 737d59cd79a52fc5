using LocalRig.Architectures;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>How a family's router chooses and weighs experts (llama-hparams.h, llama_expert_gating_func_type and neighbours).</summary>
internal sealed record ExpertRouting
{
    /// <summary>Scores to probabilities; weights from the chosen experts' raw scores (soft-max over them) when <see cref="Gating.SoftMaxOverChosen"/>.</summary>
    public Gating Gating { get; init; } = Gating.SoftMax;

    /// <summary>Chosen weights are divided by their sum.</summary>
    public bool Normalized { get; init; }

    /// <summary>Chosen weights are multiplied by a constant.</summary>
    public bool Scaled { get; init; }

    /// <summary>Expert groups to choose from first; 1 or less for none.</summary>
    public int Groups { get; init; }

    /// <summary>Groups a token may use.</summary>
    public int GroupsUsed { get; init; }

    /// <summary>Whether experts' inputs are weighed in place of their outputs (Llama 4).</summary>
    public bool WeighsBeforeExperts { get; init; }

    /// <summary>Whether experts' last product reads its input as it is, not rounded for the kernel (Mistral Small 4).</summary>
    public bool KeepsPrecision { get; init; }

    /// <summary>The activation of experts that have no gate.</summary>
    public Activation Activation { get; init; }

    /// <summary>How gate and up are joined in steps, in place of an activation (Kimi K3).</summary>
    public Situ Situ { get; init; }

    /// <summary>The activation that joins gate and up.</summary>
    public Operation Unit { get; init; } = Operation.Swiglu;
}

/// <summary>Router scores to probabilities; values are llama.cpp's <c>expert_gating_func</c>.</summary>
internal enum Gating
{
    /// <summary>Soft-max over all experts.</summary>
    SoftMax = 1,

    /// <summary>Sigmoid of each.</summary>
    Sigmoid = 2,

    /// <summary>Soft-max over the chosen experts.</summary>
    SoftMaxOverChosen = 3,
}

/// <summary>Kimi K3's activation, made of several operations (kimi-k3.cpp, kimi_k3_situ).</summary>
internal enum Situ
{
    /// <summary>Another activation.</summary>
    None,

    /// <summary>The gate is limited, up is left as it is.</summary>
    Gate,

    /// <summary>Both are limited.</summary>
    Both,
}
