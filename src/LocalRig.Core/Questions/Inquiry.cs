using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Serving;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>One question being answered at a desk: finds what it needs there, within its limits, until it is stopped.</summary>
public sealed class Inquiry : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _asker;
    private ImmutableArray<string> _notes = [];

    /// <summary>Begins one.</summary>
    /// <param name="desk">Where it is asked.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="cancellation">When its asker stops it.</param>
    internal Inquiry(Desk desk, Limits limits, CancellationToken cancellation)
    {
        (Desk, Limits, _asker) = (desk, limits, cancellation);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limits.Time != Timeout.InfiniteTimeSpan)
        {
            _stop.CancelAfter(limits.Time);
        }
    }

    /// <summary>Where it is asked.</summary>
    public Desk Desk { get; }

    /// <summary>What it may take.</summary>
    public Limits Limits { get; }

    /// <summary>When to stop.</summary>
    public CancellationToken Cancellation => _stop.Token;

    /// <summary>The models known by name.</summary>
    public ModelCatalog Catalog => Desk.Catalogue();

    /// <summary>Whether nothing was looked at that may be otherwise the next time: this machine, a file, an address.</summary>
    internal bool IsLasting { get; private set; } = true;

    /// <summary>What has to be said with the answer of the machine it is for.</summary>
    internal ImmutableArray<string> Notes => _notes;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>The engine a request names, the newest for null; it stops when this inquiry does.</summary>
    /// <exception cref="RequestException">There is no such engine.</exception>
    public IEngine Engine(string? name) => new InterruptibleEngine(Desk.Engines.Find(name), Cancellation);

    /// <summary>The rig a request names, or this machine.</summary>
    /// <exception cref="RequestException">There is none, or it has more devices than may be asked about.</exception>
    public async Task<Rig> RigAsync(RigRequest wanted)
    {
        Rig rig = wanted switch
        {
            DescribedRig described => described.Rig,
            NamedRig named => NamedRigs.Get(named.Text),
            _ => WithOwn((await MachineAsync((wanted as ThisMachineRig)?.Wait).ConfigureAwait(false)).Rig),
        };
        _notes = rig.Notes.IsEmpty ? _notes : rig.Notes;
        NeedFewDevices(rig.Devices.Length);
        return rig;
    }

    private Rig WithOwn(Rig machine) => Desk.Own.MeasuredOn(machine) is { IsEmpty: false } own ? machine with { Measured = own } : machine;

    /// <summary>What this machine is.</summary>
    /// <param name="wait">How long its tools may take to answer; null for the usual time.</param>
    internal Task<MachineReport> MachineAsync(TimeSpan? wait)
    {
        IsLasting = false;
        return Desk.MachineAsync(wait, Cancellation);
    }

    /// <summary>The beginning of a text named in a request.</summary>
    /// <exception cref="RequestException">It cannot be read.</exception>
    internal Task<string> DocumentAsync(string name, int most)
    {
        IsLasting = false;
        return Desk.Documents.ReadAsync(name, most, Cancellation);
    }

    /// <summary>The desk's prices, with the user's own beside them where the request names a file.</summary>
    /// <exception cref="RequestException">The file can't be read, or something in it is wrong: all of it listed.</exception>
    internal async Task<PriceList> PricesAsync(MoneyRequest money)
    {
        if (money.Own is not string file)
        {
            return Desk.Prices;
        }

        List<string> problems = [];
        ImmutableArray<PriceClaim> own = OwnPrices.Read(file, await DocumentAsync(file, OwnPrices.MostCharacters + 1).ConfigureAwait(false), DeviceNamed, problems);
        return problems.Count == 0 ? Desk.Prices.With(own)
            : throw new RequestException([.. problems.Select(p => new Problem(ErrorCode.Usage, p, "docs/prices.md shows what a price list looks like.", "--prices"))]);
    }

    private static string? DeviceNamed(string words) =>
        (DeviceCatalog.Default.Find(words) ?? DeviceCatalog.Default.Find(ProductName.Hyphenated(words)) ?? (DeviceCatalog.Default.Called(words).ToArray() is [var only] ? only : null))?.Id;

    /// <summary>The machines a request names, and what joins them.</summary>
    /// <exception cref="RequestException">One of them isn't known, or they have too many devices.</exception>
    public async Task<Cluster> ClusterAsync(RigRequest wanted)
    {
        Cluster cluster = await ClusterWords.FindAsync(wanted is NamedRig named ? named.Text : null, text => RigAsync(text is null ? wanted : text.Length > 0 ? StartWords.Rig(text) : new NamedRig(text))).ConfigureAwait(false);
        NeedFewDevices(cluster.Devices);
        return cluster;
    }

    /// <summary>The model a request names: a file, or one of the catalogue in a quantization.</summary>
    /// <exception cref="RequestException">There is none, or it cannot be read.</exception>
    public async Task<Model> ModelAsync(PlanRequest request)
    {
        Model model = await AnyModelAsync(request).ConfigureAwait(false);
        return model.Refusal.Length == 0 ? model
            : throw new RequestException(new Problem(ErrorCode.ModelUnreadable, model.Refusal, "Download it again, or convert the model anew; `localrig inspect` shows what it says.", model.Source));
    }

    /// <summary>The same, also where the engine would refuse it: for who only looks.</summary>
    /// <exception cref="RequestException">There is none, or it cannot be read.</exception>
    internal Task<Model> AnyModelAsync(PlanRequest request)
    {
        bool file = IsFile(request.Model);
        IsLasting &= !file;
        RememberedModels.Key key = new(request.Model, request.Quant, request.Question.FileBytes?.Bytes, request.Question.Workload.Mtp, InCatalog: !file);
        return file
            ? Desk.Models.GetAsync(key, Desk.Files.Stamp(request.Model), stop => Desk.Files.OpenAsync(request.Model, request.Quant, stop), Cancellation)
            : Desk.Models.GetAsync(key, CatalogStamp, _ => Task.FromResult(NamedModels.Get(Catalog, request)), Cancellation);
    }

    /// <summary>Quantizations to try where a request names none, best first; empty for a file, which has its own.</summary>
    /// <exception cref="RequestException">There is no such model.</exception>
    public IReadOnlyList<string> Quantizations(PlanRequest request) =>
        IsFile(request.Model) ? []
        : Catalog.Understand(request.Model)?.Name.Quant is string named ? [named]
        : Advice.Survey.RecipesOf(NamedModels.Get(Catalog, request.Model));

    /// <summary>Whether words say where a model is to be read. A file that isn't here, and a page of the Hub that is no file's, are names where the catalogue knows the model.</summary>
    internal bool IsFile(string model) =>
        IsLocation(model) && (Desk.Files.IsHere(model) || ModelAddress.IsFile(model) || Path.IsPathRooted(model) || Catalog.Understand(model) is null);

    /// <summary>Whether words look like the place of a model; what such words mean depends on what is there.</summary>
    internal bool IsLocation(string model)
    {
        bool location = Desk.Files.IsLocation(model);
        IsLasting &= !location;
        return location;
    }

    /// <summary>The catalogue's entry a model came from; null for a file.</summary>
    public CatalogModel? Listed(Model model) => Catalog.Named(model.Id);

    /// <summary>Answers, turning what stops an answer into what the asker is told.</summary>
    internal async Task<TAnswer> AnswerAsync<TRequest, TAnswer>(Question<TRequest, TAnswer> question, TRequest request)
    {
        try
        {
            Cancellation.ThrowIfCancellationRequested();
            return await question.Answer(request, this).ConfigureAwait(false);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or AggregateException && Cancellation.IsCancellationRequested)
        {
            _asker.ThrowIfCancellationRequested();
            throw new RequestException(new Problem(ErrorCode.Limit, $"The answer took longer than {Limits.Time.TotalSeconds:0.###} s.", "Ask for less at once.", question.Name));
        }
        catch (OverflowException)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "The sizes asked for go beyond what any computer counts (2^63 bytes).", "Ask for a smaller context, batch or margin.", question.Name));
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", question.Name));
        }
    }

    // A catalogue that was loaded anew is another object.
    private string CatalogStamp => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Catalog).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void NeedFewDevices(int devices)
    {
        if (devices > Limits.Devices)
        {
            throw new RequestException(new Problem(ErrorCode.Limit, $"This rig has {devices} devices; {Limits.Devices} may be asked about here.", "Name fewer.", "rig"));
        }
    }
}
