using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

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

    /// <summary>None: the list is of what runs.</summary>
    CanRun,

    /// <summary>None: the list is of what doesn't run.</summary>
    CannotRun,
}

/// <summary>Roles by the words of an introduction: "For Llama 3.1 70B the KV cache takes:".</summary>
internal static partial class FigureRoles
{
    /// <summary>What a line that ends in a colon says the figures after it count.</summary>
    public static FigureRole Of(string introduction) =>
        Card().IsMatch(introduction) ? FigureRole.Card
        : Running(introduction) is var running and not FigureRole.None && introduction.TrimEnd('*', ' ').EndsWith(':') ? running
        : HowMuch().IsMatch(introduction) ? FigureRole.Needs
        : !introduction.TrimEnd().EndsWith(':') ? FigureRole.None
        : Cache().IsMatch(introduction) ? FigureRole.Cache
        : File().IsMatch(introduction) ? FigureRole.File
        : Needs().IsMatch(introduction) ? FigureRole.Needs
        : FigureRole.None;

    /// <summary>What a heading or the sentence before a table says its figures count: "VRAM requirements by model size".</summary>
    public static FigureRole Caption(string words) =>
        WeightsAlone().IsMatch(words) ? FigureRole.File : MemoryNeeded().IsMatch(words) ? FigureRole.Needs : FileSizes().IsMatch(words) ? FigureRole.File : FigureRole.None;

    [GeneratedRegex(@"\bweights? (?:only|alone)\b|^\W*(?:(?:component|step|part) \d+\s?:\s?)?(?:the )?(?:model )?weights\W*$|^\W*(?:the )?weights:", RegexOptions.IgnoreCase)]
    private static partial Regex WeightsAlone();

    [GeneratedRegex(@"\b(?:file|download|GGUF) sizes?\b|\bon disk\b|\bsizes? of (?:the )?(?:files?|weights)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FileSizes();

    [GeneratedRegex(@"(?<!GB )\b(?:VRAM|GPU memory|RAM)\s+(?:by|per|for (?:each|every|common|popular|all)|at each|sizing|table|chart|guide|calculator|cheat ?sheet|footprints?|at Q\d)\b|\b(?:VRAM|memory|RAM)\b[^.]{0,30}\b(?:requirements?|needs?|needed|required|usage|footprint)\b|\b(?:needs?|requires?|how much)\b[^.:]{0,40}\b(?:VRAM|memory|RAM)\b|\bminimum (?:VRAM|RAM|memory) you\b", RegexOptions.IgnoreCase)]
    private static partial Regex MemoryNeeded();

    /// <summary>What a list after these words is of: things that run, or that don't.</summary>
    public static FigureRole Running(string words) => Cannot().IsMatch(words) ? FigureRole.CannotRun : Can().IsMatch(words) ? FigureRole.CanRun : FigureRole.None;

    [GeneratedRegex(@"^\W*(?:(?:you |it )?(?:can['’]?t|cannot|won['’]t|will not|doesn['’]t) (?:run|fit|handle)|what (?:you |it )?(?:can['’]?t|cannot|won['’]t|doesn['’]t) (?:run|fit)|too (?:large|big))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cannot();

    [GeneratedRegex(@"^\W*(?:(?:you |it )?can (?:\w+ )?(?:run|fit|handle)|(?:comfortably )?runs(?: well)?|fits(?: (?:well|comfortably))?|what (?:you |it |actually |can |really ){0,3}(?:runs?|fits?)|models? (?:that|which) (?:fit|run)|(?:recommended|best|suitable|good) models?|what (?:an? )?\d{1,3}\s?GB (?:of \w+ )?(?:\w+ )?runs?)\W*$|\bhere(?:['’]s| is) what [^.:]{0,40}\b(?:runs?|gets? (?:me|you)|fits?)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Can();

    /// <summary>Memory that a heading or the line before a list names by itself: what follows is said of so much.</summary>
    public static Interval? Room(string words) => RoomAlone().Match(words) is { Success: true } room && Amounts.TryRead(room.Groups[1].Value, out Interval memory, out _) ? memory : null;

    [GeneratedRegex(@"^\W*(?:what |for |with |on |tier \d: |(?:here['’]s|that, here['’]s|with that, here['’]s) what )*(?:(?:an?|your|my|the) )?(\d{1,3}) ?GB\b(?! (?:of )?(?:system|main|DDR))(?! (?:file|download|model))(?:\s?\+)?(?: of)?(?:[ -](?:VRAM|V?RAM|unified|memory|cards?|GPUs?|tier|class|Macs?|machines?|laptops?))*\s*(?:$|:|\(|—|–|-|actually|really|runs?|gets?|can)", RegexOptions.IgnoreCase)]
    private static partial Regex RoomAlone();

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
