using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>Plans with levers pulled, each combination once.</summary>
internal sealed class LeverTrial(Configuration configuration, MemoryPlan now, LeverGoal goal)
{
    private readonly Dictionary<string, LeverEffect?> _tried = [];

    /// <summary>What the engine refused, with its reason.</summary>
    public List<(Lever Lever, string Reason)> Refused { get; } = [];

    public LeverGoal Goal => goal;

    /// <summary>What the plan lacks as it is.</summary>
    public ByteSize Lack { get; } = goal.Lack(configuration, now);

    private readonly double? _expected = goal.ExpectedMinutes(configuration, now);

    /// <summary>The effect of one lever; null when the engine refuses.</summary>
    public LeverEffect? Run(Lever lever)
    {
        if (!_tried.TryGetValue(lever.Id, out LeverEffect? effect))
        {
            try
            {
                effect = Effect(lever);
            }
            catch (EngineException refused)
            {
                Refused.Add((lever, refused.Message));
            }

            _tried.Add(lever.Id, effect);
        }

        return effect;
    }

    /// <summary>The effect of two levers together if it brings the goal; null when it doesn't or the engine refuses.</summary>
    public LeverEffect? RunIfEnough(Lever first, Lever second)
    {
        try
        {
            // One allocation tells whether everything fits on the devices; choosing a placement takes several.
            Configuration changed = second.Apply(first.Apply(configuration));
            bool hopeless = goal == LeverGoal.OnDevices && goal.Lack(changed, now) > ByteSize.Zero;
            return hopeless || Effect(first, second) is not { Reaches: true } effect ? null : effect;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private LeverEffect Effect(params ReadOnlySpan<Lever> levers)
    {
        Configuration changed = configuration;
        foreach (Lever lever in levers)
        {
            changed = lever.Apply(changed);
        }

        MemoryPlan plan = changed.Sketch();
        return new LeverEffect([.. levers], now, plan, goal.Lack(changed, plan), goal.IsReached(plan), _expected);
    }
}
