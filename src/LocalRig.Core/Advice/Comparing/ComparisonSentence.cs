using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Comparing;

/// <summary>What follows from a comparison in one sentence: differences of figures, nothing else.</summary>
internal static class ComparisonSentence
{
    public static string Of(ComparedSide a, ComparedSide b, string nameA, string nameB, ImmutableArray<ComparisonRow> rows)
    {
        if (rows.All(r => !r.Differs))
        {
            return "They agree in every figure.";
        }

        string[] clauses = [.. ((string?[])[Memory(a.Plan, b.Plan), Rates(a.Plan, b.Plan), Price(a, b)]).OfType<string>()];
        string middle = clauses.Length == 0 ? "takes the same memory" : Joined(clauses);
        return $"Compared with {nameB}, {nameA} {middle}; {Verdicts(nameA, nameB, a.Plan.Verdict, b.Plan.Verdict)}.";
    }

    private static string? Memory(MemoryPlan a, MemoryPlan b)
    {
        long difference = a.AsLoaded.Devices.Sum(d => d.Total.Bytes) - b.AsLoaded.Devices.Sum(d => d.Total.Bytes);
        return difference == 0 ? null : $"takes {new ByteSize(Math.Abs(difference))} {(difference > 0 ? "more" : "less")} memory";
    }

    private static string? Rates(MemoryPlan a, MemoryPlan b)
    {
        if (a.Forecast is not { } x || b.Forecast is not { } y)
        {
            return "has a speed that can't be compared";
        }

        if (x.Decode == y.Decode)
        {
            return null;
        }

        double ratio = x.Decode.TokensPerSecond / y.Decode.TokensPerSecond;
        bool overlap = x.Decode.Low <= y.Decode.High && y.Decode.Low <= x.Decode.High;
        string how = ratio >= 1 ? $"{ratio:0.00} times as fast" : $"at {ratio:0.00} of its speed";
        return $"answers {how}{(overlap ? " (the ranges overlap)" : "")}";
    }

    private static string? Price(ComparedSide a, ComparedSide b)
    {
        if (a.Cost.Total is not { } x || b.Cost.Total is not { } y || x.Currency != y.Currency || x == y)
        {
            return null;
        }

        return x.High < y.Low ? $"costs at least {x.Currency.Format(y.Low - x.High)} less"
            : y.High < x.Low ? $"costs at least {x.Currency.Format(x.Low - y.High)} more"
            : "costs about the same (the prices overlap)";
    }

    private static string Verdicts(string nameA, string nameB, Verdict a, Verdict b) =>
        a == b ? (a == Verdict.DoesNotFit ? "neither fits" : a == Verdict.Spills ? "both spill" : $"both are {Word(a)}") : $"{nameA} {Phrase(a)}, {nameB} {Phrase(b)}";

    private static string Phrase(Verdict verdict) => verdict switch { Verdict.Spills => "spills", Verdict.DoesNotFit => "does not fit", _ => $"is {Word(verdict)}" };

    private static string Word(Verdict verdict) => verdict == Verdict.Comfortable ? "comfortable" : verdict == Verdict.Tight ? "tight" : "uncertain to fit";

    private static string Joined(string[] clauses) => clauses.Length == 1 ? clauses[0] : $"{string.Join(", ", clauses[..^1])} and {clauses[^1]}";
}
