namespace LocalRig.Models;

/// <summary>The second half of a layer.</summary>
public abstract record FeedForward;

/// <summary>One feed-forward network that every token passes.</summary>
/// <param name="Width">Hidden elements.</param>
public sealed record DenseFeedForward(int Width) : FeedForward;

/// <summary>None: a layer that only looks back (Mamba, Nemotron-H).</summary>
public sealed record NoFeedForward : FeedForward;

/// <summary>Many feed-forward networks of which each token uses a few.</summary>
/// <param name="Experts">Experts in the layer.</param>
/// <param name="Used">Experts each token uses.</param>
/// <param name="Width">Hidden elements of one expert.</param>
/// <param name="SharedWidth">Hidden elements of the shared expert that every token uses; 0 for none.</param>
public sealed record ExpertFeedForward(int Experts, int Used, int Width, int SharedWidth) : FeedForward;
