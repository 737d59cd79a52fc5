using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>An engine that stops when its asker does. All advice is made of plans, and every plan asks the engine: here cancellation
/// reaches all of it, at most one plan late.</summary>
/// <param name="engine">Whose rules apply.</param>
/// <param name="cancellation">When to stop.</param>
internal sealed class InterruptibleEngine(IEngine engine, CancellationToken cancellation) : IEngine
{
    /// <inheritdoc/>
    public string Name => engine.Name;

    /// <inheritdoc/>
    public int Build => engine.Build;

    /// <inheritdoc/>
    public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
    {
        cancellation.ThrowIfCancellationRequested();
        return engine.Allocate(model, workload, placement, rig);
    }

    /// <inheritdoc/>
    public EngineAllocation? AllocateStored(Model model, Workload workload, Placement placement, Rig rig)
    {
        cancellation.ThrowIfCancellationRequested();
        return engine.AllocateStored(model, workload, placement, rig);
    }

    /// <inheritdoc/>
    public FittedParameters? Fit(FitQuestion question) => engine.Fit(question);

    /// <inheritdoc/>
    public IEngine Remembering() => new InterruptibleEngine(engine.Remembering(), cancellation);
}
