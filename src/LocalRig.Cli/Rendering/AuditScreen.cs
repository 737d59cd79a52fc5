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

    public static IRenderable Of(AuditReport report, bool brief)
    {
        List<IRenderable> rows = [];
        foreach (Finding finding in report.Findings)
        {
            rows.AddRange(Rows(finding, brief));
            rows.Add(Text.Empty);
        }

        if (!report.Unread.IsEmpty)
        {
            rows.Add(new Markup("[bold]Not read[/]"));
            rows.AddRange(report.Unread.Select(u => Indented($"{At(u.Line)}{Markup.Escape(u.Text)} [grey]{Markup.Escape(u.Reason)}[/]")));
            rows.Add(Text.Empty);
        }

        rows.Add(new Markup($"[bold]{Markup.Escape(Count(report))}[/]"));
        return new Rows(rows);
    }

    private static IEnumerable<IRenderable> Rows(Finding finding, bool brief)
    {
        string place = At(finding.Claim.Line);
        yield return new Markup($"[bold {Colour(finding.Verdict)}]{finding.Verdict.Word().Replace('-', ' ')}[/]  {place}[bold]{Markup.Escape(ClaimWords.Of(finding.Claim))}[/]{(finding.Claim.Sureness == Sureness.Inherited ? " [grey](read with the lines above)[/]" : "")}");
        yield return Indented(Markup.Escape(finding.Reason));
        foreach (Working step in brief ? [] : finding.Working.Where(w => w.Text.Length > 0))
        {
            string source = step.Source.Length > 0 ? $" [{step.Source}]" : "";
            yield return new Padder(new Markup($"[grey]{Markup.Escape(step.Text + source)}[/]")).Padding(Indent * 2, 0, 0, 0);
        }

        if (finding.Correction.Length > 0)
        {
            yield return Indented($"[bold]Rather:[/] {Markup.Escape(finding.Correction)}");
        }
    }

    private static string At(int line) => line > 0 ? $"line {line}: " : "";

    private static Padder Indented(string markup) => new Padder(new Markup(markup)).Padding(Indent, 0, 0, 0);

    private static string Count(AuditReport report)
    {
        string verdicts = string.Join(", ", AuditJson.Order.Where(v => report.Count(v) > 0).Select(v => $"{report.Count(v)} {Counted(v)}"));
        string unread = report.Unread.IsEmpty ? "" : $" {report.Unread.Length} more {(report.Unread.Length == 1 ? "piece has" : "pieces have")} figures and {(report.Unread.Length == 1 ? "was" : "were")} not understood.";
        string prose = report.Prose == 0 ? "" : $" {report.Prose} {(report.Prose == 1 ? "sentence" : "sentences")} without figures {(report.Prose == 1 ? "was" : "were")} not read as claims.";
        return report.Findings.IsEmpty ? $"No claim was found.{unread}{prose}" : $"{report.Findings.Length} {(report.Findings.Length == 1 ? "claim" : "claims")}: {verdicts}.{unread}{prose}";
    }

    private static string Counted(ClaimVerdict verdict) =>
        verdict switch { ClaimVerdict.Holds => "hold", ClaimVerdict.Depends => "depend", ClaimVerdict.NotChecked => "not checked", _ => verdict.Word() };

    private static string Colour(ClaimVerdict verdict) =>
        verdict switch { ClaimVerdict.Holds => "green", ClaimVerdict.False => "red", ClaimVerdict.Misleading or ClaimVerdict.Depends => "yellow", _ => "grey" };
}
