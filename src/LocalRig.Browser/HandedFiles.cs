using LocalRig.Architectures;
using LocalRig.Contract;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Models;
using LocalRig.Questions;

namespace LocalRig.Browser;

/// <summary>Models whose headers a page handed over: a file dropped on it. Nothing else can be reached from a browser.</summary>
internal sealed class HandedFiles : IModelFiles
{
    private readonly Dictionary<string, GgufHeader> _headers = [];
    private int _handed;

    /// <summary>Takes the first bytes of a GGUF file.</summary>
    /// <param name="name">The file's name, under which questions may name it.</param>
    /// <param name="bytes">The file from its start, as far as it was read.</param>
    /// <param name="fileBytes">Bytes of the whole file.</param>
    /// <returns>Zero when the header is known now; else how many bytes from the start are needed at least.</returns>
    /// <exception cref="RequestException">It is no sound GGUF file.</exception>
    public long Take(string name, ReadOnlySpan<byte> bytes, long fileBytes)
    {
        try
        {
            if (!GgufReader.TryRead(bytes, fileBytes, out GgufHeader? header, out long needed))
            {
                return needed;
            }

            _headers[name] = header;
            _handed++;
            return 0;
        }
        catch (ModelFormatException wrong)
        {
            throw Unreadable(name, $"{name}: {wrong.Message}.", "Drop a GGUF file, complete as it was downloaded.");
        }
    }

    /// <inheritdoc/>
    public bool IsLocation(string model) => IsHere(model) || LooksLikeOne(model);

    /// <inheritdoc/>
    public bool IsHere(string model) => _headers.ContainsKey(model);

    /// <inheritdoc/>
    public string? Stamp(string location) => $"{_handed}";

    /// <inheritdoc/>
    public Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation)
    {
        if (!IsHere(location))
        {
            throw Unreadable(location, $"{location} can't be read here: LocalRig reaches no files and no network where it runs.", "Name a catalogue model, drop a GGUF file, or ask the localrig program.");
        }

        string[] parts = [.. GgufSplit.AllParts(location)];
        if (Array.Find(parts, p => !IsHere(p)) is string missing)
        {
            throw Unreadable(location, $"{location} is one part of {parts.Length}; {missing} is missing.", "Drop all parts at once.");
        }

        try
        {
            GgufModel model = GgufModel.Merge([.. parts.Select(p => _headers[p])]);
            string name = GgufSplit.TryParseName(location, out string prefix, out _, out _) ? prefix : Path.GetFileNameWithoutExtension(location);
            return Task.FromResult(HeaderModel.Of(name, location, model.Metadata, model.Tensors));
        }
        catch (ModelFormatException wrong)
        {
            throw Unreadable(location, $"{location}: {wrong.Message}.", "Drop all parts of one model at once.");
        }
    }

    private static bool LooksLikeOne(string model) =>
        model.StartsWith("hf:", StringComparison.OrdinalIgnoreCase) || model.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || model.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || model.StartsWith('.') || model.StartsWith('/');

    private static RequestException Unreadable(string where, string message, string hint) => new(new Problem(ErrorCode.ModelUnreadable, message, hint, where));
}
