using LocalRig.Planning;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pictures;

/// <summary>One answer as a line: <c>Qwen3.5-27B Q4_K_M: 139k on GeForce RTX 3090</c>.</summary>
internal static class Badge
{
    private const int Height = 20;
    private const int Padding = 8;
    private const double LetterWidth = 6.4; // of the font at its size, on average; the text is set to the width it was given

    /// <summary>The picture.</summary>
    public static string Of(Run run)
    {
        string name = $"{run.Model.Id} {run.Quant}";
        string answer = $"{(run.Context > 0 ? Wording.Shortly(run.Context) : Wording.Of(run.Verdict))} on {run.Device.Name}";
        int left = Width(name);
        int right = Width(answer);
        string colour = run.Verdict == Verdict.Comfortable ? "#1f6f43" : "#7a5200";
        HtmlWriter svg = new();
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", $"{left + right}"), ("height", $"{Height}"), ("viewBox", $"0 0 {left + right} {Height}"), ("role", "img"));
        svg.Leaf("title", $"{name}: {answer}");
        svg.Empty("rect", ("width", $"{left}"), ("height", $"{Height}"), ("fill", "#30363d"));
        svg.Empty("rect", ("x", $"{left}"), ("width", $"{right}"), ("height", $"{Height}"), ("fill", colour));
        svg.Open("g", ("fill", "#ffffff"), ("font-family", "system-ui, sans-serif"), ("font-size", "12"));
        svg.Leaf("text", name, ("x", $"{Padding}"), ("y", "14"), ("textLength", $"{left - 2 * Padding}"), ("lengthAdjust", "spacingAndGlyphs"));
        svg.Leaf("text", answer, ("x", $"{left + Padding}"), ("y", "14"), ("textLength", $"{right - 2 * Padding}"), ("lengthAdjust", "spacingAndGlyphs"));
        return svg.Finish();
    }

    private static int Width(string text) => (int)(text.Length * LetterWidth) + 2 * Padding;
}
