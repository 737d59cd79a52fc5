using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LocalRig.Answers;
using LocalRig.Planning;

namespace LocalRig.Cli.Rendering;

/// <summary>Memory and speed against context as an SVG picture.</summary>
internal static class CurvePicture
{
    private const double Width = 720;
    private const double Height = 400;
    private const double Margin = 60;

    /// <summary>The picture: memory on the left axis, tokens per second with their interval on the right, context doubling along the bottom.</summary>
    public static string Svg(ImmutableArray<MemoryPlan> points)
    {
        double mostMemory = points.Max(p => Math.Max(Curve.Used(p).Gibibytes, Curve.Usable(p).Gibibytes));
        double mostRate = points.Max(p => p.Forecast?.Decode.High ?? 0);
        double X(int i) => Margin + i * (Width - 2 * Margin) / Math.Max(1, points.Length - 1);
        double Y(double share) => Height - Margin - share * (Height - 2 * Margin);
        string Line(Func<MemoryPlan, double> share) =>
            string.Join(' ', points.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{Y(share(p)):0.#}")));

        StringBuilder svg = new();
        string title = $"{points[0].Model.Id} {points[0].Model.QuantName} on {points[0].Rig.Name}".Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title><rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"24\" text-anchor=\"middle\" font-size=\"15\">{title}</text>\n");
        for (int i = 0; i < points.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i):0.#}\" y=\"{Height - Margin + 18}\" text-anchor=\"middle\">{Quantities.Tokens(points[i].Effective.Context)}</text>\n");
        }

        if (mostRate > 0)
        {
            string band = Line(p => (p.Forecast?.Decode.High ?? 0) / mostRate) + " "
                + string.Join(' ', points.Select((p, i) => (p, i)).Reverse().Select(t => string.Create(CultureInfo.InvariantCulture, $"{X(t.i):0.#},{Y((t.p.Forecast?.Decode.Low ?? 0) / mostRate):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{band}\" fill=\"#1f6fb2\" fill-opacity=\".15\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{Line(p => Curve.Rate(p) / mostRate)}\" fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"2\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - 8}\" y=\"{Y(1):0.#}\" text-anchor=\"end\" fill=\"#1f6fb2\">{mostRate:0.#} tok/s</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{Line(p => Curve.Used(p).Gibibytes / mostMemory)}\" fill=\"none\" stroke=\"#3b7d23\" stroke-width=\"2\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{Line(p => Curve.Usable(p).Gibibytes / mostMemory)}\" fill=\"none\" stroke=\"#3b7d23\" stroke-dasharray=\"5 4\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{Y(1):0.#}\" fill=\"#3b7d23\">{mostMemory:0.#} GiB</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">tokens of context, all in use; green: memory, dashed: usable; {(mostRate > 0 ? "blue: answer speed with its 80 % interval" : "no speed is known")}</text>\n</svg>\n");
        return svg.ToString();
    }
}
