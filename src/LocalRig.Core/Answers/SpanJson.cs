using LocalRig.Advice.Cloud;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A figure known by its ends.</summary>
internal static class SpanJson
{
    private const int Digits = 6; // thousandths of cents survive

    /// <summary>The shape.</summary>
    public static ObjectShape<Span> Shape { get; } = new ObjectShape<Span>("span")
        .NumberOrNull("low", "The low end; null where it is never reached.", s => Finite(s.Low))
        .NumberOrNull("high", "The high end; null where it is never reached.", s => Finite(s.High));

    private static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, Digits) : null;
}
