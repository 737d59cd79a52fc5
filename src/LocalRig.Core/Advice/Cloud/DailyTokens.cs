namespace LocalRig.Advice.Cloud;

/// <summary>How much a model has to do in a day.</summary>
/// <param name="Read">Tokens of prompts, all of them.</param>
/// <param name="Written">Tokens of answers.</param>
/// <param name="CachedShare">The part of <paramref name="Read"/> the model has read just before and finds in its cache, 0 to 1.</param>
public readonly record struct DailyTokens(double Read, double Written, double CachedShare)
{
    /// <summary>What is assumed when nobody says: a million tokens.</summary>
    public const double DefaultPerDay = 1_000_000;

    /// <summary>What is assumed when nobody says: three tokens read for one written, the mix Artificial Analysis blends prices by
    /// (artificialanalysis.ai/methodology).</summary>
    public const double DefaultReadPerWritten = 3;

    /// <summary>Everything, read and written.</summary>
    public double Total => Read + Written;

    /// <summary>Tokens that must really be read.</summary>
    public double Fresh => Read * (1 - CachedShare);

    /// <summary>A day's tokens from their sum and the mix.</summary>
    /// <param name="total">Read and written together.</param>
    /// <param name="readPerWritten">Tokens read for one written.</param>
    /// <param name="cachedShare">Part of those read that is cached.</param>
    public static DailyTokens Of(double total, double readPerWritten, double cachedShare) =>
        new(total * readPerWritten / (1 + readPerWritten), total / (1 + readPerWritten), cachedShare);
}
