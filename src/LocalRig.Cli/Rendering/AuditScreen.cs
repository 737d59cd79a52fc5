using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Contract;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A checked guide: every claim with verdict, working and correction, then what wasn't read, then the count.</summary>
internal static class AuditScreen
{
    private const int Indent = 2;

    private static readonly Style Plain = Style.Plain;
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Grey = new(Color.Grey);

    public static IRenderable Of(AuditReport report, bool brief) => new WrappedRows(Rows(report, brief));

    private static IEnumerable<WrappedRow> Rows(AuditReport report, bool brief)
    {
        foreach (Finding finding in report.Findings)
        {
            foreach (WrappedRow row in Rows(finding, brief))
            {
                yield return row;
            }

            yield return WrappedRow.Empty;
        }

        if (!report.Unread.IsEmpty)
        {
            yield return new WrappedRow(0, [new("Not read", Bold)]);
            foreach (Unread unread in report.Unread)
            {
                yield return new WrappedRow(Indent, [new($"{At(unread.Line)}{unread.Text} ", Plain), new(unread.Reason, Grey)]);
            }

            yield return WrappedRow.Empty;
        }

        yield return new WrappedRow(0, [new(Count(report), Bold)]);
    }

    private static IEnumerable<WrappedRow> Rows(Finding finding, bool brief)
    {
        StyledText verdict = new(finding.Verdict.Word().Replace('-', ' '), new Style(Colour(finding.Verdict), decoration: Decoration.Bold));
        StyledText place = new("  " + At(finding.Claim.Line), Plain);
        StyledText claim = new(ClaimWords.Of(finding.Claim), Bold);
        yield return new WrappedRow(0, finding.Claim.Sureness == Sureness.Inherited ? [verdict, place, claim, new(" (read with the lines above)", Grey)] : [verdict, place, claim]);
        yield return new WrappedRow(Indent, [new(finding.Reason, Plain)]);
        foreach (Working step in brief ? [] : finding.Working.Where(w => w.Text.Length > 0))
        {
            yield return new WrappedRow(Indent * 2, [new(step.Source.Length > 0 ? $"{step.Text} [{step.Source}]" : step.Text, Grey)]);
        }

        if (finding.Correction.Length > 0)
        {
            yield return new WrappedRow(Indent, [new("Rather:", Bold), new(" " + finding.Correction, Plain)]);
        }
    }

    private static string At(int line) => line > 0 ? $"line {line}: " : "";

    private static string Count(AuditReport report)
    {
        string verdicts = string.Join(", ", AuditJson.Order.Where(v => report.Count(v) > 0).Select(v => $"{report.Count(v)} {Counted(v)}"));
        string unread = report.Unread.IsEmpty ? "" : $" {report.Unread.Length} more {(report.Unread.Length == 1 ? "piece has" : "pieces have")} figures and {(report.Unread.Length == 1 ? "was" : "were")} not understood.";
        string prose = report.Prose == 0 ? "" : $" {report.Prose} {(report.Prose == 1 ? "sentence" : "sentences")} without figures {(report.Prose == 1 ? "was" : "were")} not read as claims.";
        return report.Findings.IsEmpty ? $"No claim was found.{unread}{prose}" : $"{report.Findings.Length} {(report.Findings.Length == 1 ? "claim" : "claims")}: {verdicts}.{unread}{prose}";
    }

    private static string Counted(ClaimVerdict verdict) =>
        verdict switch { ClaimVerdict.Holds => "hold", ClaimVerdict.Depends => "depend", ClaimVerdict.NotChecked => "not checked", _ => verdict.Word() };

    private static Color Colour(ClaimVerdict verdict) =>
        verdict switch { ClaimVerdict.Holds => Color.Green, ClaimVerdict.False => Color.Red, ClaimVerdict.Misleading or ClaimVerdict.Depends => Color.Yellow, _ => Color.Grey };
}
