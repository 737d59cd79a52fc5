using System.Collections.Immutable;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Words of one style in a row of text.</summary>
/// <param name="Text">The words.</param>
/// <param name="Style">Their style.</param>
internal readonly record struct StyledText(string Text, Style Style);

/// <summary>A row of text, wrapped where the screen ends.</summary>
/// <param name="Indent">Spaces before each of its lines.</param>
/// <param name="Parts">Its words.</param>
internal readonly record struct WrappedRow(int Indent, ImmutableArray<StyledText> Parts)
{
    /// <summary>A row without words.</summary>
    public static WrappedRow Empty { get; } = new(0, []);
}

/// <summary>Many rows of words, wrapped as paragraphs are. A long report has a hundred thousand: each letter is looked at once, where paragraphs of markup
/// are parsed, measured and wrapped one object a word.</summary>
internal sealed class WrappedRows(IEnumerable<WrappedRow> rows) : Renderable
{
    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        List<Segment> line = [];
        foreach (WrappedRow row in rows)
        {
            Wrapping wrapping = new(row.Indent, Math.Max(1, maxWidth - row.Indent), line);
            foreach (StyledText part in row.Parts)
            {
                wrapping.Add(part);
            }

            wrapping.EndLine();
            foreach (Segment segment in line)
            {
                yield return segment;
            }

            line.Clear();
        }
    }

    /// <summary>One row being wrapped.</summary>
    private sealed class Wrapping(int indent, int room, List<Segment> segments)
    {
        private int _used;
        private bool _begun;

        public void Add(StyledText part)
        {
            string text = part.Text;
            int from = 0;
            int at = 0;
            while (at < text.Length)
            {
                bool space = char.IsWhiteSpace(text[at]);
                int end = at + 1;
                while (end < text.Length && char.IsWhiteSpace(text[end]) == space)
                {
                    end++;
                }

                int cells = Cells(text.AsSpan(at, end - at));
                if (_used + cells <= room)
                {
                    _used += cells;
                    at = end;
                }
                else if (space || _used > 0)
                {
                    Write(text, from, at, part.Style);
                    EndLine();
                    from = at = space ? end : at; // spaces where a line ends are left out
                }
                else
                {
                    end = at + Fitting(text.AsSpan(at, end - at));
                    Write(text, from, end, part.Style);
                    EndLine();
                    from = at = end;
                }
            }

            Write(text, from, text.Length, part.Style);
        }

        public void EndLine()
        {
            segments.Add(Segment.LineBreak);
            (_used, _begun) = (0, false);
        }

        private void Write(string text, int from, int end, Style style)
        {
            if (end <= from)
            {
                return;
            }

            if (!_begun && indent > 0)
            {
                segments.Add(Segment.Padding(indent));
            }

            _begun = true;
            segments.Add(new Segment(text[from..end], style));
        }

        /// <summary>How many letters of a word longer than a line go into one; at least one, and none is cut in half.</summary>
        private int Fitting(ReadOnlySpan<char> word)
        {
            int cells = 0;
            int at = 0;
            foreach (Rune rune in word.EnumerateRunes())
            {
                int wide = Cells(word.Slice(at, rune.Utf16SequenceLength));
                if (at > 0 && cells + wide > room)
                {
                    break;
                }

                (cells, at) = (cells + wide, at + rune.Utf16SequenceLength);
            }

            return at;
        }

        /// <summary>Columns of a screen.</summary>
        private static int Cells(ReadOnlySpan<char> text) => Ascii.IsValid(text) ? text.Length : new Segment(text.ToString()).CellCount();
    }
}
