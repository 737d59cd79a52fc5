namespace LocalRig.Models;

/// <summary>One block of a model.</summary>
/// <param name="Attention">How it looks back.</param>
/// <param name="FeedForward">What it does with each token.</param>
public sealed record Layer(Attention Attention, FeedForward FeedForward);
