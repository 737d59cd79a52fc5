namespace LocalRig.Advice.Levers;

/// <summary>Orders changes by usefulness: those that bring the goal, what gives up least first; then those that come nearer, the nearest first
/// (without a goal: those that free memory, what gives up least first); then those that win speed or quality for memory.</summary>
internal sealed class LeverOrder(LeverBoard board) : IComparer<LeverEffect>
{
    public int Compare(LeverEffect? x, LeverEffect? y)
    {
        int group = Group(x!).CompareTo(Group(y!));
        int lack = group == 0 && !x!.Reaches ? x.LackAfter.CompareTo(y!.LackAfter) : 0;
        int loss = Cheaper(x!, y!);
        int freed = y!.Freed.CompareTo(x!.Freed);
        return ((int[])[group, lack, loss, freed]).FirstOrDefault(c => c != 0, string.CompareOrdinal(x!.Levers[0].Id, y!.Levers[0].Id));
    }

    /// <summary>Which of two gives up less: the worst loss decides, then the next; then speed.</summary>
    public static int Cheaper(LeverEffect x, LeverEffect y)
    {
        for (int i = 0; i < Math.Max(x.Losses.Length, y.Losses.Length); i++)
        {
            int worse = x.Losses.ElementAtOrDefault(i).CompareTo(y.Losses.ElementAtOrDefault(i));
            if (worse != 0)
            {
                return worse;
            }
        }

        return 0;
    }

    private int Group(LeverEffect effect) =>
        effect.Reaches ? 0
        : effect.LackAfter < board.Lack || board.Goal == LeverGoal.None && effect.Freed.Bytes > 0 ? 1
        : effect.Freed.Bytes > 0 || effect.TokensPerSecondWon > 0 || effect.After.Model.Tensors.TotalSize > effect.Before.Model.Tensors.TotalSize ? 2
        : 3;
}
