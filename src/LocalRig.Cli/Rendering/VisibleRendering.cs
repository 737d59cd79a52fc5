using LocalRig.Contract;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A screen whose texts can't command the terminal, whatever file they came from, and whose lines end where their words do.</summary>
/// <param name="screen">The screen.</param>
internal sealed class VisibleRendering(IRenderable screen) : IRenderable
{
    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => screen.Measure(options, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        List<Segment> line = [];
        foreach (Segment segment in screen.Render(options, maxWidth))
        {
            if (!segment.IsLineBreak)
            {
                line.Add(segment.IsControlCode ? segment : Visible(segment));
                continue;
            }

            foreach (Segment kept in Trimmed(line))
            {
                yield return kept;
            }

            yield return segment;
            line.Clear();
        }

        foreach (Segment kept in Trimmed(line))
        {
            yield return kept;
        }
    }

    private static Segment Visible(Segment segment) =>
        VisibleText.Of(segment.Text) is var shown && ReferenceEquals(shown, segment.Text) ? segment : new Segment(shown, segment.Style);

    /// <summary>A line without the spaces that fill it to the terminal's edge.</summary>
    private static List<Segment> Trimmed(List<Segment> line)
    {
        for (int i = line.Count - 1; i >= 0; i--)
        {
            if (line[i].IsControlCode || line[i].Text.Length == 0)
            {
                continue;
            }

            string text = line[i].Text.TrimEnd(' ');
            if (text.Length < line[i].Text.Length)
            {
                line[i] = new Segment(text, line[i].Style);
            }

            if (text.Length > 0)
            {
                break;
            }
        }

        return line;
    }
}
