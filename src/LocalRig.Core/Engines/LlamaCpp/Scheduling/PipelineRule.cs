using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Planning;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>When several devices run pipelined (llama-context.cpp, llama_context's constructor).</summary>
public static class PipelineRule
{
    /// <summary>More than one device, every layer on them, whole layers per device, caches with their layers, no weight placed by hand
    /// (experts kept on the host count), and asynchronous execution and events everywhere.</summary>
    public static bool Applies(Placement placement, BackendSet backends, LayerDevices layers) =>
        backends.Devices.Length > 1
        && layers.FullyOffloaded
        && placement.SplitMode == SplitMode.Layer
        && placement.KvOffload
        && placement.MayPipeline
        && placement.CpuMoeLayers == 0
        && placement.Overrides.IsEmpty
        && backends.Devices.All(d => d.CanPipeline);
}
