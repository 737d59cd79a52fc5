namespace LocalRig.Models;

/// <summary>One block of a model.</summary>
/// <param name="Attention">How it looks back.</param>
/// <param name="FeedForward">What it does with each token.</param>
public sealed record Layer(Attention Attention, FeedForward FeedForward)
{
    /// <summary>A state space beside the attention, both reading the same input (Falcon-H1); null for none.</summary>
    public RecurrentAttention? StateBeside { get; init; }

    /// <summary>Whether it reads an earlier layer's keys and values instead of caching its own (Gemma 4's shared_kv_layers).</summary>
    public bool SharesEarlierCache { get; init; }

    /// <summary>Whether positions don't turn its queries and keys, where the header lists which do (Granite's attention.rope_pattern).</summary>
    public bool IsUnturned { get; init; }

    /// <summary>Whether its gate keeps the largest elements only (Gemma 3n's first layers).</summary>
    public bool KeepsLargest { get; init; }
    /// <summary>Whether its attention sees the tokens of one batch only and keeps no keys and values (encoders and diffusion models).</summary>
    public bool KeepsNothing { get; init; }
}
