using System.Collections.Immutable;

namespace LocalRig.Formats.Safetensors;

/// <summary>Everything before a safetensors file's tensor data.</summary>
/// <param name="Tensors">Its tensors in the order written.</param>
/// <param name="Notes">Its free-form remarks (<c>__metadata__</c>).</param>
/// <param name="HeaderBytes">Bytes of the header with its length; tensor data begins there.</param>
public sealed record SafetensorsHeader(
    ImmutableArray<SafetensorsTensor> Tensors,
    IReadOnlyDictionary<string, string> Notes,
    long HeaderBytes);
