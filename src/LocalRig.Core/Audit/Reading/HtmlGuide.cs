using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace LocalRig.Audit.Reading;

/// <summary>Reads a saved page: its article is found, menus and scripts are left out, and headings, paragraphs, lists and tables (merged cells too) become the lines
/// a Markdown guide has. Any text is read as far as it goes; nothing is fetched or run.</summary>
public static class HtmlGuide
{
    private const int MostColumns = 64;
    private const int MostSpan = 200; // rows or columns a merged cell may cover

    // Elements that never hold an article's words (HTML standard, section 4).
    private static readonly HashSet<string> Left = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "svg", "math", "nav", "header", "footer", "aside", "form", "button", "select", "iframe", "head", "sup", "pre", "code-block",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "br", "hr", "body", "html", "details", "summary", "address",
    };

    /// <summary>Whether a text is a page and not Markdown.</summary>
    public static bool Is(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the claims.</summary>
    /// <param name="text">The page.</param>
    /// <param name="family">The family that sizes without a name belong to; empty to take it from the first heading.</param>
    /// <exception cref="GuideFormatException">It is larger than any guide.</exception>
    public static Guide Read(string text, string family = "")
    {
        Guide.Check(text);
        return MarkdownGuide.Read(Lines(text), family);
    }

    /// <summary>The article's lines as Markdown, each with its line in the page.</summary>
    internal static ImmutableArray<(string Text, int Line)> Lines(string text)
    {
        (int from, int to) = Article(text);
        Writer writer = new();
        int line = 1 + text.AsSpan(0, from).Count('\n');
        int at = from;
        string skipped = "";
        int depth = 0;
        while (at < to)
        {
            int open = text.IndexOf('<', at, to - at);
            int end = open < 0 ? to : open;
            if (skipped.Length == 0 && end > at)
            {
                writer.Text(text[at..end], line);
            }

            line += text.AsSpan(at, end - at).Count('\n');
            int close = open < 0 ? -1 : text.IndexOf(text.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal) ? "-->" : ">", open, to - open, StringComparison.Ordinal);
            if (close < 0)
            {
                break;
            }

            (string name, bool ends) = Tag(text.AsSpan(open, close - open));
            if (skipped.Length > 0)
            {
                depth += name != skipped ? 0 : ends ? -1 : 1;
                skipped = depth == 0 ? "" : skipped;
            }
            else if (Left.Contains(name) && !ends && text[close - 1] != '/')
            {
                (skipped, depth) = (name, 1);
            }
            else
            {
                writer.Tag(name, ends, text.AsSpan(open, close - open), line);
            }

            line += text.AsSpan(open, close - open).Count('\n');
            at = close + (text[close] == '-' ? 3 : 1);
        }

        return writer.End(line);
    }

    /// <summary>The part that holds the article: the longest &lt;article&gt;, else &lt;main&gt;, else the body, else all.</summary>
    private static (int From, int To) Article(string text)
    {
        foreach (string name in (string[])["article", "main", "body"])
        {
            int from = text.IndexOf($"<{name}", StringComparison.OrdinalIgnoreCase);
            int to = from < 0 ? -1 : text.LastIndexOf($"</{name}", StringComparison.OrdinalIgnoreCase);
            if (to > from && from >= 0)
            {
                return (from, to);
            }
        }

        return (0, text.Length);
    }

    private static (string Name, bool Ends) Tag(ReadOnlySpan<char> tag)
    {
        ReadOnlySpan<char> rest = tag[1..];
        bool ends = rest.Length > 0 && rest[0] == '/';
        rest = ends ? rest[1..] : rest;
        int length = 0;
        while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]))
        {
            length++;
        }

        return (rest[..length].ToString().ToLowerInvariant(), ends);
    }

    private static int Span(ReadOnlySpan<char> tag, string name)
    {
        int at = tag.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        int digit = at < 0 ? -1 : tag[at..].IndexOfAnyInRange('0', '9');
        int value = 0;
        for (int i = at + digit; digit >= 0 && digit <= name.Length + 3 && i < tag.Length && char.IsAsciiDigit(tag[i]) && value <= MostSpan; i++)
        {
            value = value * 10 + (tag[i] - '0');
        }

        return Math.Clamp(value, 1, MostSpan);
    }

    /// <summary>Collects lines; a table's cells wait until its row is whole.</summary>
    private sealed class Writer
    {
        private readonly ImmutableArray<(string, int)>.Builder _lines = ImmutableArray.CreateBuilder<(string, int)>();
        private readonly StringBuilder _text = new();
        private readonly Dictionary<int, (string Text, int Rows)> _merged = [];
        private List<string>? _row;
        private bool _cell;
        private int _columns;
        private int _rows;
        private int _across = 1;
        private int _down = 1;
        private int _line;
        private string _mark = "";

        public void Text(string text, int line)
        {
            if (_text.Length == 0)
            {
                _line = line + text.AsSpan(0, text.Length - text.AsSpan().TrimStart().Length).Count('\n');
            }

            _text.Append(WebUtility.HtmlDecode(text));
        }

        public void Tag(string name, bool ends, ReadOnlySpan<char> tag, int line)
        {
            if (name == "table")
            {
                Flush(line);
                Add("", line);
                _merged.Clear();
                (_rows, _row) = (0, null);
            }
            else if (name == "tr")
            {
                EndRow(line);
                _row = ends ? null : [];
            }
            else if (name is "td" or "th" && _row is not null)
            {
                EndCell();
                (_cell, _across, _down) = (!ends, Span(tag, "colspan"), Span(tag, "rowspan"));
                _text.Clear();
            }
            else if (_cell)
            {
                _text.Append(name is "br" or "p" or "li" or "div" ? ", " : "");
            }
            else if (name is ['h', >= '1' and <= '6'])
            {
                Flush(line);
                _mark = ends ? "" : new string('#', name[1] - '0') + " ";
            }
            else if (name == "li")
            {
                Flush(line);
                _mark = ends ? "" : "- ";
            }
            else if (name == "caption" || Blocks.Contains(name))
            {
                Flush(line);
                if (name != "br")
                {
                    Add("", line);
                }
            }
        }

        public ImmutableArray<(string, int)> End(int line)
        {
            EndRow(line);
            Flush(line);
            return _lines.ToImmutable();
        }

        private void EndCell()
        {
            if (_cell && _row is not null)
            {
                string text = Words();
                Merge();
                for (int i = 0; i < _across && _row.Count < MostColumns; i++)
                {
                    if (_down > 1)
                    {
                        _merged[_row.Count] = (text, _down - 1);
                    }

                    _row.Add(text);
                }
            }

            _cell = false;
        }

        /// <summary>Cells of rows above that reach into this one.</summary>
        private void Merge()
        {
            while (_row is not null && _row.Count < MostColumns && _merged.TryGetValue(_row.Count, out (string Text, int Rows) above) && above.Rows > 0)
            {
                _merged[_row.Count] = (above.Text, above.Rows - 1);
                _row.Add(above.Text);
            }
        }

        private void EndRow(int line)
        {
            EndCell();
            Merge();
            if (_row is { Count: > 0 })
            {
                _columns = _rows == 0 ? _row.Count : _columns;
                Add("| " + string.Join(" | ", _row) + " |", line);
                if (_rows++ == 0)
                {
                    Add("|" + string.Concat(Enumerable.Repeat("---|", _columns)), line);
                }
            }

            _row = null;
        }

        private string Words()
        {
            string text = string.Join(' ', _text.ToString().Replace('|', '/').Replace('\u00A0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            _text.Clear();
            return text;
        }

        private void Flush(int line)
        {
            string text = Words();
            if (text.Length > 0)
            {
                Add(_mark + text, _line > 0 ? _line : line);
            }

            _mark = "";
        }

        private void Add(string text, int line) => _lines.Add((text, line));
    }
}
