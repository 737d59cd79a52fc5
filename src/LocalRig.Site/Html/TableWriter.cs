using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Site.Facts;

namespace LocalRig.Site.Html;

/// <summary>Tables with a caption, headers that say what they head, and the question their figures answer.</summary>
internal static class TableWriter
{
    private const char Right = '>'; // before the title of a column of figures

    /// <summary>Begins a table; <see cref="EndTable"/> ends it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="asked">The question its figures answer; null where rows have their own.</param>
    /// <param name="columns">Titles; one that begins with &gt; heads figures.</param>
    public static HtmlWriter BeginTable(this HtmlWriter html, string caption, Asked? asked, params ReadOnlySpan<string> columns)
    {
        html.Open("div", ("class", "wide"), ("role", "region"), ("aria-label", caption), ("tabindex", "0"));
        html.Open("table", ("data-question", asked?.Json)).Open("caption").Leaf("span", caption).Close().Open("thead").Open("tr");
        foreach (string column in columns)
        {
            bool right = column[0] == Right;
            html.Leaf("th", right ? column[1..] : column, ("scope", "col"), ("class", right ? "n" : null));
        }

        return html.Close().Close().Open("tbody");
    }

    /// <summary>Ends a table.</summary>
    public static HtmlWriter EndTable(this HtmlWriter html) => html.Close().Close().Close();

    /// <summary>Begins a row whose head is a link; <see cref="HtmlWriter.Close"/> ends it.</summary>
    public static HtmlWriter Row(this HtmlWriter html, string head, string? href = null, Asked? asked = null)
    {
        html.Open("tr", ("data-question", asked?.Json)).Open("th", ("scope", "row"));
        _ = href is null ? html.Text(head) : html.Link(href, head);
        return html.Close();
    }

    /// <summary>A cell of words.</summary>
    public static HtmlWriter Cell(this HtmlWriter html, string text) => html.Leaf("td", text);

    /// <summary>A cell of words that are a figure.</summary>
    public static HtmlWriter NumberCell(this HtmlWriter html, string text) => html.Leaf("td", text, ("class", "n"));

    /// <summary>A cell with a figure of the answer.</summary>
    public static HtmlWriter Figure(this HtmlWriter html, string text, long value, string? path) =>
        html.Open("td", ("class", "n")).Figure(text, Wording.Exactly(value), path).Close();

    /// <summary>A verdict.</summary>
    public static HtmlWriter Verdict(this HtmlWriter html, Verdict verdict) => html.Leaf("td", Wording.Of(verdict), ("class", "v " + Class(verdict)));

    /// <summary>A speed, its range and its ceiling: three cells.</summary>
    public static HtmlWriter Speed(this HtmlWriter html, RateForecast? rate, string? path)
    {
        if (rate is not RateForecast known)
        {
            return html.NumberCell(Wording.Unknown).NumberCell("").NumberCell("");
        }

        html.Open("td", ("class", "n")).Figure(Wording.Rate(known.TokensPerSecond), Wording.Answered(known.TokensPerSecond), Under(path, "tokensPerSecond")).Close();
        html.Open("td", ("class", "n range")).Text($"{Wording.Rate(known.Low)}–{Wording.Rate(known.High)}").Close();
        return html.Open("td", ("class", "n")).Figure(Wording.Rate(known.Ceiling), Wording.Answered(known.Ceiling), Under(path, "ceiling")).Close();
    }

    /// <summary>The same answer, at a terminal.</summary>
    public static HtmlWriter Command(this HtmlWriter html, Asked asked) =>
        html.Open("p", ("class", "ask")).Text("The same answer: ").Leaf("code", asked.Line).Close();

    /// <summary>A class of a verdict.</summary>
    public static string Class(Verdict verdict) => verdict switch { Planning.Verdict.Comfortable => "good", Planning.Verdict.DoesNotFit => "bad", _ => "middling" };

    private static string? Under(string? path, string name) => path is null ? null : $"{path}.plan.throughput.decode.{name}";
}
