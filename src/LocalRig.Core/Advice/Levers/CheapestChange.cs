namespace LocalRig.Advice.Levers;

/// <summary>What brings a goal and gives up least: one change if one does, else two.</summary>
/// <param name="Least">The change, or the two; null when none do.</param>
/// <param name="Gentler">Two that give up less than the one; null where the one gives up little, or no two do.</param>
internal sealed record CheapestChange(LeverEffect? Least, LeverEffect? Gentler)
{
    private static readonly Comparer<LeverEffect> ByLoss = Comparer<LeverEffect>.Create(static (x, y) =>
    {
        int cheaper = LeverOrder.Cheaper(x, y);
        return cheaper != 0 ? cheaper : y.Speedup.CompareTo(x.Speedup);
    });

    /// <summary>Finds them.</summary>
    /// <param name="trial">Plans pairs.</param>
    /// <param name="tried">Every lever tried alone.</param>
    public static CheapestChange Of(LeverTrial trial, IEnumerable<LeverEffect> tried)
    {
        if (trial.Goal == LeverGoal.None)
        {
            return new CheapestChange(null, null);
        }

        List<LeverEffect> settings = [.. tried.Where(e => !e.IsIdle && !e.Losses.Contains(Loss.Purchase))];
        LeverEffect? one = settings.Where(e => e.Reaches && e.Works).Order(ByLoss).FirstOrDefault();
        if (one is not null && WorstOf(one) < Loss.Noticeable)
        {
            return new CheapestChange(one, null);
        }

        LeverEffect? two = Pairs(settings, one).Select(p => trial.RunIfEnough(p.First, p.Second)).OfType<LeverEffect>().Order(ByLoss).FirstOrDefault();
        return one is null ? new CheapestChange(two, null) : new CheapestChange(one, two is not null && WorstOf(two) < WorstOf(one) ? two : null);
    }

    /// <summary>Pairs of changes of different kinds; where one change alone is enough, only pairs that may give up less.</summary>
    private static IEnumerable<(Lever First, Lever Second)> Pairs(List<LeverEffect> settings, LeverEffect? one) =>
        from i in Enumerable.Range(0, settings.Count)
        from j in Enumerable.Range(i + 1, settings.Count - i - 1)
        let first = settings[i].Levers[0]
        let second = settings[j].Levers[0]
        where first.Kind != second.Kind && (one is null || Known(first) < WorstOf(one) && Known(second) < WorstOf(one))
        select (first, second);

    /// <summary>What a lever gives up whatever it does to speed.</summary>
    private static Loss Known(Lever lever) => (Loss)Math.Max((int)lever.QualityLoss, (int)lever.CapacityLoss);

    private static Loss WorstOf(LeverEffect effect) => effect.Losses.IsEmpty ? Loss.None : effect.Losses[0];
}
