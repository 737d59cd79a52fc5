using System.Text.Json;
using LocalRig.Audit;
using LocalRig.Audit.Claims;

namespace LocalRig.Contract;

/// <summary>Writes a checked guide as JSON: every claim with its line, verdict, working and correction, and what wasn't read.</summary>
public static class AuditWriter
{
    /// <summary>Verdicts in the order reports count them.</summary>
    public static IReadOnlyList<ClaimVerdict> Order { get; } = [ClaimVerdict.Holds, ClaimVerdict.False, ClaimVerdict.Misleading, ClaimVerdict.Unsupported, ClaimVerdict.NotChecked];

    /// <summary>Writes the report.</summary>
    public static void Write(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartObject();
        json.WriteString("source", report.Source);
        json.WriteStartObject("counts");
        foreach (ClaimVerdict verdict in Order)
        {
            json.WriteNumber(Word(verdict), report.Count(verdict));
        }

        json.WriteNumber("not-read", report.Unread.Length);
        json.WriteEndObject();
        json.WriteObjects("claims", report.Findings, finding => Write(json, finding));
        json.WriteObjects("notRead", report.Unread, unread =>
        {
            json.WriteNumber("line", unread.Line);
            json.WriteString("text", unread.Text);
            json.WriteString("reason", unread.Reason);
        });
        json.WriteNumber("sentencesWithoutFigures", report.Prose);
        json.WriteEndObject();
    }

    /// <summary>A verdict's word: <c>holds</c>, <c>not-checked</c>.</summary>
    public static string Word(ClaimVerdict verdict) =>
        verdict switch
        {
            ClaimVerdict.Holds => "holds",
            ClaimVerdict.False => "false",
            ClaimVerdict.Misleading => "misleading",
            ClaimVerdict.Unsupported => "unsupported",
            _ => "not-checked",
        };

    /// <summary>A kind of claim's word in structured guides: <c>file-size</c>.</summary>
    public static string Kind(Claim claim) =>
        claim switch
        {
            FamilyClaim => "family",
            ExistsClaim => "exists",
            ParametersClaim => "parameters",
            ReleasedClaim => "released",
            MemoryClaim => "memory",
            BandwidthClaim => "bandwidth",
            FileSizeClaim => "file-size",
            FitsClaim => "fits",
            NeedsClaim => "needs",
            SpeedClaim => "speed",
            PriceOfClaim => "price",
            SeveralDevicesClaim => "several-devices",
            _ => "rank",
        };

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("id", finding.Claim.Id);
        json.WriteNumber("line", finding.Claim.Line);
        json.WriteString("claim", Kind(finding.Claim));
        json.WriteString("text", finding.Claim.Text);
        json.WriteString("verdict", Word(finding.Verdict));
        json.WriteString("reason", finding.Reason);
        json.WriteObjects("working", finding.Working, step =>
        {
            json.WriteString("text", step.Text);
            json.WriteString("source", step.Source);
        });
        json.WriteString("correction", finding.Correction);
    }
}
