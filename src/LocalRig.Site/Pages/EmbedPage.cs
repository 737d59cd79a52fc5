using LocalRig.Planning;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>One answer small enough for somebody else's page, and its badge.</summary>
internal static class EmbedPage
{
    private const string Root = "../";

    /// <summary>The name of a pair in addresses.</summary>
    public static string Pair(ModelFacts model, DeviceFacts device) => $"{model.Slug}--{device.Slug}";

    /// <summary>The page.</summary>
    public static Page Of(ModelFacts model, DeviceFacts device)
    {
        Run run = device.ByModel[model.Model.Id];
        return new Page($"embed/{Pair(model, device)}.html", $"{model.Model.Id} on {device.Name}", Sentence(run), html => Body(html, model, run)) { Listed = false };
    }

    /// <summary>The answer in a sentence.</summary>
    public static string Sentence(Run run) =>
        $"{run.Model.Id} in {run.Quant} on {run.Device.Name}: {Wording.Of(run.Verdict)}{(run.Context > 0 ? $", up to {Wording.Count(run.Context)} tokens of context" : "")}{(run.Decode is { } rate ? $", about {Wording.Rate(rate.TokensPerSecond)} tokens per second ({Wording.Rate(rate.Low)}–{Wording.Rate(rate.High)})" : "")}.";

    /// <summary>Offers badges and pages to embed of a model on devices many people have.</summary>
    public static void Offer(HtmlWriter html, ModelFacts model, SiteFacts facts, string root)
    {
        Run[] runs = [.. ModelPage.Runs(model, facts.Common)];
        if (runs.Length == 0)
        {
            return;
        }

        Run shown = runs.FirstOrDefault(r => r.Verdict == Verdict.Comfortable) ?? runs[0];
        string pair = Pair(model, shown.Device);
        html.Open("section").Leaf("h2", "On your own page");
        html.Open("p").Empty("img", ("src", $"{root}badge/{pair}.svg"), ("alt", Sentence(shown)), ("height", "20")).Close();
        html.Leaf("p", "An answer to embed, and its badge; put this site's address before them:");
        html.Open("pre").Leaf("code", $"<iframe src=\"embed/{pair}.html\" title=\"{model.Model.Id} on {shown.Device.Name}\" width=\"480\" height=\"240\" loading=\"lazy\"></iframe>\n<img src=\"badge/{pair}.svg\" alt=\"{model.Model.Id} on {shown.Device.Name}\">").Close();
        html.Open("details").Leaf("summary", "The same for other devices").Open("ul", ("class", "columns"));
        foreach (Run run in runs)
        {
            string other = Pair(model, run.Device);
            html.Open("li").Text(run.Device.Name + ": ").Link($"{root}embed/{other}.html", "page").Text(", ").Link($"{root}badge/{other}.svg", "badge").Close();
        }

        html.Close().Close().Close();
    }

    private static void Body(HtmlWriter html, ModelFacts model, Run run)
    {
        html.Open("dl", ("class", "answer"), ("data-question", run.Device.Asked.Json));
        Line(html, "Quantization", () => html.Text(run.Quant));
        Line(html, "Memory", () => html.Figure(Wording.Of(run.Total), Wording.Exactly(run.Total.Bytes), run.Path + ".plan.totalBytes"));
        Line(html, "Context", () => html.Figure(run.Context > 0 ? Wording.Count(run.Context) : "none", Wording.Exactly(run.Context), run.Path + ".comfortableContext"));
        Line(html, "Tokens/s", () => html.Text(run.Decode is { } rate ? $"{Wording.Rate(rate.TokensPerSecond)} ({Wording.Rate(rate.Low)}–{Wording.Rate(rate.High)})" : Wording.Unknown));
        Line(html, "Verdict", () => html.Leaf("span", Wording.Of(run.Verdict), ("class", "v " + TableWriter.Class(run.Verdict))));
        html.Close();
        html.Open("p", ("class", "ask")).Leaf("a", "LocalRig", ("href", Root + model.Path), ("target", "_top")).Close();
    }

    private static void Line(HtmlWriter html, string name, Action value)
    {
        html.Open("div").Leaf("dt", name).Open("dd");
        value();
        html.Close().Close();
    }
}
