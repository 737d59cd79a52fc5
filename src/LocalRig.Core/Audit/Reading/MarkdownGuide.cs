using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Reads a guide written for people: Markdown tables, and sentences of the common forms. What looks like a claim and isn't understood is listed.</summary>
public static partial class MarkdownGuide
{
    /// <summary>Reads the claims.</summary>
    /// <param name="text">The guide.</param>
    /// <param name="family">The family that sizes without a name belong to; empty to take it from the first heading.</param>
    /// <exception cref="GuideFormatException">It is larger than any guide.</exception>
    public static Guide Read(string text, string family = "")
    {
        Guide.Check(text);
        Reader reader = new(family);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            reader.Line(line.ToString());
        }

        return reader.End();
    }

    // Ten times a broad table's widest rows; patterns that look for separators take a time that grows with the square of it.
    private const int MostInRow = 8_000;

    private sealed class Reader(string family)
    {
        private readonly List<Claim> _claims = [];
        private readonly List<Unread> _unread = [];
        private readonly StringBuilder _paragraph = new();
        private readonly List<(int Start, int Line)> _lines = [];
        private string _family = family;
        private GuideTable? _table;
        private string _header = "";
        private int _prose;
        private int _number;
        private bool _code;
        private bool _foreign;

        public void Line(string line)
        {
            _number++;
            string text = line.Trim();
            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                _code = !_code;
                Flush();
            }
            else if (_code)
            {
                return;
            }
            else if (text.Length > 0 && text[0] == '#')
            {
                Flush();
                _family = _family.Length == 0 && FamilyName().Match(text) is { Success: true } match ? match.Value : _family;
            }
            else if (text.Contains('|', StringComparison.Ordinal))
            {
                Row(text);
            }
            else if (text.Length == 0 || text[0] is '-' or '*' or '>' || Numbered().IsMatch(text))
            {
                Flush();
                Add(text.TrimStart('-', '*', '>', ' '));
            }
            else
            {
                Add(text);
            }

            if (_claims.Count + _unread.Count > Guide.Most)
            {
                throw new GuideFormatException(_number, $"A guide may have {Guide.Most:N0} claims; this one has more.");
            }
        }

        public Guide End()
        {
            Flush();
            return new Guide([.. _claims], [.. _unread], _prose);
        }

        private void Row(string text)
        {
            if (text.Length > MostInRow)
            {
                _unread.Add(new Unread(_number, text[..80] + "…", $"A row of {text.Length:N0} letters is too long to read."));
                return;
            }

            ImmutableArray<string> cells = Cells(text);
            if (_table is not null)
            {
                _table.Read(cells, _number, _claims, _unread);
            }
            else if (_foreign)
            {
                _unread.Add(new Unread(_number, text, "A row of a table whose header LocalRig doesn't understand."));
            }
            else if (_header.Length > 0 && cells.Length > 0 && cells.All(c => c.Length > 0 && c.All(l => l is '-' or ':' or ' ')))
            {
                GuideTable table = new(Cells(_header), _family);
                (_table, _foreign) = table.IsUnderstood ? (table, false) : (null, true);
            }
            else
            {
                Flush();
                _header = text;
            }
        }

        private static ImmutableArray<string> Cells(string row) => [.. row.Trim().Trim('|').Split('|').Take(64).Select(c => c.Trim())];

        private void Add(string text)
        {
            EndTable();
            if (text.Length > 0)
            {
                _lines.Add((_paragraph.Length, _number));
                _paragraph.Append(text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)).Append(' ');
            }
        }

        /// <summary>A line with bars that no table followed is a sentence after all.</summary>
        private void EndTable()
        {
            string header = _table is null && !_foreign ? _header : "";
            (_table, _header, _foreign) = (null, "", false);
            if (header.Length > 0)
            {
                new Sentences(_family).Read(header, _number - 1, _claims, _unread, ref _prose);
            }
        }

        private void Flush()
        {
            EndTable();
            string paragraph = _paragraph.ToString();
            Sentences sentences = new(_family);
            int start = 0;
            foreach (Match end in SentenceEnd().Matches(paragraph))
            {
                Sentence(sentences, paragraph, start, end.Index);
                start = end.Index + end.Length;
            }

            Sentence(sentences, paragraph, start, paragraph.Length);
            _paragraph.Clear();
            _lines.Clear();
        }

        private void Sentence(Sentences sentences, string paragraph, int start, int end)
        {
            string text = paragraph[start..end].Trim();
            if (text.Length > 0)
            {
                int line = _lines.LastOrDefault(l => l.Start <= start, (Start: 0, Line: _number)).Line;
                sentences.Read(text, line, _claims, _unread, ref _prose);
            }
        }
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^\d{1,3}[.)]\s")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\b(?:Qwen|Llama|Gemma)[ -]?\d(?:\.\d)?(?![\w.])", RegexOptions.IgnoreCase)]
    private static partial Regex FamilyName();
}
