namespace LocalRig.Evidence;

/// <summary>One reported run: what was measured, on what, when, and who says so.</summary>
/// <param name="Device">Catalogue id of the device.</param>
/// <param name="Backend">The backend, as reported.</param>
/// <param name="Model">Catalogue id of the model.</param>
/// <param name="Quant">Quantization, as reported.</param>
/// <param name="IsPrompt">Prompt processing rather than an answer.</param>
/// <param name="Tokens">Tokens of the test.</param>
/// <param name="Depth">Tokens already in context.</param>
/// <param name="TokensPerSecond">The rate.</param>
/// <param name="Date">When, as precisely as the source says.</param>
/// <param name="Build">The engine's build.</param>
/// <param name="Reporter">What sort of source: <c>community</c>, <c>third-party</c>.</param>
/// <param name="Source">Address of the report.</param>
public sealed record Measurement(
    string Device, string Backend, string Model, string Quant, bool IsPrompt, int Tokens, int Depth, double TokensPerSecond,
    string Date, string Build, string Reporter, string Source);
