using System.Collections.Immutable;

namespace LocalRig.Advice.Comparing;

/// <summary>Two configurations side by side: what they take, where, how fast they are, what they cost, and what follows.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Rows">Every figure of both.</param>
/// <param name="Conclusion">What follows, in one sentence, from the figures alone.</param>
public sealed record Comparison(ComparedSide A, ComparedSide B, ImmutableArray<ComparisonRow> Rows, string Conclusion)
{
    /// <summary>Compares two.</summary>
    public static Comparison Of(ComparedSide a, ComparedSide b)
    {
        ImmutableArray<ComparisonRow> rows = [.. ComparisonRows.Of(a, b)];
        (string nameA, string nameB) = ComparisonNames.Of(a.Plan, b.Plan);
        return new Comparison(a, b, rows, ComparisonSentence.Of(a, b, nameA, nameB, rows));
    }
}
