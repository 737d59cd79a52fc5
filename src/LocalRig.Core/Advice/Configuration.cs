using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Advice;

/// <summary>Everything a plan follows from: engine, model in one quantization, what is asked, and the machine. Advice changes one thing and plans again.</summary>
/// <param name="Engine">Whose rules apply.</param>
/// <param name="Model">The model.</param>
/// <param name="Question">Workload, placement and lengths.</param>
/// <param name="Rig">The machine.</param>
public sealed record Configuration(IEngine Engine, Model Model, PlanQuestion Question, Rig Rig)
{
    /// <summary>The configuration a plan answered.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="engine">The engine it was made with.</param>
    public static Configuration Of(MemoryPlan plan, IEngine engine) => new(engine, plan.Model, plan.Question, plan.Rig);

    /// <summary>Its memory, without the largest context; with its speed unless the bandwidth of a device is unknown.</summary>
    /// <exception cref="EngineException">The engine itself would refuse it.</exception>
    public MemoryPlan Sketch()
    {
        MemoryPlan plan = new Planner(Engine).Sketch(Model, Question, Rig);
        return plan with { Forecast = Forecaster.Default.TryOf(plan) };
    }

    /// <summary>The same with a changed workload.</summary>
    public Configuration With(Func<Workload, Workload> change) => this with { Question = Question with { Workload = change(Question.Workload) } };

    /// <summary>The same with a changed placement wish.</summary>
    public Configuration WithPlacement(Func<PlacementRequest, PlacementRequest> change) => this with { Question = Question with { Placement = change(Question.Placement) } };
}
