namespace LocalRig.Workloads;

/// <summary>The words for what drafts (llama-server's <c>--spec-type</c>).</summary>
public static class SpeculationWords
{
    /// <summary>Word and choice.</summary>
    public static IReadOnlyList<(string Word, Speculation Choice)> All { get; } = [("none", Speculation.None), ("draft-mtp", Speculation.DraftMtp)];

    /// <summary>A choice's word.</summary>
    public static string Word(this Speculation choice) => All.First(w => w.Choice == choice).Word;
}
