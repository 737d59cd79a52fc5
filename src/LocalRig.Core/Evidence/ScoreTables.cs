using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Prices;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>Reads tables of scores: tests with who published them, and the scores of models in them.</summary>
public static class ScoreTables
{
    /// <summary>The tests, the claims their scores are, and the problems of lines that hold none.</summary>
    /// <param name="tests">The table of tests; its first line holds the titles.</param>
    /// <param name="scores">The table of scores.</param>
    public static (List<ScoredTest> Tests, List<RankingClaim> Claims, List<string> Problems) Parse(string tests, string scores)
    {
        List<string> problems = [];
        Dictionary<string, ScoredTest> known = [];
        foreach (CsvRow row in CsvTable.Rows("tests.csv", tests, problems))
        {
            string id = row.Needed("test");
            ScoredTest test = Test(row);
            if (row.IsSound && !known.TryAdd(id, test))
            {
                row.Problem($"the test \"{id}\" is there twice");
            }
        }

        List<RankingClaim> claims = [];
        HashSet<(string Model, string Test)> seen = [];
        foreach (CsvRow row in CsvTable.Rows("scores.csv", scores, problems))
        {
            if (Claim(row, known) is RankingClaim claim && row.IsSound)
            {
                claims.Add(claim);
                if (!seen.Add((claim.Model, row["test"])))
                {
                    row.Problem($"{claim.Model} has {row["test"]} twice");
                }
            }
        }

        return ([.. known.Values], claims, problems);
    }

    private static ScoredTest Test(CsvRow row)
    {
        row.Date();
        RankingOrigin origin = new(row.Needed("publisher"), row["via"], row.Choice("kind", RankingOrigin.Kinds), row["date"], row.Address("source"), row["note"]);
        return new ScoredTest(
            row.Needed("name"), origin, row.Needed("unit"), row.Choice("better", "higher", "lower") == "lower", row.Number("least") ?? 0, row.Number("near") ?? 0,
            [.. row["jobs"].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    private static RankingClaim? Claim(CsvRow row, Dictionary<string, ScoredTest> tests)
    {
        if (!tests.TryGetValue(row["test"], out ScoredTest? test))
        {
            row.Problem($"tests.csv has no test \"{row["test"]}\"");
            return null;
        }

        row.Needed("result");
        double score = row.Number("result") ?? 0;
        string asked = row["as"];
        string note = string.Join("; ", ((string[])[test.Origin.Note, asked.Length > 0 ? "tested as " + asked : ""]).Where(n => n.Length > 0));
        return new RankingClaim(
            row.Needed("model"), test.Name, new RankingScore(score, score, row.Number("margin") ?? 0, test.Unit, test.LowerIsBetter, row["standing"]), test.Origin with { Note = note });
    }
}
