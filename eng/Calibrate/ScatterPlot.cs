using System.Globalization;
using System.Text;

namespace LocalRig.Calibrate;

/// <summary>Forecast against measured on two logarithmic axes, one dot per device, model, quantization and depth, as SVG.</summary>
internal static class ScatterPlot
{
    private const double Size = 640;
    private const double Margin = 56;

    private static readonly (string Group, string Colour)[] Colours =
    [
        ("cuda", "#3b7d23"), ("metal", "#6b6b6b"), ("rocm", "#c0392b"), ("vulkan", "#8e44ad"), ("cpu", "#1f6fb2"), ("sycl", "#c98a00"),
    ];

    public static string Svg(string title, IEnumerable<HeldOutRow> rows)
    {
        (double Measured, double Forecast, string Group)[] dots =
        [
            .. rows.Where(r => !r.Row.Spills).GroupBy(r => (r.Row.Device, r.Row.Speed.Family.Group, r.Row.Model, r.Row.Quant, r.Row.Depth, r.Row.Tokens))
                .Select(g => (Balanced.Median(g.Select(r => r.Row.Rate)), Balanced.Median(g.Select(r => r.Forecast)), g.Key.Group)),
        ];
        double low = Math.Floor(Math.Log10(dots.Min(d => Math.Min(d.Measured, d.Forecast))));
        double high = Math.Ceiling(Math.Log10(dots.Max(d => Math.Max(d.Measured, d.Forecast))));
        double Place(double rate) => (Math.Log10(rate) - low) / (high - low) * (Size - 2 * Margin);
        double X(double rate) => Margin + Place(rate);
        double Y(double rate) => Size - Margin - Place(rate);

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size} {Size}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title><rect width=\"{Size}\" height=\"{Size}\" fill=\"#fff\"/>\n");
        Axes(svg, low, high, X, Y);
        foreach ((double measured, double forecast, string group) in dots)
        {
            string colour = Colours.First(c => group.StartsWith(c.Group, StringComparison.Ordinal)).Colour;
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(measured):0.#}\" cy=\"{Y(forecast):0.#}\" r=\"2.4\" fill=\"{colour}\" fill-opacity=\".45\"/>\n");
        }

        for (int i = 0; i < Colours.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Margin + 14}\" cy=\"{Margin + 16 + 18 * i}\" r=\"5\" fill=\"{Colours[i].Colour}\"/><text x=\"{Margin + 26}\" y=\"{Margin + 20 + 18 * i}\">{Colours[i].Group}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Size / 2}\" y=\"{Size - 12}\" text-anchor=\"middle\">measured, tokens per second</text><text x=\"16\" y=\"{Size / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {Size / 2})\">forecast without this device, tokens per second</text><text x=\"{Size / 2}\" y=\"28\" text-anchor=\"middle\" font-size=\"15\">{title}</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void Axes(StringBuilder svg, double low, double high, Func<double, double> x, Func<double, double> y)
    {
        double first = Math.Pow(10, low);
        double last = Math.Pow(10, high);
        for (double power = low; power <= high; power++)
        {
            double value = Math.Pow(10, power);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x(value):0.#} {y(first):0.#}V{y(last):0.#}M{x(first):0.#} {y(value):0.#}H{x(last):0.#}\" stroke=\"#ddd\"/><text x=\"{x(value):0.#}\" y=\"{y(first) + 16:0.#}\" text-anchor=\"middle\">{value:0.##}</text><text x=\"{x(first) - 6:0.#}\" y=\"{y(value) + 4:0.#}\" text-anchor=\"end\">{value:0.##}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x(first):0.#} {y(first):0.#}L{x(last):0.#} {y(last):0.#}\" stroke=\"#000\"/>\n");
        foreach (double off in (ReadOnlySpan<double>)[1.25, 1 / 1.25])
        {
            double from = Math.Max(first, first / off);
            double to = Math.Min(last, last / off);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x(from):0.#} {y(from * off):0.#}L{x(to):0.#} {y(to * off):0.#}\" stroke=\"#000\" stroke-dasharray=\"4 4\" stroke-opacity=\".5\"/>\n");
        }
    }
}
