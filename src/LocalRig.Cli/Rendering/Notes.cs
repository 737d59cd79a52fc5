using System.Text.RegularExpressions;
using LocalRig.Cli.Faces;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>What a screen says beside its answer, in whole sentences: three lines of it, the rest by <c>--why</c>.</summary>
/// <param name="width">Columns of the terminal.</param>
/// <param name="why">Whether all of it is asked for.</param>
internal sealed partial class Notes(int width, bool why)
{
    private const int Most = 3;
    private int _lines;
    private int _held;

    /// <summary>The option that shows all of them.</summary>
    public static ScreenOption Option { get; } = new("--why", "every note with its reason and source, not just three lines");

    /// <summary>Whether all of it is asked for.</summary>
    public bool All => why;

    /// <summary>As many sentences of a note as find room; none once a sentence had to wait, so that nothing is told out of order.</summary>
    /// <param name="text">The note.</param>
    /// <param name="label">A word before it; or empty.</param>
    /// <param name="indent">Columns from the left.</param>
    /// <param name="style">How it is shown.</param>
    public IEnumerable<IRenderable> Take(string text, string label = "", int indent = 0, string style = "grey")
    {
        if (text.Length == 0)
        {
            return [];
        }

        string shown = "";
        foreach (string sentence in Sentence().Split(text))
        {
            string longer = shown.Length > 0 ? $"{shown} {sentence}" : sentence;
            if (!why && (_held > 0 || (_lines > 0 || shown.Length > 0) && _lines + Lines(label, longer, indent) > Most))
            {
                _held++;
            }
            else
            {
                shown = longer;
            }
        }

        if (shown.Length == 0)
        {
            return [];
        }

        _lines += Lines(label, shown, indent);
        string marked = style.Length > 0 ? $"[{style}]{Markup.Escape(shown)}[/]" : Markup.Escape(shown);
        string line = label.Length > 0 ? $"[yellow]{Markup.Escape(label)}[/]  {marked}" : marked;
        return [indent > 0 ? new Padder(new Markup(line), new Padding(indent, 0, 0, 0)) : new Markup(line)];
    }

    /// <summary>How to see what found no room; nothing where all of it did.</summary>
    /// <param name="indent">Columns from the left.</param>
    public IEnumerable<IRenderable> Rest(int indent = 0) =>
        _held == 0 ? [] : [new Padder(new Markup($"[grey]{_held} more sentence{(_held == 1 ? "" : "s")}: --why[/]"), new Padding(indent, 0, 0, 0))];

    private int Lines(string label, string text, int indent)
    {
        int room = Math.Max(1, width - indent);
        (int lines, int column) = (1, label.Length > 0 ? label.Length + 2 : 0);
        foreach (string word in text.Split(' '))
        {
            int from = column == 0 ? 0 : column + 1;
            (lines, column) = from + word.Length > room && column > 0 ? (lines + 1, word.Length) : (lines, from + word.Length);
            lines += (column - 1) / room;
            column = column > room ? column % room : column;
        }

        return lines;
    }

    // a full stop, a space and a capital or a digit begin a sentence; "v4.1 37.7" has no space after its point
    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\d~*])")]
    private static partial Regex Sentence();
}
