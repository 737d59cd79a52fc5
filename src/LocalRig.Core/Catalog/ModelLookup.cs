using System.Collections.Immutable;

namespace LocalRig.Catalog;

/// <summary>Finds the model that people's words name, and never another one: words may leave out the owner, what tunes are called and sizes that follow, nothing else.</summary>
internal static class ModelLookup
{
    // What releases of the same weights' shape are called beside their name, in this place or that.
    private static readonly string[] Tunes = ["instruct", "it", "chat", "base", "hf", "latest", "mtp", "text", "imatrix", "i1", "qat", "original", "bf16", "preview"];

    /// <summary>The model of a name that was taken apart; null when there is none or more than one.</summary>
    /// <param name="models">The models to choose from.</param>
    /// <param name="name">The name.</param>
    /// <param name="exact">Finds a model that has exactly a name, however it is joined.</param>
    public static CatalogModel? Find(ImmutableArray<CatalogModel> models, string name, Func<string, CatalogModel?> exact)
    {
        string[] words = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        string[] plain = [.. words.Where((w, i) => i == 0 || !Tunes.Contains(w, StringComparer.OrdinalIgnoreCase))];
        foreach (string[] tried in (string[][])[words, plain, words.Length > 1 ? words[1..] : words, plain.Length > 1 ? plain[1..] : plain])
        {
            bool withoutOwner = tried.Length < plain.Length;
            if ((!withoutOwner || IsOwner(words[0], words[1])) && exact(string.Join('-', tried)) is CatalogModel model)
            {
                return model;
            }
        }

        return Completed(models, plain) ?? (plain.Length > 1 && IsOwner(plain[0], plain[1]) ? Completed(models, plain[1..]) : null);
    }

    /// <summary>The one model whose name goes on with nothing but sizes and dates: <c>gemma 4 26b</c> is gemma-4-26B-A4B.</summary>
    private static CatalogModel? Completed(ImmutableArray<CatalogModel> models, string[] words)
    {
        if (words.Length == 0 || !words.Any(static w => w.Any(char.IsAsciiDigit)))
        {
            return null;
        }

        ImmutableArray<string> wanted = Pieces(string.Join('-', words));
        CatalogModel[] found = [.. models.Where(m => !m.Nominal && m.Aliases.Append(m.Id).Any(n => GoesOn(Pieces(n), wanted)))];
        CatalogModel[] offered = [.. found.Where(m => m.Offered)]; // before later releases on its shape: qwen3:30b is not one of 2507
        return found.Length == 1 ? found[0] : offered.Length == 1 ? offered[0] : null;
    }

    private static bool GoesOn(ImmutableArray<string> name, ImmutableArray<string> wanted) =>
        name.Length > wanted.Length && name.AsSpan()[..wanted.Length].SequenceEqual(wanted.AsSpan()) && IsSizes(string.Join("", name.Skip(wanted.Length)));

    /// <summary>Whether the rest of a name is sizes and dates alone: <c>a4b</c>, <c>30ba3b</c>, <c>24b2506</c>.</summary>
    private static bool IsSizes(string rest) => rest.All(static c => char.IsAsciiDigit(c) || c is 'a' or 'b' or 'e' or 'x' or '.') && rest.Any(char.IsAsciiDigit);

    /// <summary>A name's runs of letters and numbers in small letters: gemma-4-26B and gemma4:26b are the same.</summary>
    private static ImmutableArray<string> Pieces(string name)
    {
        ImmutableArray<string>.Builder pieces = ImmutableArray.CreateBuilder<string>();
        int start = 0;
        for (int at = 1; at <= name.Length; at++)
        {
            if (at == name.Length || Kind(name[at]) != Kind(name[at - 1]))
            {
                if (Kind(name[start]) != 0)
                {
                    pieces.Add(name[start..at].ToLowerInvariant());
                }

                start = at;
            }
        }

        return pieces.ToImmutable();
    }

    private static int Kind(char c) => char.IsAsciiDigit(c) || c == '.' ? 1 : char.IsLetter(c) ? 2 : 0;

    /// <summary>bartowski's files begin with who released the model: <c>Qwen_Qwen3.5-27B</c>, <c>google_gemma-3-27b</c>.</summary>
    private static bool IsOwner(string word, string next) =>
        next.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        || Owners.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Owners =
    [
        "qwen", "google", "meta", "mistralai", "microsoft", "nvidia", "deepseek", "ai", "zai", "org", "moonshotai", "openai", "unsloth", "tencent", "minimaxai", "huggingfacetb", "liquidai", "coherelabs", "nousresearch",
    ];
}
