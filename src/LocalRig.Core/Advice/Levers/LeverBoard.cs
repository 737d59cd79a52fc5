using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>Every change there is from a plan, with what it saves and costs, the most useful first, and the cheapest that brings what the plan lacks.</summary>
public sealed record LeverBoard
{
    /// <summary>The plan the user is at.</summary>
    public required MemoryPlan Now { get; init; }

    /// <summary>What it lacks.</summary>
    public required LeverGoal Goal { get; init; }

    /// <summary>How many bytes it lacks for the goal, summed over the memories that are too small: to fit at all, with everything on the
    /// devices, or to the margin; zero without a goal.</summary>
    public required ByteSize Lack { get; init; }

    /// <summary>Changes that do something and leave the plan working, most useful first.</summary>
    public ImmutableArray<LeverEffect> Effects { get; init; } = [];

    /// <summary>Changes after which it would no longer fit.</summary>
    public ImmutableArray<LeverEffect> TooMuch { get; init; } = [];

    /// <summary>Changes that do nothing here.</summary>
    public ImmutableArray<Lever> Idle { get; init; } = [];

    /// <summary>Changes the engine refuses, with its reason.</summary>
    public ImmutableArray<(Lever Lever, string Reason)> Refused { get; init; } = [];

    /// <summary>The change, or the two together, that brings the goal and gives up least; null when none does or there is no goal.</summary>
    public LeverEffect? Cheapest { get; init; }

    /// <summary>Two changes together that bring the goal and give up less than <see cref="Cheapest"/>, where that alone gives up much; else null.</summary>
    public LeverEffect? Gentler { get; init; }

    /// <summary>The vision projector that takes a part of the first device; null when none was given.</summary>
    public VisionLoad? Projector => Now.Question.Vision;

    /// <summary>What a desktop on a card that is planned empty would take; null where it doesn't matter or the card's free memory is known.</summary>
    public DesktopMemory? Desktop { get; init; }

    /// <summary>The answer in one or two sentences.</summary>
    public string Conclusion => LeverConclusion.Of(this);

    /// <summary>Tries every lever on a configuration.</summary>
    /// <param name="configuration">Where the user is.</param>
    /// <param name="ladder">The quantizations the model can be had in.</param>
    /// <param name="weights">What was measured of quantized weights; what this build carries when left out.</param>
    /// <param name="caches">What was measured of quantized caches; likewise.</param>
    /// <param name="withHead">The same model with its own prediction head; null where it has none or the files leave it out.</param>
    /// <exception cref="EngineException">The engine refuses the configuration as it is.</exception>
    public static LeverBoard Of(Configuration configuration, QuantLadder ladder, QualityLedger? weights = null, QualityLedger? caches = null, Model? withHead = null)
    {
        QualityEvidence evidence = new(configuration.Model.Id, weights ?? QualityLedger.Default, caches ?? QualityLedger.Caches);
        MemoryPlan now = configuration.Sketch();
        LeverGoal goal = LeverGoals.Of(now);
        LeverTrial trial = new(configuration, now, goal);
        List<Lever> levers =
        [
            .. CacheLevers.Of(now, evidence), .. FittingContext(configuration, now, goal), .. PlacementLevers.Of(configuration, now),
            .. QuantLevers.Of(now, ladder, goal, evidence, l => trial.Run(l) is { Reaches: true }), .. ProjectorLevers.Of(now), .. RigLevers.Of(now), .. DraftLevers.Of(now, withHead),
        ];
        List<LeverEffect> tried = [.. levers.DistinctBy(l => l.Id).Select(l => trial.Run(l)).OfType<LeverEffect>()];
        LeverBoard board = new() { Now = now, Goal = goal, Lack = trial.Lack, Desktop = DesktopMemory.Of(now) };
        List<LeverEffect> effects = [.. tried.Where(e => !e.IsIdle && e.Works).Order(new LeverOrder(board))];
        CheapestChange cheapest = CheapestChange.Of(trial, tried);
        return board with
        {
            Effects = [.. effects],
            TooMuch = [.. tried.Where(e => !e.Works)],
            Idle = [.. tried.Where(e => e.IsIdle).Select(e => e.Levers[0])],
            Refused = [.. trial.Refused],
            Cheapest = cheapest.Least,
            Gentler = cheapest.Gentler,
        };
    }

    /// <summary>The largest context that brings the goal, where a shorter one does.</summary>
    private static IEnumerable<Lever> FittingContext(Configuration configuration, MemoryPlan now, LeverGoal goal)
    {
        if (goal == LeverGoal.None)
        {
            return [];
        }

        MemoryPlan wanted = goal == LeverGoal.OnDevices ? LeverGoals.EverythingOnDevices(configuration) : now;
        ContextLimit limit = new(new Trial(configuration.Engine, now.Model, now.Rig, now.Question.Draft, now.Question.Vision), now.Model);
        int context = limit.Largest(wanted.Question.Workload, wanted.Placement, goal == LeverGoal.Fit ? ByteSize.Zero : now.Margin);
        return context >= CacheLevers.ShortestContext && context < now.Effective.Context ? [CacheLevers.Context(context, now.Effective.Context)] : [];
    }
}
