namespace LocalRig.Workloads;

/// <summary>The words for what drafts (llama-server's <c>--spec-type</c>), and how far each drafts.</summary>
public static class SpeculationWords
{
    // llama-server --help of 0.7.0: --spec-ngram-simple-size-m, --spec-ngram-map-k-size-m, --spec-ngram-map-k4v-size-m; --spec-ngram-mod-n-max
    private const int NgramTokens = 48;
    private const int NgramModTokens = 64;
    private const int NgramCacheTokens = 8; // what llama-server 0.7.0 prints as n_draft of ngram-cache

    /// <summary>Word and choice.</summary>
    public static IReadOnlyList<(string Word, Speculation Choice)> All { get; } =
    [
        ("none", Speculation.None), ("draft-mtp", Speculation.DraftMtp), ("draft-simple", Speculation.DraftSimple), ("ngram-simple", Speculation.NgramSimple),
        ("ngram-map-k", Speculation.NgramMapK), ("ngram-map-k4v", Speculation.NgramMapK4v), ("ngram-mod", Speculation.NgramMod), ("ngram-cache", Speculation.NgramCache),
    ];

    /// <summary>A choice's word.</summary>
    public static string Word(this Speculation choice) => All.First(w => w.Choice == choice).Word;

    /// <summary>Whether <c>--spec-draft-n-max</c> sets how far it drafts.</summary>
    public static bool DraftsByModel(this Speculation choice) => choice is Speculation.DraftMtp or Speculation.DraftSimple;

    /// <summary>Tokens drafted at most: as asked where a model or a head drafts, else llama-server's own default.</summary>
    /// <param name="choice">What drafts.</param>
    /// <param name="asked">Tokens asked for (<c>--spec-draft-n-max</c>).</param>
    public static int Tokens(this Speculation choice, int asked) =>
        choice switch
        {
            Speculation.None => 0,
            Speculation.DraftMtp or Speculation.DraftSimple => asked,
            Speculation.NgramMod => NgramModTokens,
            Speculation.NgramCache => NgramCacheTokens,
            _ => NgramTokens,
        };
}
