namespace LocalRig.Catalog;

/// <summary>Addresses of models on Hugging Face's Hub and in Ollama's library, without what isn't the model's name.</summary>
internal static class ModelAddress
{
    // how llama.cpp numbers the parts of a split file, zeros for digits
    private const string PartForm = "-00000-of-00000";

    private static readonly string[] Hosts = ["https://huggingface.co/", "http://huggingface.co/", "https://hf.co/", "huggingface.co/", "hf.co/", "hf:", "https://ollama.com/library/", "ollama.com/library/", "https://ollama.com/", "registry.ollama.ai/library/"];

    /// <summary>The name in an address, with a tag joined by a hyphen, and its owner; other texts as they are.</summary>
    public static (string Name, string Owner) Name(string text)
    {
        string? host = Hosts.FirstOrDefault(h => text.StartsWith(h, StringComparison.OrdinalIgnoreCase));
        string rest = host is null ? text : text[host.Length..].TrimStart('/');
        if (host is not null && rest.IndexOfAny(['?', '#']) is var query and >= 0)
        {
            rest = rest[..query];
        }

        string[] parts = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool file = parts.Length > 2 && parts[^1].EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
        string name = parts.Length switch
        {
            0 => "",
            1 => parts[0],
            _ when file => parts[^1],
            _ => host is null ? parts[^1] : parts[1],
        };
        string owner = parts.Length > 1 ? parts[0] : "";
        int tag = name.LastIndexOf(':');
        name = tag < 0 ? name : name[(tag + 1)..].Equals("latest", StringComparison.OrdinalIgnoreCase) ? name[..tag] : $"{name[..tag]}-{name[(tag + 1)..]}";
        return (name, owner);
    }

    /// <summary>Whether a text is the address of a file to be read: <c>hf:owner/repo</c>, or an address that ends in a file's name.</summary>
    public static bool IsFile(string text) =>
        text.StartsWith("hf:", StringComparison.OrdinalIgnoreCase)
        || (text.Contains("://", StringComparison.Ordinal) && (text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)));

    /// <summary>A file's name without extension and number of its part.</summary>
    public static string WithoutExtension(string name) => WithoutPart(name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name);

    private static string WithoutPart(string name) =>
        name.Length >= PartForm.Length && name[^PartForm.Length..].Zip(PartForm).All(static c => c.Second == '0' ? char.IsDigit(c.First) : c.First == c.Second) ? name[..^PartForm.Length] : name;
}
