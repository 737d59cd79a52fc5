using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>From a model's metadata to its shape.</summary>
public static class ArchitectureReader
{
    /// <summary>llama.cpp's names of the architectures LocalRig knows.</summary>
    public static IReadOnlyCollection<string> KnownNames => FamilyTable.Names;

    /// <summary>Reads the shape; an unknown architecture, or a header without what its family needs, is a value that says why.</summary>
    /// <param name="metadata">Facts in GGUF's words.</param>
    public static ArchitectureReading Read(Metadata metadata)
    {
        ArchitectureReading shape = ReadShape(metadata);
        return shape is KnownArchitecture && !HasGraph(metadata)
            ? Unknown(
                metadata,
                $"LocalRig knows the weights of '{metadata.Architecture}' but not yet its compute graph; caches and scratch are bounds."
            )
            : shape;
    }

    /// <summary>Whether LocalRig can build the compute graph of the family.</summary>
    internal static bool HasGraph(Metadata metadata) => FamilyTable.HasGraph(metadata.Architecture);

    /// <summary>The shape, also of a family whose compute graph LocalRig can't build yet: enough to list its weights.</summary>
    internal static ArchitectureReading ReadShape(Metadata metadata)
    {
        string name = metadata.Architecture;
        if (name.Length == 0)
        {
            return Unknown(metadata, "The file does not name its architecture (general.architecture); caches and scratch are bounds.");
        }

        if (FamilyTable.Find(name) is not { } family)
        {
            return Unknown(metadata, $"LocalRig does not know the architecture '{name}' yet; caches and scratch are bounds.");
        }

        var hyperparameters = new Hyperparameters(metadata);
        if (hyperparameters.Problems.Count == 0)
        {
            Architecture architecture = family.Read(hyperparameters);
            if (hyperparameters.Problems.Count == 0)
            {
                return new KnownArchitecture(architecture);
            }
        }

        string problems = string.Join("; ", hyperparameters.Problems);
        return Unknown(metadata, $"The '{name}' header cannot be used: {problems}.") with { IsRefused = !hyperparameters.OnlyUnplanned };
    }

    private static UnknownArchitecture Unknown(Metadata metadata, string reason)
    {
        int? Largest(string key) =>
            metadata.TryGetIntegers($"{metadata.Architecture}.{key}", out ImmutableArray<long>? list)
                ? Dimension(list.Value.IsEmpty ? null : list.Value.Max())
                : Dimension(metadata.Integer($"{metadata.Architecture}.{key}"));

        int? heads = Largest("attention.head_count");
        int? width = Largest("embedding_length");
        int? perHead = heads > 0 && width is not null ? width / heads : null;
        return new UnknownArchitecture(
            metadata.Architecture,
            reason,
            new KnownDimensions(
                Largest("block_count"),
                width,
                heads,
                Largest("attention.head_count_kv") ?? heads,
                Largest("attention.key_length") ?? perHead,
                Largest("attention.value_length") ?? perHead,
                Dimension(metadata.Count("tokenizer.ggml.tokens")) ?? Largest("vocab_size"),
                Largest("context_length")
            )
        );
    }

    private static int? Dimension(long? value) => value is > 0 and <= int.MaxValue ? (int)value : null;
}
