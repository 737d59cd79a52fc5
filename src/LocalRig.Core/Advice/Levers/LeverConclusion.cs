using LocalRig.Planning;

namespace LocalRig.Advice.Levers;

/// <summary>The cheapest change in words.</summary>
internal static class LeverConclusion
{
    public static string Of(LeverBoard board)
    {
        if (board.Goal == LeverGoal.None)
        {
            return "It is comfortable as it is; nothing has to change.";
        }

        string wanted = board.Goal switch
        {
            LeverGoal.Fit => "makes it fit",
            LeverGoal.OnDevices => "puts all of it on the devices",
            _ => $"leaves {board.Now.Margin} free everywhere",
        };
        return board.Cheapest is LeverEffect cheapest ? $"The cheapest change that {wanted}: {Change(cheapest)}. {Then(cheapest.After)}{Gentler(board)}" : Nothing(board, wanted);
    }

    private static string Nothing(LeverBoard board, string wanted)
    {
        LeverEffect? bought = board.Effects.FirstOrDefault(e => e.Reaches);
        string buy = bought is null ? "" : $" {char.ToUpperInvariant(bought.Levers[0].Change[0])}{bought.Levers[0].Change[1..]} would: {Then(bought.After)}";
        return $"No single setting and no two together {wanted.Replace("makes", "make", StringComparison.Ordinal).Replace("puts", "put", StringComparison.Ordinal).Replace("leaves", "leave", StringComparison.Ordinal)}; it lacks {board.Lack}.{buy}";
    }

    private static string Gentler(LeverBoard board) =>
        board.Gentler is LeverEffect two ? $" Two together give up less: {Change(two)}. {Then(two.After)}" : "";

    private static string Change(LeverEffect effect) =>
        string.Join(" and ", effect.Levers.Select(l => l.Options.Length > 0 ? $"{l.Change} ({l.Options})" : l.Change));

    private static string Then(MemoryPlan plan)
    {
        DevicePlan least = plan.AsLoaded.Devices.MinBy(d => d.Headroom)!;
        string speed = plan.Forecast is { } f ? $", about {f.Decode.TokensPerSecond:0.0} tokens/s" : "";
        return $"Then {least.Headroom} is left on {least.Name}{speed}.";
    }
}
