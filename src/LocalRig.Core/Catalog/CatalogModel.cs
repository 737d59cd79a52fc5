using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>A released model (or a name people use for one that was never released): its shape, counts and where they come from.</summary>
public sealed class CatalogModel
{
    // transformers, config.json of Qwen's models: layers that only predict further tokens.
    private const string MtpLayers = "mtp_num_hidden_layers";

    private readonly Lazy<CatalogWeights> _weights;
    private readonly Lazy<JsonElement?> _config;
    private readonly Lazy<JsonElement?> _header;

    internal CatalogModel(JsonElement? config, JsonElement? header)
    {
        _config = new(() => ShapeOf.Length == 0 ? config : ConfigOverlay.Of(Base?.Config, config));
        _header = new(() => ShapeOf.Length == 0 ? header : ConfigOverlay.Of(Base?.Header, header));
        _weights = new(() => Catalog?.WeightsOf(this) ?? CatalogWeights.Of(this, withMtp: false));
    }

    /// <summary>What to call it: <c>Qwen3.5-27B</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The family it is released in: <c>Qwen3.5</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Other names it answers to.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Its repository on the Hub, or empty.</summary>
    public string Repository { get; init; } = "";

    /// <summary>The day it was released, as its source writes it, or empty.</summary>
    public string Released { get; init; } = "";

    /// <summary>Its licence where a source names it, or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>How sure the values are, in words.</summary>
    public string Confidence { get; init; } = "";

    /// <summary>Parameter counts as published.</summary>
    public PublishedParameters Parameters { get; init; } = new(null, null, null, null, null, null);

    /// <summary>Where each group of values comes from: <c>config</c>, <c>parameters</c>, <c>license</c>, <c>released</c>.</summary>
    public ImmutableDictionary<string, string> Sources { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether nobody released a model of this name.</summary>
    public bool Nominal { get; init; }

    /// <summary>The model whose shape stands in, when its own is unpublished or doesn't exist; or empty.</summary>
    public string StandIn { get; init; } = "";

    /// <summary>Released models nearest to a nominal one.</summary>
    public ImmutableArray<string> Nearest { get; init; } = [];

    /// <summary>What to know about it, or empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether it is one to choose from where nobody named it. Tunes on another one's shape, embeddings and models of earlier years
    /// are planned when they are named.</summary>
    public bool Offered { get; init; } = true;

    /// <summary>What it is for where that isn't text: <c>embedding</c>; or empty.</summary>
    public string Task { get; init; } = "";

    /// <summary>The type experts were released in, when unquantized files keep it (gpt-oss).</summary>
    public TensorType? NativeExperts { get; init; }

    /// <summary>The model whose config it has but for what its own says otherwise: a base and its tunes, a release and the next; or empty.</summary>
    public string ShapeOf { get; init; } = "";

    /// <summary>Its config.json, as far as sizes depend on it; null when unpublished.</summary>
    internal JsonElement? Config => _config.Value;

    /// <summary>Its shape in a GGUF header's words, where that is what is known of it; null otherwise.</summary>
    internal JsonElement? Header => _header.Value;

    /// <summary>Its shape as llama.cpp would read it, from header or config; null where neither is known.</summary>
    /// <param name="withMtp">Whether multi-token-prediction layers are kept.</param>
    internal HuggingFaceModel? Shape(bool withMtp) =>
        Header is { } header ? CatalogHeader.Read(header) : Config is { } config ? HuggingFaceConfig.Read(config, withMtp) : null;

    /// <summary>The model whose shape it has; null where it has its own.</summary>
    internal CatalogModel? Base => ShapeOf.Length > 0 ? Catalog?.Named(ShapeOf) : null;

    /// <summary>Tokens of context as published, where the config doesn't tell; 0 when unknown.</summary>
    internal int PublishedContext { get; init; }

    /// <summary>The catalogue it came from, for stand-ins and published files.</summary>
    internal ModelCatalog? Catalog { get; set; }

    /// <summary>The same for models of one shape (a base and its tunes, a release and its successor): the values of the config that decide
    /// weights without multi-token prediction; the id where none is published.</summary>
    internal string ShapeKey => Header is { } header ? header.GetRawText() : Config is { } config
        ? string.Join(',', config.EnumerateObject().Where(p => p.Name != MtpLayers).Select(p => p.ToString()).Append($"{NativeExperts}"))
        : Id;

    /// <summary>What the user must know about the model itself; empty for a released one of known shape.</summary>
    public string Notice =>
        Nominal
            ? $"{Family} has no {Id[(Family.Length + 1)..]}; nearest: {string.Join(", ", Nearest.Select(WithoutFamily))}. Planned on the shape of {StandIn}."
        : StandIn.Length > 0 ? $"{Note}; planned on the shape of {StandIn}."
        : Note;

    /// <summary>Exact number of parameters of the text model as llama.cpp counts them, without multi-token prediction and rotary factors;
    /// the published count where the shape is unknown.</summary>
    public long ParameterCount => _weights.Value.Parameters;

    /// <summary>llama.cpp's architecture name, or empty when nothing is known.</summary>
    public string ArchitectureName => _weights.Value.Metadata.Architecture;

    /// <summary>The shape, or null when LocalRig can't build its compute graph.</summary>
    public Architecture? Architecture => _weights.Value.Architecture;

    /// <summary>Tokens of context it was trained for; 0 when unknown.</summary>
    public int ContextLength => (int)(_weights.Value.Metadata.Integer(ArchitectureName + ".context_length") ?? PublishedContext);

    /// <summary>The model with a recipe's weights: exact for llama-quantize's recipes; scaled to the published or given file size, and marked
    /// so, for publishers' mixes.</summary>
    /// <param name="quant">A recipe or mix: <c>Q4_K_M</c>, <c>UD-Q4_K_XL</c>.</param>
    /// <param name="fileBytes">The real file's size, when known.</param>
    /// <param name="withMtp">Whether multi-token-prediction layers are in the file.</param>
    /// <exception cref="CatalogException">No such quant, or a file size that can't be that quant of this model.</exception>
    public Model ToModel(string quant, ByteSize? fileBytes = null, bool withMtp = false)
    {
        QuantChoice choice =
            QuantChoice.TryParse(quant)
            ?? throw new CatalogException($"'{quant}' is no quantization LocalRig knows; names are like {QuantNames.Examples}.");
        if (!_weights.Value.Allows(choice.Recipe))
        {
            throw new CatalogException($"llama-quantize can't make {choice.Name} of {Id}: its rows are no multiple of the block; take another quantization.");
        }

        CatalogWeights weights = withMtp ? CatalogWeights.Of(this, withMtp: true) : _weights.Value;
        TensorLayout layout = weights.Layout(choice, NativeExperts);
        ScaledLayout scaled = FileScale.Apply(this, layout, choice, fileBytes);
        bool decides = weights.Listed || (scaled.Because.Length > 0 && scaled.Bounds is null); // one mass says more than a name's spread, a file's size more than a mass
        return new Model(Id, weights.Metadata, weights.Architecture, scaled.Layout, choice.Name)
        {
            Nominal = Nominal,
            Notice = Notice,
            Released = Released,
            License = License,
            BoundedBecause = decides ? scaled.Because : weights.Reason,
            WeightBounds = decides ? scaled.Bounds : weights.Bounds(choice.Recipe),
            Source = scaled.Source.Length > 0 ? scaled.Source : Sources.GetValueOrDefault("config", Sources.GetValueOrDefault("existence", "")),
        };
    }

    /// <summary>The recipes llama-quantize can make of it, from most bits to fewest.</summary>
    public IEnumerable<QuantRecipe> Recipes => QuantRecipe.All.Where(_weights.Value.Allows);

    /// <summary>Bytes of all tensor data a recipe gives, for trying many recipes quickly.</summary>
    public ByteSize SizeOf(QuantRecipe recipe) =>
        Catalog?.PublishedFilesOf(this, recipe.Name).Any(f => f.IsMix) == true ? ToModel(recipe.Name).Tensors.TotalSize : _weights.Value.Size(recipe, NativeExperts);

    /// <summary>The same by a recipe's name; null where it is no recipe's.</summary>
    internal ByteSize? SizeOf(string recipe) => QuantRecipe.TryParse(recipe, out QuantRecipe? known) ? SizeOf(known) : null;

    private string WithoutFamily(string id) => id.StartsWith(Family + "-", StringComparison.Ordinal) ? id[(Family.Length + 1)..] : id;
}
