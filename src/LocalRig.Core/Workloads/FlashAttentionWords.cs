namespace LocalRig.Workloads;

/// <summary>The words for choices of flash attention (llama.cpp's <c>-fa</c>).</summary>
public static class FlashAttentionWords
{
    /// <summary>Word and choice.</summary>
    public static IReadOnlyList<(string Word, FlashAttention Choice)> All { get; } = [("on", FlashAttention.On), ("off", FlashAttention.Off), ("auto", FlashAttention.Auto)];

    /// <summary>A choice's word.</summary>
    public static string Word(this FlashAttention choice) => All.First(w => w.Choice == choice).Word;
}
