using LocalRig.Contract;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>A screen whose texts can't command the terminal, whatever file they came from.</summary>
/// <param name="screen">The screen.</param>
internal sealed class VisibleRendering(IRenderable screen) : IRenderable
{
    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => screen.Measure(options, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        screen.Render(options, maxWidth).Select(static s => s.IsControlCode || s.IsLineBreak ? s : VisibleText.Of(s.Text) is var shown && ReferenceEquals(shown, s.Text) ? s : new Segment(shown, s.Style));
}
