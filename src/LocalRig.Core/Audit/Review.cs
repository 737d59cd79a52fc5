using System.Collections.Immutable;
using System.Text;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit;

/// <summary>A checked guide as texts for its author: a review to post, and the guide itself with notes.</summary>
public static class Review
{
    private const int MostNotes = 12; // what somebody reads to the end

    /// <summary>A short, polite review in Markdown: what doesn't hold, with what would.</summary>
    public static string Markdown(AuditReport report)
    {
        ImmutableArray<Finding> wrong = [.. report.Findings.Where(f => f.Verdict is ClaimVerdict.False or ClaimVerdict.Misleading).OrderBy(f => f.Verdict == ClaimVerdict.Misleading)];
        int checkedClaims = report.Findings.Count(f => f.Verdict != ClaimVerdict.NotChecked);
        StringBuilder text = new();
        text.Append("Thank you for this guide. I checked its figures against models' shapes, plans of what llama.cpp allocates, data sheets and published measurements ")
            .Append($"({checkedClaims} {(checkedClaims == 1 ? "claim" : "claims")}, {report.Count(ClaimVerdict.Holds)} hold).\n");
        if (wrong.IsEmpty)
        {
            return text.Append("\nI found nothing to correct.\n").ToString();
        }

        text.Append("\nThese could be put right:\n\n");
        foreach (Finding finding in wrong.Take(MostNotes))
        {
            string place = finding.Claim.Line > 0 ? $"Line {finding.Claim.Line}: " : "";
            text.Append($"- {place}**{Plain(ClaimWords.Of(finding.Claim))}** ({(finding.Verdict == ClaimVerdict.False ? "doesn't hold" : "holds only in part")}). {Plain(Note(finding))}\n");
        }

        string more = wrong.Length > MostNotes ? $"\n{wrong.Length - MostNotes} more are in the full report.\n" : "";
        return text.Append(more).Append("\nEvery figure's working: `localrig audit`.\n").ToString();
    }

    /// <summary>The guide with a note after each line that has claims; notes are quotations, so that the guide stays what it was.</summary>
    /// <param name="guide">The guide's text.</param>
    /// <param name="report">What was found.</param>
    public static string Annotated(string guide, AuditReport report)
    {
        ILookup<int, Finding> notes = report.Findings.Where(f => f.Claim.Line > 0).ToLookup(f => f.Claim.Line);
        StringBuilder text = new();
        List<Finding> waiting = [];
        int number = 0;
        foreach (ReadOnlySpan<char> line in guide.AsSpan().EnumerateLines())
        {
            number++;
            bool row = line.Contains('|');

            // A note between two rows would end the table, one inside a paragraph would break it.
            if (waiting.Count > 0 && !row && line.Trim().IsEmpty)
            {
                Write(text, waiting);
            }

            text.Append(line).Append('\n');
            waiting.AddRange(notes[number]);
        }

        Write(text, waiting);
        return text.ToString();
    }

    private static void Write(StringBuilder text, List<Finding> waiting)
    {
        text.Append('\n');
        foreach (Finding finding in waiting)
        {
            string words = finding.Verdict switch
            {
                ClaimVerdict.Holds => "holds",
                ClaimVerdict.False => "false",
                ClaimVerdict.Misleading => "misleading",
                ClaimVerdict.Depends => "depends",
                ClaimVerdict.Unsupported => "unsupported",
                _ => "not checked",
            };
            text.Append($"> **{words}** (line {finding.Claim.Line}) {Plain(ClaimWords.Of(finding.Claim))}: {Plain(Note(finding))}\n");
        }

        waiting.Clear();
    }

    private static string Note(Finding finding)
    {
        bool same = finding.Correction.Length == 0 || finding.Reason.Contains(finding.Correction, StringComparison.Ordinal) || finding.Correction == finding.Reason;
        return same ? finding.Reason : finding.Correction.StartsWith(finding.Reason, StringComparison.Ordinal) ? finding.Correction : $"{finding.Reason} {finding.Correction}";
    }

    /// <summary>A guide's words can't become markup of the review.</summary>
    private static string Plain(string text)
    {
        StringBuilder plain = new();
        foreach (char letter in text)
        {
            plain.Append(letter is '\n' or '\r' ? " " : letter is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '|' or '\\' ? $"\\{letter}" : letter.ToString());
        }

        return plain.ToString();
    }
}
