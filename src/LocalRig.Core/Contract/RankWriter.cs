using System.Text.Json;
using LocalRig.Advice.Ranking;
using LocalRig.Evidence;

namespace LocalRig.Contract;

/// <summary>Writes what is published of a model's quality as JSON.</summary>
public static class RankWriter
{
    /// <summary>Writes the answer: tests with every publisher's claim, then the contradictions.</summary>
    public static void Write(Utf8JsonWriter json, RankAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("model", answer.Model);
        json.WriteString("summary", answer.Summary);
        json.WriteString("notice", answer.Notice);
        json.WriteObjects("tests", answer.Groups, group =>
        {
            json.WriteString("benchmark", group.Benchmark);
            json.WriteObjects("claims", group.Entries, entry => Entry(json, entry));
        });
        json.WriteObjects("contradictions", answer.Contradictions, contradiction =>
        {
            json.WriteString("kind", contradiction switch { OppositeOrders => "opposite-orders", SmallerAhead => "smaller-ahead", _ => "other-score" });
            json.WriteString("sentence", contradiction.Sentence);
            json.WriteTexts("sources", contradiction.Sources);
        });
        json.WriteTexts("siblingsWithEvidence", answer.Siblings);
        json.WriteEndObject();
    }

    private static void Entry(Utf8JsonWriter json, RankEntry entry)
    {
        json.WriteString("result", entry.Result);
        Result(json, entry.Claim);
        json.WriteString("publisher", entry.Claim.Origin.Publisher);
        json.WriteString("via", entry.Claim.Origin.Via);
        json.WriteString("kind", entry.Claim.Origin.Kind);
        json.WriteBoolean("independent", entry.Claim.Origin.IsIndependent);
        json.WriteString("date", entry.Claim.Origin.Date);
        json.WriteString("source", entry.Claim.Origin.Source);
        json.WriteString("note", entry.Claim.Origin.Note);
        json.WriteObjects("beside", entry.Beside, other =>
        {
            json.WriteString("model", other.Model);
            Result(json, other);
        });
    }

    private static void Result(Utf8JsonWriter json, RankingClaim claim)
    {
        switch (claim.Result)
        {
            case RankingScore score:
                json.WriteNumber("low", score.Low);
                json.WriteNumber("high", score.High);
                json.WriteNumber("margin", score.Margin);
                json.WriteString("unit", score.Unit);
                json.WriteBoolean("lowerIsBetter", score.LowerIsBetter);
                json.WriteString("standing", score.Standing);
                break;
            case RankedAbove order:
                json.WriteString("ahead", claim.Model);
                json.WriteTexts("behind", order.Models);
                break;
        }
    }
}
