using System.Text.RegularExpressions;
using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Reading;
using LocalRig.Catalog;
using LocalRig.Core.Tests.House;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Prices;
using LocalRig.Words;

namespace LocalRig.Core.Tests.Audit;

/// <summary>A reading somebody wrote by hand.</summary>
/// <param name="Line">Its line in the excerpt.</param>
/// <param name="Words">The claim in the words of <see cref="ClaimWords"/>.</param>
/// <param name="Verdict">The verdict; empty where a few percent decide.</param>
internal sealed record HandReading(int Line, string Words, string Verdict);

/// <summary>An excerpt of a public guide with its readings (tests/data/audit).</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Text">The excerpt.</param>
/// <param name="Readings">The readings.</param>
internal sealed record Excerpt(string Source, string Text, IReadOnlyList<HandReading> Readings)
{
    /// <summary>The excerpts of a file: <c>=== source</c>, the guide's lines, and after each its readings as <c>&gt;&gt; words ; verdict</c>.</summary>
    public static IReadOnlyList<Excerpt> All(string file)
    {
        List<Excerpt> all = [];
        foreach (string part in File.ReadAllText(Path.Combine(Repository.Root, "tests", "data", "audit", "guides", file)).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = part.Split('\n');
            List<string> text = [];
            List<HandReading> readings = [];
            foreach (string line in lines.Skip(1))
            {
                if (line.StartsWith(">> ", StringComparison.Ordinal))
                {
                    string[] halves = line[3..].Split(" ; ");
                    readings.Add(new HandReading(text.Count, halves[0], halves[1].Trim('-', ' ')));
                }
                else
                {
                    text.Add(line);
                }
            }

            all.Add(new Excerpt(lines[0], string.Join('\n', text), readings));
        }

        return all;
    }
}

/// <summary>How the program's readings of excerpts compare with somebody's.</summary>
internal sealed partial class ExcerptScore
{
    private static readonly Auditor Auditor = new(new AuditKnowledge(ModelCatalog.Default, new LlamaCppEngine(), PriceList.Default, new DateOnly(2026, 11, 23), RigWords.TryParse));

    public int Pieces { get; private set; }

    public int PiecesRead { get; private set; }

    public int Expected { get; private set; }

    public int Read { get; private set; }

    public int Right { get; private set; }

    public int Judged { get; private set; }

    public int JudgedRight { get; private set; }

    public List<string> Differences { get; } = [];

    /// <summary>Scores the excerpts of files. A piece is a line with a figure by hand; it is read when at least one of its claims is.</summary>
    public static ExcerptScore Of(params string[] files)
    {
        ExcerptScore score = new();
        foreach (Excerpt excerpt in files.SelectMany(Excerpt.All))
        {
            score.Add(excerpt);
        }

        return score;
    }

    private void Add(Excerpt excerpt)
    {
        Guide guide = MarkdownGuide.Read(excerpt.Text);
        List<Claim> left = [.. guide.Claims];
        foreach (IGrouping<int, HandReading> piece in excerpt.Readings.GroupBy(r => r.Line))
        {
            Pieces++;
            bool any = false;
            foreach (HandReading reading in piece)
            {
                Expected++;
                Claim? claim = left.FirstOrDefault(c => c.Line == reading.Line && Plain(ClaimWords.Of(c)) == Plain(reading.Words));
                if (claim is null)
                {
                    Differences.Add($"{excerpt.Source}, line {reading.Line}: not read: {reading.Words}");
                    continue;
                }

                left.Remove(claim);
                any = true;
                Right++;
                Judge(excerpt, reading, claim);
            }

            PiecesRead += any ? 1 : 0;
        }

        Read += guide.Claims.Length;
        Differences.AddRange(left.Select(c => $"{excerpt.Source}, line {c.Line}: read and not there: {ClaimWords.Of(c)}"));
    }

    private void Judge(Excerpt excerpt, HandReading reading, Claim claim)
    {
        if (reading.Verdict.Length == 0)
        {
            return;
        }

        Judged++;
        Finding finding = Auditor.Check(claim);
        bool right = LocalRig.Answers.AnswerWords.Word(finding.Verdict) == reading.Verdict;
        JudgedRight += right ? 1 : 0;
        if (!right)
        {
            Differences.Add($"{excerpt.Source}, line {reading.Line}: {reading.Words}: {LocalRig.Answers.AnswerWords.Word(finding.Verdict)}, by hand {reading.Verdict}. {finding.Reason} {string.Join(' ', finding.Working.Select(w => w.Text))}");
        }
    }

    private static string Plain(string words) => Loose().Replace(words.Replace("×", "x", StringComparison.Ordinal), "").ToUpperInvariant();

    public override string ToString() =>
        $"{PiecesRead} of {Pieces} pieces read; {Right} of {Expected} claims read; {Right} of {Read} readings right; {JudgedRight} of {Judged} verdicts right\n{string.Join('\n', Differences)}";

    // Spaces, brackets and the maker's name say nothing about what was understood.
    [GeneratedRegex(@"[\s()-]|\b(?:NVIDIA|GeForce|AMD|Apple)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Loose();
}
