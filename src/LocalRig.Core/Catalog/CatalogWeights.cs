using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>A catalogue model's weights: listed tensor by tensor where the family is known, else one mass of the published count.</summary>
internal sealed class CatalogWeights
{
    private static readonly Metadata Nothing = new(new Dictionary<string, object>());

    private readonly RecipeInput? _input;

    // More recipes than a survey or an advisor tries of one model; past it they are made anew (some 40 KB and 20 µs each).
    private const int MostLayouts = 12;

    private readonly ConcurrentDictionary<(QuantRecipe, bool, TensorType?), TensorLayout> _layouts = [];

    private CatalogWeights(Metadata metadata, Architecture? architecture, RecipeInput? input, long parameters, string reason)
    {
        Metadata = metadata;
        Architecture = architecture;
        _input = input;
        Parameters = parameters;
        Reason = reason;
    }

    public Metadata Metadata { get; }

    /// <summary>The shape, when LocalRig can build its graph.</summary>
    public Architecture? Architecture { get; }

    public long Parameters { get; }

    /// <summary>Why the weights aren't exact; empty when they are.</summary>
    public string Reason { get; }

    /// <summary>Whether every tensor is known.</summary>
    public bool Listed => _input is not null;

    public static CatalogWeights Of(CatalogModel model, bool withMtp)
    {
        if (model.StandIn.Length > 0 && model.Catalog?.Find(model.StandIn) is { } standIn)
        {
            return Of(standIn, withMtp);
        }

        HuggingFaceModel? config = model.Shape(withMtp);
        if (config is null || ArchitectureReader.ReadShape(config.Metadata) is not KnownArchitecture known)
        {
            return Mass(model, config?.Metadata ?? Nothing);
        }

        ImmutableArray<WeightShape> weights = WeightList.For(known.Architecture, config.Traits);
        return new CatalogWeights(
            config.Metadata,
            ArchitectureReader.HasGraph(config.Metadata) ? known.Architecture : null,
            new RecipeInput(known.Architecture, weights),
            weights.Where(w => !w.Name.StartsWith("rope_", StringComparison.Ordinal)).Sum(w => w.Shape.Elements),
            ""
        );
    }

    public bool Allows(QuantRecipe recipe) => _input?.Allows(recipe) ?? true;

    public TensorLayout Layout(QuantChoice choice, TensorType? nativeExperts) =>
        _input is not null
            ? Remembered((choice.Recipe, choice.WithImatrix, nativeExperts), _input)
            : new TensorLayout([new TensorInfo("weights", choice.Recipe.BaseType, new TensorShape(Rows(choice.Recipe))) { Size = Bounds(choice.Recipe)!.High }]);

    /// <summary>Between which sizes a recipe's weights lie where they are one mass; null where every tensor is known.</summary>
    public WeightBounds? Bounds(QuantRecipe recipe) =>
        _input is not null ? null : new WeightBounds(new ByteSize(recipe.BaseType.RowBytes(Rows(recipe))), new ByteSize((long)Math.Ceiling(Parameters * MassBits.AtMost(recipe) / 8)));

    public ByteSize Size(QuantRecipe recipe, TensorType? nativeExperts) =>
        _input is not null
            ? RecipeLayout.Size(_input, recipe, nativeExperts: nativeExperts)
            : Bounds(recipe)!.High;

    private TensorLayout Remembered((QuantRecipe Recipe, bool WithImatrix, TensorType? NativeExperts) key, RecipeInput input)
    {
        if (_layouts.Count >= MostLayouts && !_layouts.ContainsKey(key))
        {
            _layouts.Clear();
        }

        return _layouts.GetOrAdd(key, k => RecipeLayout.Make(input, k.Item1, k.Item2, k.Item3));
    }

    private static CatalogWeights Mass(CatalogModel model, Metadata metadata)
    {
        PublishedParameters p = model.Parameters;
        long parameters = p.Text ?? (p.Published - (p.Vision ?? 0)) ?? p.Nominal ?? model.Base?.ParameterCount ?? 0;
        if (parameters <= 0)
        {
            string what = model.Config is null ? "no config" : $"a config of '{metadata.Architecture}', whose weights LocalRig doesn't list";
            throw new CatalogException($"{model.Id} can't be planned: its entry has {what} and no parameter count; give \"parameters\": {{ \"published\": … }}, or plan the GGUF file or its header.");
        }

        string because = model.Config is null ? "its shape is not published" : $"LocalRig does not list the weights of '{metadata.Architecture}' yet";
        return new CatalogWeights(metadata, null, null, parameters, $"Weights lie between the parameter count in the recipe's main type and in what its rows may fall back to, which is planned: {because}. The file's header or size (--file-bytes) makes them exact.");
    }

    private long Rows(QuantRecipe recipe)
    {
        int block = recipe.BaseType.BlockElements();
        return (Parameters + block - 1) / block * block;
    }
}
