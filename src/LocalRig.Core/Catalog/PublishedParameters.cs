namespace LocalRig.Catalog;

/// <summary>Parameter counts as the publisher or a count of the weights gives them; null where nobody does.</summary>
/// <param name="Published">All weights of the release, vision and multi-token-prediction included.</param>
/// <param name="Text">The text model alone, as llama.cpp counts it.</param>
/// <param name="Vision">Vision tower and projector.</param>
/// <param name="Mtp">Multi-token-prediction layers.</param>
/// <param name="Active">Weights that work on each token.</param>
/// <param name="Nominal">A round number from the name, where no exact count is known.</param>
public sealed record PublishedParameters(long? Published, long? Text, long? Vision, long? Mtp, long? Active, long? Nominal);
