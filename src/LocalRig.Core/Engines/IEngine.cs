using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Engines;

/// <summary>A runtime and version with its allocation rules.</summary>
public interface IEngine
{
    /// <summary>Name and version: <c>llama.cpp@0.5.0</c>.</summary>
    string Name { get; }

    /// <summary>Its build number, which tells its day; 0 for the newest or where nobody asked for another.</summary>
    int Build => 0;

    /// <summary>What the engine would allocate, to the byte, for a model whose architecture it knows.</summary>
    /// <param name="model">The model; its <see cref="Model.Architecture"/> must be known.</param>
    /// <param name="workload">What is asked of it.</param>
    /// <param name="placement">Where it goes, without any <c>auto</c>.</param>
    /// <param name="rig">The devices; none means the processor alone.</param>
    /// <exception cref="EngineException">The engine itself would refuse the request (a quantized V cache without flash attention, say).</exception>
    EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig);

    /// <summary>The same without compute buffers, never more than <see cref="Allocate"/> gives, to rule out quickly what can't fit; null
    /// where that would be no quicker. Takes and throws the same.</summary>
    EngineAllocation? AllocateStored(Model model, Workload workload, Placement placement, Rig rig) => null;

    /// <summary>What the engine's own fitting of a request to the free memory chooses; null for an engine, or a version, whose fitting isn't known.</summary>
    FittedParameters? Fit(FitQuestion question) => null;

    /// <summary>The same rules for asking about many machines: what was answered once isn't worked out again.</summary>
    IEngine Remembering() => this;
}
