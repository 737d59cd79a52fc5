using LocalRig.Formats.Gguf;
using LocalRig.Formats.Safetensors;

namespace LocalRig.Local.Sources;

/// <summary>What a model's files say about it, before any interpretation.</summary>
/// <param name="Name">The model's name by its files, without extension and part number.</param>
/// <param name="Location">Where they are: a path or an address.</param>
/// <param name="FileBytes">Bytes of all its weight files together; null when a server doesn't tell.</param>
public abstract record ModelFiles(string Name, string Location, long? FileBytes);

/// <summary>A GGUF model, whole or in parts.</summary>
/// <param name="Model">Its facts and tensors.</param>
/// <param name="Name">The model's name by its files.</param>
/// <param name="Location">Where they are.</param>
/// <param name="FileBytes">Bytes of all its files together; null when a server doesn't tell.</param>
public sealed record GgufFiles(GgufModel Model, string Name, string Location, long? FileBytes)
    : ModelFiles(Name, Location, FileBytes);

/// <summary>A safetensors model, whole or sharded, with its config.json.</summary>
/// <param name="Model">Its tensors.</param>
/// <param name="Config">The bytes of config.json, or null when there is none.</param>
/// <param name="Name">The model's name by its folder or file.</param>
/// <param name="Location">Where they are.</param>
/// <param name="FileBytes">Bytes of all its files together; null when a server doesn't tell.</param>
public sealed record SafetensorsFiles(SafetensorsModel Model, ReadOnlyMemory<byte>? Config, string Name, string Location, long? FileBytes)
    : ModelFiles(Name, Location, FileBytes)
{
    /// <summary>The file beside the weights that tells the model's shape.</summary>
    public const string ConfigName = "config.json";

    /// <summary>The weights' file when there is only one.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>The extension of files of weights.</summary>
    public const string Extension = ".safetensors";
}
