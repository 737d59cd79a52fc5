using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Architectures;

/// <summary>Turns what a GGUF file's header says into a model, wherever the header was read.</summary>
public static class HeaderModel
{
    /// <param name="name">What to call it.</param>
    /// <param name="location">Where the file is, for what is said about it.</param>
    /// <param name="metadata">The header's facts.</param>
    /// <param name="tensors">Its tensors, of all parts.</param>
    public static Model Of(string name, string location, Metadata metadata, ImmutableArray<TensorInfo> tensors)
    {
        TensorLayout layout = new(tensors);
        return new Model(name, metadata, (ArchitectureReader.Read(metadata) as KnownArchitecture)?.Architecture, layout, Recipe(metadata))
        {
            Source = location,
            Refusal = EngineRefusal.Of(metadata, layout) is string refusal ? $"llama.cpp refuses {location}: {refusal}." : "",
        };
    }

    private static string Recipe(Metadata metadata) =>
        metadata.Integer("general.file_type") is long type && QuantRecipe.ForFileType(type) is QuantRecipe recipe ? recipe.Name : "";
}
