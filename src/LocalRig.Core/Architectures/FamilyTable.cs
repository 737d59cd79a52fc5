using System.Collections.Frozen;

namespace LocalRig.Architectures;

/// <summary>The families LocalRig knows, by llama.cpp's architecture name.</summary>
internal static class FamilyTable
{
    private static readonly FrozenDictionary<string, ArchitectureFamily> Families =
    ((ArchitectureFamily[])
    [
        new LlamaFamily("llama"),
        new LlamaFamily("mistral3"),
        new Qwen2Family(),
        new Qwen3Family(),
        new Qwen3MoeFamily(),
        new Qwen3NextFamily(),
        new Qwen35Family(),
        new Qwen35MoeFamily(),
        new Gemma3Family(),
        new GptOssFamily(),
        new DeepSeek2Family(),
        new DeepSeek2Family("mistral4"),
        new KimiLinearFamily(),
        new MiniMaxM3Family(),
        new KimiK3Family(),
        new Ling3Family(),
        new Glm4MoeFamily(),
        new Phi3Family(),
        new Gemma3nFamily(),
        new Gemma4Family(),
        new SparseDeepSeekFamily("deepseek32"),
        new SparseDeepSeekFamily("glm-dsa"),
        new Llama4Family(),
        .. BlockTraitsTable.Families.Where(static t => t.Name != "llama4").Select(static t => new TraitFamily(t)),
    ]).ToFrozenDictionary(f => f.Name);

    // families whose weights LocalRig lists but whose compute graph it can't build yet: none
    private static readonly FrozenSet<string> WithoutGraph = FrozenSet<string>.Empty;

    // families whose optional weights weren't tried one by one against the real engine
    private static readonly FrozenSet<string> WithOpenLists = new[] { "gemma3n", "mistral4", "kimi-linear", "deepseek32", "glm-dsa", "minimax-m3", "kimi-k3", "bailingmoe3" }.ToFrozenSet();

    public static IReadOnlyCollection<string> Names { get; } = [.. Families.Keys.Where(HasGraph)];

    public static bool HasGraph(string name) => !WithoutGraph.Contains(name);

    /// <summary>Whether every weight a file may have is known, so that one too few or too many is a fault; rows of traits leave optional ones open.</summary>
    public static bool ListsAllWeights(string name) => HasGraph(name) && !WithOpenLists.Contains(name) && BlockTraitsTable.Find(name) is null;

    public static ArchitectureFamily? Find(string name) => Families.GetValueOrDefault(name);
}
