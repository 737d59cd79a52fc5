using LocalRig.Contract;
using LocalRig.Models;

namespace LocalRig.Questions;

/// <summary>Models that are files: on disks, behind addresses. A port of the desk.</summary>
public interface IModelFiles
{
    /// <summary>Whether a text says where a model is rather than naming one of the catalogue's.</summary>
    bool IsLocation(string model);

    /// <summary>Whether there is a file or folder of that name on this machine's disks.</summary>
    bool IsHere(string model);

    /// <summary>What tells whether the files have changed since: their sizes and times. Null where that can't be told without reading them.</summary>
    string? Stamp(string location);

    /// <summary>Reads a model's headers.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="quant">The recipe asked for, which only files that aren't quantized yet leave open.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RequestException">There is none, or it cannot be read.</exception>
    Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation);
}

/// <summary>No files: what a browser has.</summary>
internal sealed class NoModelFiles : IModelFiles
{
    /// <inheritdoc/>
    public bool IsLocation(string model) =>
        model.StartsWith("hf:", StringComparison.OrdinalIgnoreCase) || model.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || model.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || model.StartsWith('.') || model.StartsWith('/');

    /// <inheritdoc/>
    public bool IsHere(string model) => false;

    /// <inheritdoc/>
    public string? Stamp(string location) => null;

    /// <inheritdoc/>
    public Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation) =>
        throw new RequestException(new Problem(
            ErrorCode.ModelUnreadable, $"{location} can't be read here: LocalRig reaches no files and no network where it runs.", "Name a catalogue model, or ask the localrig program.", location));
}
