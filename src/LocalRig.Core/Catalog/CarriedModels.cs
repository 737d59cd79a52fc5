using System.Collections.Immutable;
using System.Text;
using LocalRig.Tables;

namespace LocalRig.Catalog;

/// <summary>The models this build carries, a file per family. A file is read when it is first needed, because reading all of them takes longer than a plan does.</summary>
internal sealed class CarriedModels
{
    private readonly Lazy<ImmutableArray<Family>> _families;

    /// <summary>The models of some files.</summary>
    /// <param name="files">Their names below <c>data</c>, in order.</param>
    /// <param name="catalogue">The catalogue they are in.</param>
    public CarriedModels(Func<IEnumerable<string>> files, ModelCatalog catalogue) =>
        _families = new(() => [.. files().Select(f => Family.Of(f, catalogue))]);

    /// <summary>All models, families together.</summary>
    public ImmutableArray<CatalogModel> All => [.. _families.Value.SelectMany(f => f.Models.Value)];

    /// <summary>The model of an id, exactly; null where no file is seen to have it.</summary>
    public CatalogModel? Find(string id)
    {
        byte[] written = Encoding.UTF8.GetBytes($"\"id\": \"{id}\"");
        foreach (Family family in _families.Value)
        {
            if (family.Json.AsSpan().IndexOf(written) >= 0 && family.Models.Value.FirstOrDefault(m => m.Id == id) is { } model)
            {
                return model;
            }
        }

        return null;
    }

    private sealed record Family(byte[] Json, Lazy<ImmutableArray<CatalogModel>> Models)
    {
        public static Family Of(string file, ModelCatalog catalogue)
        {
            byte[] json = CarriedFile.Bytes(file);
            return new Family(json, new(() => Read(json, file, catalogue)));
        }

        private static ImmutableArray<CatalogModel> Read(byte[] json, string file, ModelCatalog catalogue)
        {
            ImmutableArray<CatalogModel> models = CatalogReader.Read(json, file).Models;
            foreach (CatalogModel model in models)
            {
                model.Catalog = catalogue;
            }

            return models;
        }
    }
}
