namespace LocalRig.Planning;

/// <summary>The words for split modes (llama.cpp's <c>-sm</c>).</summary>
public static class SplitModeWords
{
    /// <summary>Word and mode.</summary>
    public static IReadOnlyList<(string Word, SplitMode Mode)> All { get; } = [("layer", SplitMode.Layer), ("none", SplitMode.None), ("row", SplitMode.Row)];

    /// <summary>A mode's word.</summary>
    public static string Word(this SplitMode mode) => All.First(w => w.Mode == mode).Word;
}
