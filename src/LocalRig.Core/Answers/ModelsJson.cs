using LocalRig.Catalog;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Models of the catalogue.</summary>
public static class ModelsJson
{
    /// <summary>The shape.</summary>
    public static ListShape<CatalogModel> Shape { get; } = new(new ObjectShape<CatalogModel>()
        .Text("id", "What to call the model.", m => m.Id)
        .Text("family", "The family it is released in.", m => m.Family)
        .Text("architecture", "Its architecture, as llama.cpp names it; may be empty.", m => m.ArchitectureName)
        .Integer("parameters", "How many weights it has.", m => m.ParameterCount)
        .Integer("contextLength", "Tokens of context it was trained for; 0 when unknown.", m => m.ContextLength)
        .Text("released", "When it was released: an ISO date, as its source writes it; may be empty.", m => m.Released)
        .Text("license", "Its licence; may be empty.", m => m.License)
        .Text("businessUse", "What its licence says of business use: free, conditions (read them), no; empty when unknown.", m => LicenseTerms.BusinessUse(m.License))
        .PartIfAny("abilities", "What it takes and does beside text; missing where no listing tells.", m => ModelCatalog.Abilities.GetValueOrDefault(m.Id), new ObjectShape<ModelAbilities>()
            .Flag("sees", "Whether it takes images.", a => a.Sees)
            .Flag("hears", "Whether it takes sound.", a => a.Hears)
            .Flag("callsTools", "Whether it was trained to call tools.", a => a.CallsTools)
            .Text("thinks", "Whether it thinks before it answers: always, optional, never; empty where listings don't tell.", a => a.Thinks)
            .Integer("yarnContext", "Tokens of context its publisher supports by YaRN; 0 where none are named.", a => a.YarnContext)
            .Map("sampling", "The recommended sampling.", "number", (json, a) =>
            {
                foreach ((string name, double value) in a.Sampling)
                {
                    json.WriteNumber(name, value);
                }
            })
            .Texts("sources", "Where that stands.", a => a.Sources))
        .Text("repository", "Its repository on the Hub; may be empty.", m => m.Repository)
        .Flag("nominal", "Whether nobody released a model of this name.", m => m.Nominal)
        .Text("notice", "What to know about it; may be empty.", m => m.Notice)
        .Map("sources", "Where its values come from, by group of values.", "string", (json, model) =>
        {
            foreach ((string what, string source) in model.Sources.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                json.WriteString(what, source);
            }
        }));
}
