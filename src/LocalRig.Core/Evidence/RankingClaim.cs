namespace LocalRig.Evidence;

/// <summary>What somebody published of a model's quality: one test, one model, never averaged with another.</summary>
/// <param name="Model">Catalogue id, or the name of a model without open weights.</param>
/// <param name="Benchmark">What was tested: <c>MMLU-Pro</c>.</param>
/// <param name="Result">What came out.</param>
/// <param name="Origin">Who says so and when.</param>
public sealed record RankingClaim(string Model, string Benchmark, RankingResult Result, RankingOrigin Origin)
{
    /// <summary>Test, result and publisher in one line: <c>Rails app 37/100, rank 37 of 40 (AkitaOnRails, community, 2026-04)</c>.</summary>
    public override string ToString() => $"{Benchmark} {Result}{(Result is RankingScore { Standing: { Length: > 0 } standing } ? ", " + standing : "")} ({Origin})";
}

/// <summary>Who published a claim of quality.</summary>
/// <param name="Publisher">Who tested.</param>
/// <param name="Via">Who repeats it, where the publisher's own page wasn't seen; or empty.</param>
/// <param name="Kind"><c>vendor</c> (of one of the models compared), <c>third-party</c>, <c>community</c> or <c>press</c>.</param>
/// <param name="Date">When, as precisely as the source says.</param>
/// <param name="Source">Address.</param>
/// <param name="Note">What else to know, or empty.</param>
public sealed record RankingOrigin(string Publisher, string Via, string Kind, string Date, string Source, string Note)
{
    /// <summary>The kinds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["vendor", "third-party", "community", "press"];

    /// <summary>Whether whoever tested neither made a model in the test nor only repeats others.</summary>
    public bool IsIndependent => Kind is "third-party" or "community";

    /// <summary>Who repeats it, kind and date.</summary>
    public string Terms => $"{(Via.Length > 0 ? $"via {Via}, " : "")}{Kind}, {Date}";

    /// <summary>Publisher, kind and date.</summary>
    public override string ToString() => $"{Publisher}{(Via.Length > 0 ? " " : ", ")}{Terms}";
}
