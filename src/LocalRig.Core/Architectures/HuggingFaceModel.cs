using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>What a Hugging Face config.json says, in GGUF's words.</summary>
/// <param name="Metadata">The metadata llama.cpp's converter would write, as far as sizes depend on it.</param>
/// <param name="Traits">What GGUF shows in its tensors instead.</param>
public sealed record HuggingFaceModel(Metadata Metadata, WeightTraits Traits);
