using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>The first page.</summary>
internal static class IndexPage
{
    /// <summary>The page.</summary>
    public static Page Of(SiteFacts facts, bool hasGuide) =>
        new("index.html", "Which open model can my hardware run?", "Which open language model, at which size and quantization, your hardware runs: with how much context, how fast. Memory to the byte, speed with its range, every figure with the command that gives it.", html => Body(html, facts, hasGuide))
        {
            Title = PageFrame.SiteName,
            Kind = "WebSite",
            PictureLines = [$"{facts.Models.Length} models, {facts.Devices.Length} devices", "memory to the byte, speed with its range"],
        };

    private static void Body(HtmlWriter html, SiteFacts facts, bool hasGuide)
    {
        html.Open("p", ("class", "lead")).Text("At which size and quantization, with how much context, and how fast. Memory is what llama.cpp allocates, to the byte; speeds are forecasts with their range and the limit that data sheets set. What isn't known is said to be unknown.").Close();
        if (hasGuide)
        {
            html.Open("p", ("class", "lead")).Link("qwen3.5/", "Qwen3.5: which size for which hardware").Close();
        }

        html.Open("section").Leaf("h2", "Start with your memory").Open("ul", ("class", "columns"));
        foreach (TierFacts tier in facts.Tiers)
        {
            html.Open("li").Link(tier.Path, tier.Tier).Close();
        }

        html.Close().Close();
        html.Open("section").Leaf("h2", "Or with your device");
        html.BeginTable("Devices many people have, and the best model each runs.", null, "Device", ">Memory", "Best pick", "Quantization", ">Context", ">Tokens/s");
        foreach (DeviceFacts device in facts.Common)
        {
            html.Row(device.Name, device.Path, device.Asked).NumberCell(Wording.Of(device.Device.Memory));
            if (device.Runs.FirstOrDefault() is { } best)
            {
                html.Open("td");
                _ = facts.FindModel(best.Model.Id) is { } model ? html.Link(model.Path, best.Model.Id) : html.Text(best.Model.Id);
                html.Close().Cell(best.Quant).Figure(Wording.Count(best.Context), best.Context, best.Path + ".comfortableContext");
                html.NumberCell(best.Decode is { } rate ? Wording.Rate(rate.TokensPerSecond) : Wording.Unknown);
            }
            else
            {
                html.Cell("nothing fits").Cell("").NumberCell("").NumberCell("");
            }

            html.Close();
        }

        html.EndTable().Open("p").Link("devices/", $"All {facts.Devices.Length} devices").Close().Close();
        html.Open("section").Leaf("h2", "Or with a model").Open("ul", ("class", "columns"));
        foreach (FamilyFacts family in facts.Families)
        {
            html.Open("li").Link(family.Path, family.Name).Close();
        }

        html.Close().Open("p").Link("models/", $"All {facts.Models.Length} models").Close().Close();
        html.Open("section").Leaf("h2", "The same at a terminal");
        html.Leaf("p", "Every page names the command that gives its answer. Yours may differ: another context, another cache, several cards.");
        html.Open("pre").Leaf("code", "localrig\nlocalrig --rig rtx-3090\nlocalrig plan Qwen3.5-27B --quant Q4_K_M --rig rtx-3090 -c 32k").Close().Close();
    }
}
