using LocalRig.Formats.Gguf;

namespace LocalRig.Local.Sources;

/// <summary>Chooses the file of a repository that a person means; never guesses between several.</summary>
internal static class HubFileChoice
{
    private const int MaxListed = 40;

    /// <summary>The GGUF file (first part of a split one) that is meant; null when the repository's safetensors are.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="files">The paths of the repository's files.</param>
    public static string? Choose(HubName name, IReadOnlyList<string> files)
    {
        if (name.Selection is string file && files.Contains(file))
        {
            return file;
        }

        List<string> models = [.. files.Where(IsModel)];
        bool safetensors = files.Any(f => f.EndsWith(SafetensorsFiles.Extension, StringComparison.Ordinal));
        if (name.Selection is null)
        {
            return models.Count switch
            {
                1 => models[0],
                0 when safetensors => null,
                0 => throw new ModelSourceException(
                    ModelSourceError.NotFound, name.Id, $"The repository {name.Id} holds neither GGUF nor safetensors files.", "Name another repository."),
                _ => throw Several(name, models, "holds"),
            };
        }

        return ChooseRecipe(name, models);
    }

    private static string ChooseRecipe(HubName name, List<string> models)
    {
        List<string> fitting = [.. models.Where(m => Recipe(m, name.Selection!) is not null)];
        List<string> plain = [.. fitting.Where(m => Recipe(m, name.Selection!) == "")];
        return (fitting.Count, plain.Count) switch
        {
            (1, _) => fitting[0],
            (_, 1) => plain[0],
            (0, _) => throw new ModelSourceException(
                ModelSourceError.NotFound,
                name.Id,
                $"The repository {name.Id} has no file '{name.Selection}' nor one of that quantization.",
                models.Count == 0 ? "It holds no GGUF files." : $"It holds: {List(models)}."),
            _ => throw Several(name, fitting, $"has for '{name.Selection}'"),
        };
    }

    /// <summary>Whether a path ends in a recipe's name, or lies in a folder named so: what stands before it as a mark of
    /// another mix (<c>UD</c>, <c>i1</c>), nothing when it is plain; null when it doesn't.</summary>
    private static string? Recipe(string path, string recipe)
    {
        string stem = LocalFiles.NameOf(path);
        if (!stem.EndsWith(recipe, StringComparison.OrdinalIgnoreCase))
        {
            string folder = path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
            return folder.Equals(recipe, StringComparison.OrdinalIgnoreCase) ? "" : null;
        }

        string before = stem[..^recipe.Length];
        if (before.Length > 0 && before[^1] is not ('-' or '.' or '_'))
        {
            return null;
        }

        string[] words = before.TrimEnd('-', '.', '_').Split('-', '.');
        return words[^1] is "UD" or "i1" ? words[^1] : "";
    }

    private static bool IsModel(string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        bool companion = file.Contains("mmproj", StringComparison.OrdinalIgnoreCase) || file.Contains("imatrix", StringComparison.OrdinalIgnoreCase);
        return file.EndsWith(".gguf", StringComparison.Ordinal)
            && !companion
            && (!GgufSplit.TryParseName(file, out _, out int number, out _) || number == 1);
    }

    private static ModelSourceException Several(HubName name, List<string> models, string verb) => new(
        ModelSourceError.Ambiguous,
        name.Id,
        $"The repository {name.Id} {verb} {models.Count} models: {List(models)}.",
        $"Name one, such as {HubName.Scheme}{name.Id}:{models[0]}.");

    private static string List(List<string> models) =>
        string.Join(", ", models.Take(MaxListed)) + (models.Count > MaxListed ? $" and {models.Count - MaxListed} more" : "");
}
