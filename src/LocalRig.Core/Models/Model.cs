namespace LocalRig.Models;

/// <summary>An identified set of weights.</summary>
/// <param name="Id">Catalogue id or file name.</param>
/// <param name="Metadata">Its facts in GGUF's words.</param>
/// <param name="Architecture">Its shape, or null when the architecture is unknown to LocalRig.</param>
/// <param name="Tensors">Its weights, exact.</param>
/// <param name="QuantName">Recipe or file type: <c>Q4_K_M</c>.</param>
public sealed record Model(string Id, Metadata Metadata, Architecture? Architecture, TensorLayout Tensors, string QuantName)
{
    /// <summary>Whether the model is a stand-in for one nobody published.</summary>
    public bool Nominal { get; init; }

    /// <summary>Why its bytes are bounds rather than exact, as one sentence; empty when they are exact.</summary>
    public string BoundedBecause { get; init; } = "";

    /// <summary>Between which sizes its weights lie, where no file, published size or recipe gives them; null where <see cref="Tensors"/> are what is known.</summary>
    public WeightBounds? WeightBounds { get; init; }

    /// <summary>Why llama.cpp refuses to load it, as one sentence; empty where nothing is known against it. There is no plan for such a model.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>What the user must know about the model itself, as one sentence: <c>Qwen3.5 has no 32B; nearest: 27B, 35B-A3B.</c></summary>
    public string Notice { get; init; } = "";

    /// <summary>The day it was released, as its source writes it; empty where that isn't known.</summary>
    public string Released { get; init; } = "";

    /// <summary>Its licence; empty where no source names it.</summary>
    public string License { get; init; } = "";

    /// <summary>Where its facts come from, for display: a path, an address, a catalogue source.</summary>
    public string Source { get; init; } = "";
}
