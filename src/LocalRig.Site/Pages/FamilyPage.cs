using System.Collections.Immutable;
using LocalRig.Advice.Needs;
using LocalRig.Site.Facts;
using LocalRig.Site.Html;

namespace LocalRig.Site.Pages;

/// <summary>A family: its models side by side.</summary>
internal static class FamilyPage
{
    private const string Root = "../";

    /// <summary>The page.</summary>
    public static Page Of(FamilyFacts family) =>
        new(family.Path, family.Name, $"The models of {family.Name} that LocalRig knows: parameters, context, release, and the memory each needs.", html => Models(html, family.Models, $"Models of {family.Name}."))
        {
            Title = $"{family.Name}: sizes and the memory they need",
            Above = [("families/index.html", "Families")],
            PictureLines = [$"{family.Models.Count(m => !m.Model.Nominal)} released models"],
        };

    /// <summary>All families.</summary>
    public static Page Index(SiteFacts facts) =>
        new("families/index.html", "Families", "Families of open models, with how many sizes each has.", html =>
        {
            html.BeginTable("Families, by name.", null, "Family", "Models");
            foreach (FamilyFacts family in facts.Families)
            {
                html.Row(family.Name, Root + family.Path).Open("td");
                foreach (ModelFacts model in family.Models)
                {
                    html.Link(Root + model.Path, model.Model.Id).Text(" ");
                }

                html.Close().Close();
            }

            html.EndTable();
        })
        { Kind = "CollectionPage" };

    /// <summary>All models.</summary>
    public static Page AllModels(SiteFacts facts) =>
        new("models/index.html", "Models", $"{facts.Models.Length} open models by name, with parameters, context and the memory each needs.", html => Models(html, facts.Models, "All models of the catalogue, families together.")) { Kind = "CollectionPage" };

    /// <summary>Models side by side.</summary>
    private static void Models(HtmlWriter html, ImmutableArray<ModelFacts> models, string caption)
    {
        html.BeginTable($"{caption} Memory is the smallest card that holds it in Q4_K_M (or what it was released in) with 8,192 tokens of context.", null, "Model", ">Parameters", ">Context", "Released", "Licence", ">Card", "Note");
        foreach (ModelFacts model in models)
        {
            html.Row(model.Model.Id, Root + model.Path);
            html.Figure(Wording.Count(model.Model.ParameterCount), model.Model.ParameterCount, null);
            html.NumberCell(model.Model.ContextLength > 0 ? Wording.Count(model.Model.ContextLength) : Wording.Unknown);
            html.Cell(model.Model.Released.Length > 0 ? model.Model.Released : Wording.Unknown).Cell(model.Model.License.Length > 0 ? model.Model.License : Wording.Unknown);
            html.NumberCell(model.Needs.FirstOrDefault(n => n.Quant == model.UsualQuant)?.Of(MemoryKind.OneCard) is { } need ? Wording.Of(need.Smallest) : Wording.Unknown);
            html.Cell(model.Model.Nominal ? "never released" : model.Model.StandIn.Length > 0 ? $"on the shape of {model.Model.StandIn}" : "").Close();
        }

        html.EndTable();
    }
}
