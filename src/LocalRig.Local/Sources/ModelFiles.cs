using LocalRig.Formats.Gguf;

namespace LocalRig.Local.Sources;

/// <summary>What a model's files say about it, before any interpretation.</summary>
/// <param name="Name">The model's name by its files, without extension and part number.</param>
/// <param name="Location">Where they are: a path or an address.</param>
/// <param name="FileBytes">Bytes of all its files together; null when a server doesn't tell.</param>
public abstract record ModelFiles(string Name, string Location, long? FileBytes);

/// <summary>A GGUF model, whole or in parts.</summary>
/// <param name="Model">Its facts and tensors.</param>
/// <param name="Name">The model's name by its files.</param>
/// <param name="Location">Where they are.</param>
/// <param name="FileBytes">Bytes of all its files together.</param>
public sealed record GgufFiles(GgufModel Model, string Name, string Location, long? FileBytes)
    : ModelFiles(Name, Location, FileBytes);
