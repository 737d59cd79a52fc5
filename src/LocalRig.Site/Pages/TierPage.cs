using LocalRig.Advice;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>A tier of memory: the rigs that stand for it and what they run.</summary>
internal static class TierPage
{
    private const string Root = "../";
    private const int Shown = 12; // a screenful, as the command line shows

    /// <summary>The page.</summary>
    public static Page Of(TierFacts tier, SiteFacts facts) =>
        new(tier.Path, $"{tier.Tier} of memory", $"What runs in {tier.Tier} of memory: the best open models for {Wording.Join([.. tier.Rigs.Select(r => r.Words)])}, with quantization, context and speed.", html => Body(html, tier, facts))
        {
            Above = [("memory/index.html", "Memory")],
            PictureLines = [.. tier.Rigs.Where(r => !r.Lines.IsEmpty).Select(r => $"{r.Words}: {r.Lines[0].Line.Model.Id} {r.Lines[0].Line.Plan.Model.QuantName}")],
        };

    /// <summary>All tiers.</summary>
    public static Page Index(SiteFacts facts) =>
        new("memory/index.html", "By memory", "Which open model for how much memory: six tiers from 12 GB to 256 GB, each with machines that exist.", html =>
        {
            html.BeginTable("Tiers of memory that guides speak of, with machines that exist and the best model of each.", null, "Memory", "Machine", "Best pick", "Quantization", ">Context");
            foreach (TierFacts tier in facts.Tiers)
            {
                foreach (TierRig rig in tier.Rigs)
                {
                    html.Row(tier.Tier, Root + tier.Path, rig.Asked);
                    Machine(html, rig, facts);
                    if (rig.Lines.FirstOrDefault() is { } best)
                    {
                        html.Open("td");
                        Model(html, best.Line, facts);
                        html.Close().Cell(best.Line.Plan.Model.QuantName).Figure(Wording.Count(best.Line.ComfortableContext), best.Line.ComfortableContext, $"models[{best.Index}].comfortableContext");
                    }
                    else
                    {
                        html.Cell("nothing fits").Cell("").NumberCell("");
                    }

                    html.Close();
                }
            }

            html.EndTable();
        })
        { Kind = "CollectionPage" };

    private static void Body(HtmlWriter html, TierFacts tier, SiteFacts facts)
    {
        foreach (TierRig rig in tier.Rigs)
        {
            html.Open("section").Leaf("h2", rig.Words);
            html.BeginTable($"The best of what {rig.Words} runs. Speed is tokens per second of an answer: likely, the range, and what data sheets allow at most.", rig.Asked, "Model", "Quantization", ">Memory", ">Context", ">Tokens/s", ">Range", ">Ceiling", "Verdict");
            foreach (TierLine one in rig.Lines.Take(Shown))
            {
                SurveyLine line = one.Line;
                string path = $"models[{one.Index}]";
                html.Row(line.Model.Id, facts.FindModel(line.Model.Id) is { } model ? Root + model.Path : null).Cell(line.Plan.Model.QuantName);
                html.Figure(Wording.Of(line.Plan.Total), line.Plan.Total.Bytes, path + ".plan.totalBytes").Figure(Wording.Count(line.ComfortableContext), line.ComfortableContext, path + ".comfortableContext");
                html.Speed(line.Plan.Forecast?.Decode, path).Verdict(line.Plan.Verdict).Close();
            }

            html.EndTable();
            if (facts.FindDevice(TierFacts.DeviceOf(rig.Words)) is { } device)
            {
                html.Open("p").Link(Root + device.Path, $"All of {device.Name}").Close();
            }

            html.Command(rig.Asked).Close();
        }
    }

    private static void Machine(HtmlWriter html, TierRig rig, SiteFacts facts)
    {
        html.Open("td");
        _ = facts.FindDevice(TierFacts.DeviceOf(rig.Words)) is { } device ? html.Link(Root + device.Path, rig.Words) : html.Text(rig.Words);
        html.Close();
    }

    private static void Model(HtmlWriter html, SurveyLine line, SiteFacts facts) =>
        _ = facts.FindModel(line.Model.Id) is { } model ? html.Link(Root + model.Path, line.Model.Id) : html.Text(line.Model.Id);
}
