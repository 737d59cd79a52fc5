using System.Globalization;
using LocalRig.Prices;

namespace LocalRig.Evidence;

/// <summary>Reads lines of a ranking ledger, collecting everything wrong with them.</summary>
public static class RankingRows
{
    private const int Cells = 13;
    private const string Order = "order";

    /// <summary>The claims, and the problems of lines that hold none.</summary>
    /// <param name="csv">The file's text; its first line holds the titles.</param>
    public static (List<RankingClaim> Claims, List<string> Problems) Parse(string csv)
    {
        List<RankingClaim> claims = [];
        List<string> problems = [];
        foreach ((int line, string[] c) in EvidenceFile.Rows(csv))
        {
            List<string> wrong = [.. c.Length == Cells ? Wrong(c) : [$"has {c.Length} cells, expected {Cells}"]];
            if (wrong.Count == 0)
            {
                claims.Add(new RankingClaim(c[0], c[1], Result(c)!, new RankingOrigin(c[7], c[8], c[9], c[10], c[11], c[12])));
            }
            else
            {
                problems.AddRange(wrong.Select(w => $"line {line}: {w}"));
            }
        }

        IEnumerable<string> twice = claims.GroupBy(c => (c.Model, c.Benchmark, c.Origin.Publisher)).Where(g => g.Count() > 1).Select(g => $"{g.Key.Model} has {g.Key.Benchmark} by {g.Key.Publisher} twice");
        return (claims, [.. problems, .. twice]);
    }

    private static IEnumerable<string> Wrong(string[] c)
    {
        foreach ((int at, string title) in ((int, string)[])[(0, "model"), (1, "benchmark"), (4, "unit"), (7, "publisher")])
        {
            if (c[at].Length == 0)
            {
                yield return $"{title} is empty";
            }
        }

        if (Result(c) is null)
        {
            yield return $"\"{c[2]}\" with margin \"{c[3]}\" and better \"{c[5]}\" is no score, range or order";
        }

        if (!RankingOrigin.Kinds.Contains(c[9]))
        {
            yield return $"kind \"{c[9]}\" is none of {string.Join(", ", RankingOrigin.Kinds)}";
        }

        if (!PriceDate.TryParse(c[10], out _))
        {
            yield return $"\"{c[10]}\" is no date";
        }

        if (!Uri.TryCreate(c[11], UriKind.Absolute, out Uri? source) || source.Scheme != Uri.UriSchemeHttps)
        {
            yield return $"\"{c[11]}\" is no source's address";
        }
    }

    /// <summary>The columns <c>result</c>, <c>margin</c>, <c>unit</c>, <c>better</c> and <c>standing</c>; null when they make no result.</summary>
    private static RankingResult? Result(string[] c)
    {
        if (c[4] == Order)
        {
            string[] models = c[2].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return models.Length > 0 && !models.Contains(c[0]) ? new RankedAbove([.. models]) : null;
        }

        string[] ends = c[2].Split('-');
        return Number(ends[0]) is double low && Number(ends[^1]) is double high && low <= high && ends.Length <= 2
            && Number(c[3].Length == 0 ? "0" : c[3]) is double margin && c[5] is "higher" or "lower"
            ? new RankingScore(low, high, margin, c[4], c[5] == "lower", c[6]) : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;
}
