using LocalRig.Serving;

namespace LocalRig.Questions;

/// <summary>What is asked of a serving runtime.</summary>
public sealed record ServeRequest
{
    /// <summary>Model, machines and context.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>The runtime's word: <c>vllm</c>, <c>sglang</c> or <c>llama.cpp</c>.</summary>
    public string Runtime { get; init; } = "vllm";

    /// <summary>What vLLM and SGLang are told.</summary>
    public ServingQuestion Serving { get; init; } = new();

    /// <summary>Whether a manifest for Kubernetes is asked for instead of commands to type.</summary>
    public bool AsManifest { get; init; }

    /// <summary>Whether llama.cpp over RPC is asked for instead.</summary>
    public bool OverRpc => Runtime.StartsWith("llama", StringComparison.OrdinalIgnoreCase);
}
