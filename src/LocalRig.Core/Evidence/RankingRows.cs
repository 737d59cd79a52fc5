using System.Globalization;
using LocalRig.Prices;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>Reads lines of a ranking ledger, collecting everything wrong with them.</summary>
public static class RankingRows
{
    private const string Order = "order";

    /// <summary>The claims, and the problems of lines that hold none.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="csv">The file's text; its first line holds the titles.</param>
    public static (List<RankingClaim> Claims, List<string> Problems) Parse(string name, string csv)
    {
        List<RankingClaim> claims = [];
        List<string> problems = [];
        foreach (CsvRow row in CsvTable.Rows(name, csv, problems))
        {
            RankingClaim claim = Claim(row);
            if (row.IsSound)
            {
                claims.Add(claim);
            }
        }

        IEnumerable<string> twice = claims.GroupBy(c => (c.Model, c.Benchmark, c.Origin.Publisher)).Where(g => g.Count() > 1).Select(g => $"{name}: {g.Key.Model} has {g.Key.Benchmark} by {g.Key.Publisher} twice.");
        return (claims, [.. problems, .. twice]);
    }

    private static RankingClaim Claim(CsvRow row)
    {
        row.Date();
        RankingOrigin origin = new(row.Needed("publisher"), row["via"], row.Choice("kind", RankingOrigin.Kinds), row["date"], row.Address("source"), row["note"]);
        return new RankingClaim(row.Needed("model"), row.Needed("benchmark"), Result(row), origin);
    }

    /// <summary>The columns <c>result</c>, <c>margin</c>, <c>unit</c>, <c>better</c> and <c>standing</c>.</summary>
    private static RankingResult Result(CsvRow row)
    {
        (string result, string margin, string better) = (row["result"], row["margin"], row["better"]);
        RankingResult? read = row.Needed("unit") == Order ? Above(row["model"], result) : Score(row, result, margin.Length == 0 ? "0" : margin, better);
        if (read is not null)
        {
            return read;
        }

        row.Problem($"result \"{result}\" with margin \"{margin}\" and better \"{better}\" is no score, range or order");
        return new RankedAbove([]);
    }

    private static RankedAbove? Above(string model, string result)
    {
        string[] models = result.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return models.Length > 0 && !models.Contains(model) ? new RankedAbove([.. models]) : null;
    }

    private static RankingScore? Score(CsvRow row, string result, string margin, string better)
    {
        string[] ends = result.Split('-');
        return Number(ends[0]) is double low && Number(ends[^1]) is double high && low <= high && ends.Length <= 2
            && Number(margin) is double width && better is "higher" or "lower"
            ? new RankingScore(low, high, width, row["unit"], better == "lower", row["standing"]) : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;
}
