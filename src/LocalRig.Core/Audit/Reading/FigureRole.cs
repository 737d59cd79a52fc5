using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>What the figures of a list count, by the line that introduces it.</summary>
internal enum FigureRole
{
    /// <summary>Nothing is said.</summary>
    None,

    /// <summary>The cache for keys and values.</summary>
    Cache,

    /// <summary>The memory a model needs.</summary>
    Needs,

    /// <summary>The size of a file.</summary>
    File,

    /// <summary>The memory of the smallest card something fits on.</summary>
    Card,
}

/// <summary>Roles by the words of an introduction: "For Llama 3.1 70B the KV cache takes:".</summary>
internal static partial class FigureRoles
{
    /// <summary>What a line that ends in a colon says the figures after it count.</summary>
    public static FigureRole Of(string introduction) =>
        Card().IsMatch(introduction) ? FigureRole.Card
        : HowMuch().IsMatch(introduction) ? FigureRole.Needs
        : !introduction.TrimEnd().EndsWith(':') ? FigureRole.None
        : Cache().IsMatch(introduction) ? FigureRole.Cache
        : File().IsMatch(introduction) ? FigureRole.File
        : Needs().IsMatch(introduction) ? FigureRole.Needs
        : FigureRole.None;

    /// <summary>What a heading or the sentence before a table says its figures count: "VRAM requirements by model size".</summary>
    public static FigureRole Caption(string words) =>
        WeightsAlone().IsMatch(words) ? FigureRole.File : MemoryNeeded().IsMatch(words) ? FigureRole.Needs : FileSizes().IsMatch(words) ? FigureRole.File : FigureRole.None;

    [GeneratedRegex(@"\bweights? (?:only|alone)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WeightsAlone();

    [GeneratedRegex(@"\b(?:file|download|GGUF) sizes?\b|\bon disk\b|\bsizes? of (?:the )?(?:files?|weights)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FileSizes();

    [GeneratedRegex(@"(?<!GB )\b(?:VRAM|GPU memory|RAM)\s+(?:by|per|for (?:each|every|common|popular|all)|at each|sizing|table|chart|guide|calculator|cheat ?sheet|footprints?|at Q\d)\b|\b(?:VRAM|memory|RAM)\b[^.]{0,30}\b(?:requirements?|needs?|needed|required|usage|footprint)\b|\b(?:needs?|requires?|how much)\b[^.:]{0,40}\b(?:VRAM|memory|RAM)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryNeeded();

    /// <summary>Whether a heading says that its section is about the cache for keys and values.</summary>
    public static bool IsOfCache(string heading) => CacheHeading().IsMatch(heading);

    [GeneratedRegex(@"\bKV[- ]?cache\b", RegexOptions.IgnoreCase)]
    private static partial Regex CacheHeading();

    [GeneratedRegex(@"\b(?:smallest|minimum) (?:GPU|card|VRAM) (?:class|tier|size|that)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Card();

    // What a question asks, its answer counts.
    [GeneratedRegex(@"\bhow much (?:GPU |video |graphics )?(?:VRAM|RAM|memory)\b[^?]{0,120}\?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex HowMuch();

    [GeneratedRegex(@"\bKV\b|\bcache\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cache();

    [GeneratedRegex(@"\b(?:file sizes?|downloads?|on disk|disk)\b", RegexOptions.IgnoreCase)]
    private static partial Regex File();

    [GeneratedRegex(@"\b(?:needs?|requires?|requirements?|takes?|uses?|VRAM)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Needs();
}
