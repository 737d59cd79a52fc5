using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using LocalRig.Contract;
using LocalRig.Tables;

namespace LocalRig.Catalog;

/// <summary>The models LocalRig knows by name. Users add their own with <see cref="With"/>.</summary>
public sealed class ModelCatalog
{
    private const string ResourcePrefix = "models/";
    private const string FilesResource = ResourcePrefix + "published-files.json";
    private const string DownloadsResource = ResourcePrefix + "downloads.json";
    internal const string ProjectorsResource = ResourcePrefix + "projectors.json";
    private const string AbilitiesResource = ResourcePrefix + "abilities.json";

    private static readonly Lazy<ModelCatalog> Embedded = new(static () => new ModelCatalog());

    private readonly Lazy<ImmutableArray<CatalogModel>> _models;
    private readonly Lazy<Dictionary<string, CatalogModel>> _byName;
    private readonly CarriedModels? _carried;
    private readonly ConcurrentDictionary<string, Lazy<CatalogWeights>> _weightsOfShape = [];
    private static readonly ModelEntries<Download> Listed = DownloadEntries();
    private static readonly ModelEntries<PublishedFile> Published = PublishedEntries();

    private static readonly Lazy<FrozenDictionary<string, ModelAbilities>> Able = new(() => AbilityReader.Read(CarriedFile.Bytes(AbilitiesResource)));

    private readonly Lazy<ImmutableArray<PublishedFile>> _files;
    private readonly Lazy<ILookup<(string Shape, string Quant), PublishedFile>> _filesByName;

    internal ModelCatalog(IEnumerable<CatalogModel> models, Func<ImmutableArray<PublishedFile>> files)
        : this(files)
    {
        ImmutableArray<CatalogModel> all = [.. models];
        foreach (CatalogModel model in all)
        {
            model.Catalog = this;
        }

        _models = new(all);
    }

    /// <summary>The catalogue that comes with LocalRig: a family's file is read when one of its models is named, all of them when more than an id is asked.</summary>
    internal ModelCatalog()
        : this(LoadFiles)
    {
        _carried = new CarriedModels(ModelResources, this);
        _models = new(() => _carried.All);
    }

    private ModelCatalog(Func<ImmutableArray<PublishedFile>> files)
    {
        _models = new([]);
        _byName = new(() => Names(Models));
        _files = new(files);
        _filesByName = new(() => Files.ToLookup(f => (Key(f.Shape), f.Quant.ToUpperInvariant())));
    }

    private static Dictionary<string, CatalogModel> Names(ImmutableArray<CatalogModel> models)
    {
        Dictionary<string, CatalogModel> byName = [];
        foreach (CatalogModel model in models)
        {
            foreach (string name in model.Aliases.Append(model.Id).Append(model.Repository).Where(n => n.Length > 0))
            {
                byName[Key(name)] = model;
            }
        }

        foreach (CatalogModel model in models)
        {
            byName[Key(model.Id)] = model; // an id beats another model's alias
        }

        return byName;
    }

    private ImmutableArray<(string Json, string Origin)> _added = [];
    private ImmutableArray<CatalogModel> _offered;

    /// <summary>The catalogue that comes with LocalRig.</summary>
    public static ModelCatalog Default => Embedded.Value;

    /// <summary>All models, families together.</summary>
    public ImmutableArray<CatalogModel> Models => _models.Value;

    /// <summary>Published files, for mixes no recipe gives.</summary>
    public ImmutableArray<PublishedFile> Files => _files.Value;

    /// <summary>Where the catalogue's models can be had, as public listings name it, the likeliest publisher of a model first.</summary>
    public static ImmutableArray<Download> Downloads => Listed.All;

    /// <summary>Where one model can be had, in the same order.</summary>
    internal static IEnumerable<Download> DownloadsOf(string model) => Listed.Of(model);

    /// <summary>The published files of one model, in the order of <see cref="Files"/>.</summary>
    internal static IEnumerable<PublishedFile> FilesOf(string model) => Published.Of(model);

    internal static ModelEntries<Download> DownloadEntries() => new(DownloadsResource, "repositories", DownloadReader.Read, static d => d.Model);

    internal static ModelEntries<PublishedFile> PublishedEntries() => new(FilesResource, "files", CatalogReader.ReadFiles, static f => f.Model);

    /// <summary>What models take and do beside text, by their id; those that listings tell nothing of are missing.</summary>
    public static IReadOnlyDictionary<string, ModelAbilities> Abilities => Able.Value;

    /// <summary>Where a quantization of a model can be had as a GGUF file; null where no listing names one.</summary>
    public static Download? DownloadOf(string model, string quant) =>
        DownloadsOf(model).FirstOrDefault(d => d.Format == "gguf" && quant.Length > 0 && d.Quant.Equals(quant, StringComparison.OrdinalIgnoreCase));

    /// <summary>Models to choose from where nobody named one: released ones, without tunes, embeddings and models of earlier years.</summary>
    public ImmutableArray<CatalogModel> Offered => _offered.IsDefault ? _offered = [.. Models.Where(m => m.Offered)] : _offered;

    /// <summary>Finds the model that words name (<see cref="ModelName"/>); null when there is none.</summary>
    public CatalogModel? Find(string name) => Understand(name)?.Model;

    /// <summary>Finds the model that words name, and what else they say: its quantization, its format.</summary>
    public (CatalogModel Model, ModelName Name)? Understand(string words)
    {
        if (Called(words) is CatalogModel whole)
        {
            return (whole, new ModelName(words, null, null, ""));
        }

        return ModelName.Parse(words) is ModelName name && (Called(name.Name) ?? ModelLookup.Find(Models, name.Name, Called)) is CatalogModel model ? (model, name) : null;
    }

    /// <summary>The model that has a name as id, alias or repository, however hyphens and capitals are put.</summary>
    private CatalogModel? Called(string name) =>
        Sooner(name) ?? _byName.Value.GetValueOrDefault(Key(name)) ?? _byName.Value.GetValueOrDefault(Key(WithoutSuffix(name)));

    /// <summary>The model of an id, where it can be told without reading all others.</summary>
    internal CatalogModel? Sooner(string id) => _byName.IsValueCreated ? null : _carried?.Find(id);

    /// <summary>The model of an id, exactly; null when there is none.</summary>
    internal CatalogModel? Named(string id) =>
        Sooner(id) ?? (_byName.Value.GetValueOrDefault(Key(id)) is { } model && model.Id == id ? model : null);

    /// <summary>Finds a model or says which names are near.</summary>
    /// <exception cref="CatalogException">No such model.</exception>
    public CatalogModel Get(string name)
    {
        if (Find(name) is { } model)
        {
            return model;
        }

        ImmutableArray<string> near = Suggest(name);
        throw new CatalogException($"The catalogue has no model '{name}'{Instead(name, near)}");
    }

    /// <summary>What may be asked for instead of a model that isn't known: one spelled nearly so, the model it seems to be made from, its family's sizes.</summary>
    private string Instead(string name, ImmutableArray<string> near)
    {
        if (!near.IsEmpty)
        {
            return $"; did you mean {string.Join(" or ", near)}?";
        }

        string[] words = ModelName.Parse(name)?.Name.Split('-') ?? [];
        CatalogModel? made = Enumerable.Range(1, Math.Max(words.Length - 1, 0)).Select(i => Called(string.Join('-', words[..^i]))).FirstOrDefault(m => m is not null);
        if (made is not null)
        {
            return $". It has {made.Id}; whether this one has its shape only its own file tells.";
        }

        string key = Key(name);
        string? family = Models.Select(m => m.Family).Distinct().Where(f => key.StartsWith(Key(f), StringComparison.Ordinal)).MaxBy(f => f.Length);
        return family is null ? "; `localrig models` lists those it has." : $"; of {family} it has {string.Join(", ", Models.Where(m => m.Family == family && !m.Nominal && m.Offered).Select(m => m.Id))}.";
    }

    /// <summary>Up to three ids near a mistyped one, nearest first.</summary>
    public ImmutableArray<string> Suggest(string name)
    {
        string key = Key(name);
        string? nearest = Spelling.Nearest(key, _byName.Value.Keys.Where(known => Numbers(known) == Numbers(key))); // another number is another model
        IEnumerable<string> spelled = nearest is null ? [] : [_byName.Value[nearest].Id];
        IEnumerable<string> beginning = Models.Where(m => key.Length >= 3 && Key(m.Id).StartsWith(key, StringComparison.Ordinal)).Select(m => m.Id);
        return [.. spelled.Concat(beginning).Distinct().Take(3)];
    }

    /// <summary>This catalogue and the models of a user's own file; a model of the same id replaces ours.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="CatalogException">The file has problems; the message lists all of them.</exception>
    public ModelCatalog With(string json, string origin)
    {
        CatalogReading reading = CatalogReader.Read(Encoding.UTF8.GetBytes(json), origin);
        ImmutableArray<string> problems = [.. reading.Problems, .. CatalogCheck.Problems(reading.Models, Models)];
        if (!problems.IsEmpty)
        {
            throw new CatalogException($"{origin} can't be used: {string.Join(" ", problems)}");
        }

        // Models know the catalogue they are in, so this one's are read anew.
        ImmutableArray<(string Json, string Origin)> added = _added.Add((json, origin));
        List<CatalogModel> models = [.. LoadModels()];
        foreach ((string text, string name) in added)
        {
            CatalogReading own = CatalogReader.Read(Encoding.UTF8.GetBytes(text), name);
            HashSet<string> replaced = [.. own.Models.Select(m => Key(m.Id))];
            models = [.. models.Where(m => !replaced.Contains(Key(m.Id))), .. own.Models];
        }

        return new ModelCatalog(models, LoadFiles) { _added = added };
    }

    /// <summary>Everything wrong with the catalogue that comes with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate()
    {
        ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();
        List<CatalogModel> models = [];
        foreach (string resource in ModelResources())
        {
            CatalogReading reading = CatalogReader.Read(CarriedFile.Bytes(resource), resource);
            problems.AddRange(reading.Problems);
            models.AddRange(reading.Models);
        }

        problems.AddRange(CatalogCheck.Problems(models, []));
        return problems.ToImmutable();
    }

    /// <summary>The weights of a model, shared by all models of its shape where every tensor is known.</summary>
    internal CatalogWeights WeightsOf(CatalogModel model)
    {
        Lazy<CatalogWeights> shared = _weightsOfShape.GetOrAdd(model.ShapeKey, _ => new Lazy<CatalogWeights>(() => CatalogWeights.Of(model, withMtp: false)));
        return shared.Value.Listed ? shared.Value : CatalogWeights.Of(model, withMtp: false);
    }

    /// <summary>The published file a mix of a model is scaled to: the exact model's before one of the same shape, Unsloth's before others',
    /// the newest listed last winning.</summary>
    internal PublishedFile? PublishedFileOf(CatalogModel model, string quant) =>
        PublishedFilesOf(model, quant)
            .OrderBy(f => Key(f.Model) == Key(model.Id))
            .ThenBy(f => f.Publisher.Equals("unsloth", StringComparison.OrdinalIgnoreCase))
            .LastOrDefault();

    /// <summary>All published files of that name, of the model or one of its shape.</summary>
    internal IReadOnlyList<PublishedFile> PublishedFilesOf(CatalogModel model, string quant) =>
        [.. _filesByName.Value[(Key(model.Id), quant.ToUpperInvariant())]];

    private static string Numbers(string key) => string.Join(' ', key.Split(key.Where(c => !char.IsAsciiDigit(c) && c != '.').Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A name without what people put differently: owner, capitals, hyphens, underscores, spaces, colons.</summary>
    private static string Key(string name)
    {
        int owner = name.IndexOf('/', StringComparison.Ordinal);
        ReadOnlySpan<char> rest = owner < 0 ? name : name.AsSpan(owner + 1);
        var key = new StringBuilder(rest.Length);
        foreach (char c in rest)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '.')
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        return key.ToString();
    }

    // what a tuned release of the same shape adds to its base's name
    private static string WithoutSuffix(string name)
    {
        foreach (string suffix in (string[])["-instruct", "-it", "-gguf", "-chat", "-base", "-thinking", "-mtp"])
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return WithoutSuffix(name[..^suffix.Length]);
            }
        }

        return name;
    }

    private static IEnumerable<CatalogModel> LoadModels() =>
        ModelResources().SelectMany(resource => CatalogReader.Read(CarriedFile.Bytes(resource), resource).Models);

    private static ImmutableArray<PublishedFile> LoadFiles() => Published.All;

    private static IEnumerable<string> ModelResources() =>
        typeof(ModelCatalog)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal) && n is not (FilesResource or DownloadsResource or AbilitiesResource or ProjectorsResource))
            .Order(StringComparer.Ordinal);
}
