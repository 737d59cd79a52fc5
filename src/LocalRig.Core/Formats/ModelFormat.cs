using LocalRig.Formats.Gguf;

namespace LocalRig.Formats;

/// <summary>The formats models come in.</summary>
public enum ModelFormat
{
    /// <summary>Neither of the others.</summary>
    Unknown,

    /// <summary>llama.cpp's single-file format.</summary>
    Gguf,

    /// <summary>Hugging Face's tensor format, read together with config.json.</summary>
    Safetensors,
}

/// <summary>Tells formats apart by their first bytes, never by their names.</summary>
public static class ModelFormatDetection
{
    /// <summary>Bytes that suffice to tell.</summary>
    public const int BytesNeeded = 9;

    /// <summary>The format of a file that begins with these bytes: GGUF's four letters, or a length and an opening brace.</summary>
    public static ModelFormat Detect(ReadOnlySpan<byte> firstBytes) =>
        firstBytes.StartsWith(GgufReader.Magic) ? ModelFormat.Gguf
        : firstBytes.Length >= BytesNeeded && firstBytes[8] == (byte)'{' ? ModelFormat.Safetensors
        : ModelFormat.Unknown;
}
