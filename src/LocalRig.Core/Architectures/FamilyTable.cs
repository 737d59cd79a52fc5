using System.Collections.Frozen;

namespace LocalRig.Architectures;

/// <summary>The families LocalRig knows, by llama.cpp's architecture name.</summary>
internal static class FamilyTable
{
    private static readonly FrozenDictionary<string, ArchitectureFamily> Families = new ArchitectureFamily[]
    {
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
        new Glm4MoeFamily(),
        new Phi3Family(),
    }.ToFrozenDictionary(f => f.Name);

    public static IReadOnlyCollection<string> Names => Families.Keys;

    public static ArchitectureFamily? Find(string name) => Families.GetValueOrDefault(name);
}
