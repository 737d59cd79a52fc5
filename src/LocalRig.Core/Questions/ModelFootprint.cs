using LocalRig.Models;

namespace LocalRig.Questions;

/// <summary>About how many bytes of memory an opened model takes.</summary>
internal static class ModelFootprint
{
    // A TensorInfo with its shape's array, its place in the list and in the index by name, on a 64-bit runtime.
    private const long BytesPerTensor = 200;
    private const long BytesPerFact = 120;
    private const long BytesPerCharacter = 2;

    /// <summary>The estimate.</summary>
    public static long Of(Model model) =>
        model.Tensors.Tensors.Sum(t => BytesPerTensor + BytesPerCharacter * t.Name.Length)
        + model.Metadata.Values.Sum(v => BytesPerFact + BytesPerCharacter * (v.Key.Length + (v.Value as string ?? "").Length));
}
