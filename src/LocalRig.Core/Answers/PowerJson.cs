using LocalRig.Advice;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a rig draws.</summary>
internal static class PowerJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<PowerDraw> Shape { get; } = new ObjectShape<PowerDraw>("power")
        .Number("lowWatts", "Watts under load, the least.", p => p.LowWatts)
        .Number("highWatts", "Watts under load, the most.", p => p.HighWatts)
        .NumberOrNull("idleWatts", "Watts when idle; null where unknown.", p => p.IdleWatts)
        .Word("basis", "How it is known.", AnswerWords.Word, p => p.Basis)
        .Text("because", "How it is known, in words, with date and source.", p => p.Because);
}
