namespace LocalRig.Local.Sources;

/// <summary>A model on Hugging Face's Hub as people write it: <c>hf:owner/repo</c>, with <c>:file</c> or <c>:quant</c> behind.</summary>
/// <param name="Owner">User or organisation.</param>
/// <param name="Repository">The repository's own name.</param>
/// <param name="Selection">A file's path or a recipe's name (<c>Q4_K_M</c>); null to take what there is.</param>
public sealed record HubName(string Owner, string Repository, string? Selection)
{
    /// <summary>What such names begin with.</summary>
    public const string Scheme = "hf:";

    /// <summary>Owner and repository, as the Hub's addresses have them.</summary>
    public string Id => $"{Owner}/{Repository}";

    /// <summary>Takes a name apart.</summary>
    /// <exception cref="ModelSourceException">It is not of this form.</exception>
    public static HubName Parse(string text)
    {
        string rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimStart('/') : text;
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        string id = colon < 0 ? rest : rest[..colon];
        string? selection = colon < 0 ? null : rest[(colon + 1)..].Trim();
        string[] names = id.Split('/');
        bool sound = names.Length == 2 && names.All(IsName) && selection is not "";
        return sound
            ? new HubName(names[0], names[1], selection)
            : throw new ModelSourceException(
                ModelSourceError.NotFound,
                text,
                $"'{text}' does not name a model on the Hub.",
                "Write hf:owner/repo, or hf:owner/repo:file.gguf, or hf:owner/repo:Q4_K_M.");
    }

    /// <summary>The Hub allows letters, digits and <c>- _ .</c> in names (huggingface_hub, validate_repo_id).</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 96 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
