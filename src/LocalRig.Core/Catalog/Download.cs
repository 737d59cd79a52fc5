using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>A published file or folder of a model's weights, as public listings name it (data/models/downloads.json).</summary>
/// <param name="Model">The model in the catalogue.</param>
/// <param name="Repository">The repository on the Hub: <c>unsloth/Qwen3.5-27B-GGUF</c>.</param>
/// <param name="Format">What its weights are stored in: <c>gguf</c> or <c>mlx</c>.</param>
/// <param name="Quant">The quantization's name there; empty where the listing names the repository alone.</param>
/// <param name="File">The file in it, the first of a split one; empty where it is not named.</param>
/// <param name="Size">Its size as published; null where no listing tells it.</param>
/// <param name="Precision">How far the size may be off by rounding.</param>
/// <param name="Source">Where repository, file and size stand.</param>
public sealed record Download(string Model, string Repository, string Format, string Quant, string File, ByteSize? Size, ByteSize Precision, string Source)
{
    /// <summary>Who published it: the part before the slash.</summary>
    public string Publisher => Repository.Split('/')[0];
}
