using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A checked guide: every claim with its line, verdict, working and correction, and what wasn't read.</summary>
public static class AuditJson
{
    /// <summary>Verdicts in the order reports count them.</summary>
    public static IReadOnlyList<ClaimVerdict> Order { get; } = [ClaimVerdict.Holds, ClaimVerdict.False, ClaimVerdict.Misleading, ClaimVerdict.Depends, ClaimVerdict.Unsupported, ClaimVerdict.NotChecked];

    /// <summary>The shape.</summary>
    public static ObjectShape<AuditReport> Shape { get; } = new ObjectShape<AuditReport>()
        .Text("source", "The guide's file.", r => r.Source)
        .Part("counts", "How many claims have each verdict.", r => r, Counts())
        .List("claims", "Every claim, in the guide's order.", r => r.Findings, new ObjectShape<Finding>()
            .Text("id", "The claim's own id; may be empty.", f => f.Claim.Id)
            .Integer("line", "Its line in the guide, counted from 1.", f => f.Claim.Line)
            .Word("claim", "What sort of claim it is.", StructuredGuide.Kinds.Keys, f => Kind(f.Claim))
            .Text("text", "The guide's words.", f => f.Claim.Text)
            .Text("reading", "What was understood, in a few words.", f => ClaimWords.Of(f.Claim))
            .Word("sureness", "Whether all of it stands in these words (stated), or part comes from a heading or a sentence before (inherited).", AnswerWords.Word, f => f.Claim.Sureness)
            .Word("verdict", "What became of it.", AnswerWords.Word, f => f.Verdict)
            .Text("reason", "Why, in one sentence.", f => f.Reason)
            .List("working", "The steps behind the verdict.", f => f.Working, new ObjectShape<Working>()
                .Text("text", "Numbers and formula in words.", w => w.Text)
                .Text("source", "Where they come from; may be empty for plain arithmetic.", w => w.Source))
            .Text("correction", "What would be true instead; empty where nothing is to be corrected.", f => f.Correction))
        .List("notRead", "What has figures, but matches no form of claim.", r => r.Unread, new ObjectShape<Unread>()
            .Integer("line", "Its line in the guide, counted from 1.", u => u.Line)
            .Text("text", "The guide's words.", u => u.Text)
            .Text("reason", "What stands in the way.", u => u.Reason))
        .Integer("sentencesWithoutFigures", "Sentences without figures, which were not read as claims.", r => r.Prose);

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
            CacheClaim => "cache",
            BitsClaim => "bits",
            ContextLengthClaim => "context-length",
            ActiveClaim => "active",
            ComparisonClaim => "comparison",
            OffloadClaim => "offload",
            LicenseClaim => "license",
            LayerCountClaim => "layers",
            LayersFitClaim => "layers-fit",
            _ => "rank",
        };

    private static ObjectShape<AuditReport> Counts()
    {
        ObjectShape<AuditReport> counts = new();
        foreach (ClaimVerdict verdict in Order)
        {
            counts.Integer(verdict.Word(), "Claims with this verdict.", r => r.Count(verdict));
        }

        return counts.Integer("not-read", "What looks like a claim and isn't understood.", r => r.Unread.Length);
    }
}
