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
