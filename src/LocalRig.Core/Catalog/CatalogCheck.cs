using LocalRig.Architectures;

namespace LocalRig.Catalog;

/// <summary>Everything that can be wrong with catalogue models, all at once.</summary>
internal static class CatalogCheck
{
    /// <summary>One sentence per problem.</summary>
    /// <param name="models">The models to check.</param>
    /// <param name="known">Models they may refer to beside each other.</param>
    public static IEnumerable<string> Problems(IReadOnlyCollection<CatalogModel> models, IReadOnlyCollection<CatalogModel> known)
    {
        HashSet<string> ids = [.. models.Concat(known).Select(m => m.Id)];
        foreach (IGrouping<string, CatalogModel> twice in models.GroupBy(m => m.Id, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key}: the id stands {twice.Count()} times.";
        }

        foreach (CatalogModel model in models)
        {
            foreach (string problem in Problems(model, ids))
            {
                yield return $"{model.Id}: {problem}";
            }
        }
    }

    private static IEnumerable<string> Problems(CatalogModel model, HashSet<string> ids)
    {
        if (model.Sources.IsEmpty)
        {
            yield return "no source is named.";
        }

        foreach (string other in model.Nearest.Where(n => !ids.Contains(n)))
        {
            yield return $"its nearest model '{other}' is not in the catalogue.";
        }

        if (model.StandIn.Length > 0)
        {
            if (!ids.Contains(model.StandIn) || model.StandIn == model.Id)
            {
                yield return $"its stand-in '{model.StandIn}' is not in the catalogue.";
            }

            yield break;
        }

        if (model.Nominal)
        {
            yield return "a nominal model needs a stand-in.";
        }

        if (model.ShapeOf.Length > 0)
        {
            if (!ids.Contains(model.ShapeOf) || model.ShapeOf == model.Id)
            {
                yield return $"the model whose shape it has, '{model.ShapeOf}', is not in the catalogue.";
            }

            yield break;
        }

        if (model.Shape(withMtp: false) is not { } shape)
        {
            if (model.Parameters is { Published: null, Text: null, Nominal: null })
            {
                yield return "it has neither a config, a header nor a parameter count.";
            }

            yield break;
        }

        if (ArchitectureReader.ReadShape(shape.Metadata) is UnknownArchitecture unknown && FamilyTable.Find(unknown.Name) is not null)
        {
            yield return unknown.Reason;
        }
        else if (shape.Metadata.Architecture.Length == 0)
        {
            yield return "its config names no architecture (\"architectures\"; of a header, \"architecture\").";
        }
    }
}
