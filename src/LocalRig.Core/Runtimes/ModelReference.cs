using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Runtimes;

/// <summary>How commands name a plan's model: the file it was read from, a published file, or a placeholder, never a name made up.</summary>
/// <param name="Path">A file on this machine; <see cref="Placeholder"/> where none is known.</param>
/// <param name="HubRepository">The repository on Hugging Face's Hub that holds the file, or empty.</param>
/// <param name="HubFile">The file in it; empty where only its quantization's name is known.</param>
/// <param name="HubQuant">The quantization's name there, where the file's isn't known.</param>
/// <param name="Address">An address elsewhere that holds the file, or empty.</param>
/// <param name="WeightsRepository">The repository of the weights as released, or empty.</param>
/// <param name="Note">What to put in a placeholder's place; empty where there is none.</param>
public sealed record ModelReference(string Path, string HubRepository, string HubFile, string HubQuant, string Address, string WeightsRepository, string Note)
{
    /// <summary>What stands for a file nobody named.</summary>
    public const string Placeholder = "MODEL.gguf";

    private const string HubPrefix = "https://huggingface.co/";

    /// <summary>What is to be downloaded, where a public listing names it; null otherwise.</summary>
    public Download? Download { get; init; }

    /// <summary>Whether a file of this machine, of the Hub or of an address is known.</summary>
    public bool IsKnown => Path != Placeholder || HubRepository.Length > 0 || Address.Length > 0;

    /// <summary>How a plan's model is named.</summary>
    public static ModelReference Of(Model model)
    {
        CatalogModel? listed = ModelCatalog.Default.Named(model.Id);
        string weights = listed is { Nominal: false } ? listed.Repository : "";
        string source = model.Source;
        if (source.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            return Named(source, weights);
        }

        PublishedFile? published = listed is null ? null : Published(listed, model.QuantName);
        if (published is null && listed is { Nominal: false } && ModelCatalog.DownloadOf(listed.Id, model.QuantName) is Download found)
        {
            return new ModelReference(Placeholder, found.Repository, "", found.Quant, "", weights, "") { Download = found };
        }

        return published is not null
            ? new ModelReference(Placeholder, Repository(published.Source), "", published.Quant, "", weights, "") { Download = Of(published) }
            : new ModelReference(
                Placeholder, "", "", "", "", weights, $"{Placeholder} stands for your file of {model.Id}{(model.QuantName.Length > 0 ? " " + model.QuantName : "")}: {Elsewhere(model.Id)}.");
    }

    private static Download Of(PublishedFile file) =>
        new(file.Model, Repository(file.Source), "gguf", file.Quant, "", new ByteSize(file.Bytes), new ByteSize(file.Precision), file.Source);

    private static string Elsewhere(string id)
    {
        string[] repositories = [.. ModelCatalog.DownloadsOf(id).Where(d => d.Format == "gguf").Select(d => d.Repository).Distinct().Take(2)];
        return repositories.Length == 0 ? "no published one is known to LocalRig"
            : $"{string.Join(" and ", repositories)} {(repositories.Length == 1 ? "publishes" : "publish")} files of it, but whether this quantization is among them LocalRig doesn't know";
    }

    private static ModelReference Named(string source, string weights)
    {
        if (!source.StartsWith("https://", StringComparison.Ordinal) && !source.StartsWith("http://", StringComparison.Ordinal))
        {
            return new ModelReference(source, "", "", "", "", weights, "");
        }

        // huggingface.co/owner/repo/resolve/revision/file
        string[] parts = source.StartsWith(HubPrefix, StringComparison.Ordinal) ? source[HubPrefix.Length..].Split('/') : [];
        return parts is [var owner, var repository, "resolve", "main", .. { Length: > 0 } file]
            ? new ModelReference(Placeholder, $"{owner}/{repository}", Uri.UnescapeDataString(string.Join('/', file)), "", "", weights, "")
            : new ModelReference(Placeholder, "", "", "", source, weights, "");
    }

    /// <summary>A file of this model and quantization whose source is its publisher's own repository.</summary>
    private static PublishedFile? Published(CatalogModel model, string quant) =>
        ModelCatalog.FilesOf(model.Id).LastOrDefault(f =>
            f.Quant.Equals(quant, StringComparison.OrdinalIgnoreCase)
            && Repository(f.Source) is { Length: > 0 } repository
            && repository.StartsWith(f.Publisher + "/", StringComparison.OrdinalIgnoreCase)
            && repository.EndsWith("GGUF", StringComparison.OrdinalIgnoreCase));

    private static string Repository(string source) =>
        source.StartsWith(HubPrefix, StringComparison.Ordinal) && source[HubPrefix.Length..].Split('/') is [var owner, var name, ..] ? $"{owner}/{name}" : "";
}
