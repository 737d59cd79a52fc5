using System.Collections.Immutable;
using LocalRig.Site.Output;

namespace LocalRig.Site.Facts;

/// <summary>A family and its models.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its part of addresses.</param>
/// <param name="Models">Its models, in the catalogue's order.</param>
internal sealed record FamilyFacts(string Name, string Slug, ImmutableArray<ModelFacts> Models)
{
    /// <summary>Its page.</summary>
    public string Path => $"families/{Slug}.html";

    /// <summary>The families of some models, in the order of names.</summary>
    public static ImmutableArray<FamilyFacts> Of(IEnumerable<ModelFacts> models)
    {
        IGrouping<string, ModelFacts>[] groups = [.. models.GroupBy(m => m.Model.Family).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)];
        Dictionary<string, string> slugs = SitePaths.Slugs(groups.Select(g => g.Key));
        return [.. groups.Select(g => new FamilyFacts(g.Key, slugs[g.Key], [.. g]))];
    }
}
