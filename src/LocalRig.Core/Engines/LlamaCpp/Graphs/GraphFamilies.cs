using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Graphs.Families;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Which family file builds the graph of which architecture (llama-model.cpp, build_graph).</summary>
internal static class GraphFamilies
{
    /// <summary>Whether LocalRig knows this architecture's graph.</summary>
    public static bool Knows(string architecture) => Builder(architecture) is not null;

    /// <summary>Whether a layer's part of the graph depends on how many came before it, so that none can be left out (Kimi K3's kept residuals).</summary>
    public static bool CountsLayers(string architecture) => architecture == "kimi-k3";

    /// <summary>Builds the graph llama.cpp would build.</summary>
    /// <exception cref="EngineException">The architecture's graph is unknown.</exception>
    public static Graph Build(GraphRequest request)
    {
        string name = request.Architecture.Name;
        if (request.MtpHead)
        {
            return name is "qwen35" or "qwen35moe"
                ? QwenMtpGraph.Build(request)
                : throw new EngineException($"LocalRig knows no multi-token-prediction graph for {name}; plan the main context instead.");
        }

        if (request.Architecture.IsGuess)
        {
            return TraitGraph.Build(request, LookAlike.Traits(request.Architecture.Metadata));
        }

        Func<GraphRequest, Graph> build =
            Builder(name) ?? throw new EngineException($"LocalRig knows no compute graph for the architecture {name}.");
        return build(request);
    }

    private static Func<GraphRequest, Graph>? Builder(string architecture) =>
        architecture switch
        {
            "llama" or "mistral3" or "qwen2" or "qwen3" or "qwen3moe" => LlamaGraph.Build,
            "gpt-oss" => GptOssGraph.Build,
            "gemma3" => Gemma3Graph.Build,
            "gemma3n" => Gemma3nGraph.Build,
            "gemma4" => Gemma4Graph.Build,
            "phi3" => Phi3Graph.Build,
            "glm4moe" => Glm4MoeGraph.Build,
            "deepseek2" or "mistral4" => DeepSeek2Graph.Build,
            "deepseek32" or "glm-dsa" => SparseDeepSeekGraph.Build,
            "minimax-m3" => MiniMaxM3Graph.Build,
            "bailingmoe3" => Ling3Graph.Build,
            "kimi-k3" => KimiK3Graph.Build,
            "kimi-linear" => KimiLinearGraph.Build,
            "qwen3next" or "qwen35" or "qwen35moe" => QwenHybridGraph.Build,
            _ => BlockTraitsTable.Find(architecture) is { } traits ? request => TraitGraph.Build(request, traits) : null,
        };
}
