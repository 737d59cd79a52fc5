using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Files that llama.cpp doesn't load, as far as header and tensor descriptions tell: for such a file there is no plan.</summary>
public static class EngineRefusal
{
    /// <summary>Why llama.cpp would refuse a file, without a full stop; null where nothing is known against it.</summary>
    /// <param name="metadata">The header's facts.</param>
    /// <param name="tensors">Its tensors.</param>
    public static string? Of(Metadata metadata, TensorLayout tensors)
    {
        if (metadata.Architecture.Length == 0)
        {
            return "the header does not name its architecture (general.architecture)";
        }

        if (tensors.Tensors.IsEmpty)
        {
            return "it holds no tensors";
        }

        return ArchitectureReader.ReadShape(metadata) switch
        {
            KnownArchitecture known => WeightCheck.Of(known.Architecture, tensors, FamilyTable.ListsAllWeights(metadata.Architecture))?.Reason,
            UnknownArchitecture { IsRefused: true } refused => refused.Reason.TrimEnd('.'),
            _ => null,
        };
    }
}
