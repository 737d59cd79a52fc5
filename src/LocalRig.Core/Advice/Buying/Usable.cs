using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>The strongest models a rig really uses: comfortable, and fast enough for what they are for.</summary>
public sealed class Usable
{
    private const string FourBits = "Q4_K_M"; // four bits: better than a smaller model in more (Dettmers and Zettlemoyer 2023, as in Survey)
    private static readonly Units.ByteSize Enough = Units.ByteSize.FromGibibytes(4096); // more than any model of the catalogue
    private readonly ConcurrentDictionary<(string Model, Backend Backend, int? Capability), NextModel?> _needs = new();
    private readonly ImmutableArray<CatalogModel> _byStrength;
    private readonly Dictionary<string, int> _places;
    private readonly Job _job;
    private readonly IEngine _engine;
    private readonly PlanQuestion _question;

    /// <summary>Those of a catalogue.</summary>
    /// <param name="models">The catalogue's models.</param>
    /// <param name="engine">Whose rules apply.</param>
    /// <param name="question">Workload for all.</param>
    /// <param name="ledger">Evidence that orders models.</param>
    /// <param name="job">What they are for.</param>
    public Usable(IEnumerable<CatalogModel> models, IEngine engine, PlanQuestion question, RankingLedger ledger, Job job)
    {
        _job = job;
        (_engine, _question, _byStrength) = (engine, question, new StrengthOrder(ledger, job).Models(models.Where(m => job == Job.General || job.IsFor(m))));
        _places = _byStrength.Index().ToDictionary(m => m.Item.Id, m => m.Index);
    }

    /// <summary>Whether a model of a survey is usable in this sense.</summary>
    public bool Is(SurveyLine line) => line.Plan.Verdict == Verdict.Comfortable && _job.IsFastEnough(line.Plan);

    /// <summary>The models that can do it, strongest first.</summary>
    public ImmutableArray<CatalogModel> Models => _byStrength;

    /// <summary>A line with its model's place among all models as its strength, as tests and else size and age order them.</summary>
    public SurveyLine Placed(SurveyLine line) => line with { Strength = StrengthOf(line.Model) };

    /// <summary>The first of them, strongest first.</summary>
    /// <param name="rig">The machine.</param>
    /// <param name="count">How many to look for.</param>
    /// <param name="but">Models to leave out.</param>
    /// <param name="spilling">Whether models count that are partly in main memory, as long as they answer at reading speed.</param>
    /// <param name="beyond">Strength to exceed.</param>
    public ImmutableArray<SurveyLine> On(Rig rig, int count, IReadOnlySet<string>? but = null, bool spilling = false, double beyond = double.MinValue) =>
        [
            .. _byStrength
                .TakeWhile(m => StrengthOf(m) > beyond)
                .Where(m => but?.Contains(m.Id) != true)
                .Select(m => spilling ? One(m, rig) : Survey.Comfortable(m, rig, _engine, _question) is { } line ? Placed(line) : null).OfType<SurveyLine>()
                .Where(l => Is(l) || (spilling && l.Plan.Verdict.Runs() && l.KeepsUpWithReading))
                .Take(count),
        ];

    /// <summary>One model as a survey judges it; null when it doesn't run.</summary>
    public SurveyLine? One(CatalogModel model, Rig rig) => Survey.Of([model], rig, _engine, _question) is [SurveyLine line] ? Placed(line) : null;

    private double StrengthOf(CatalogModel model) => -_places.GetValueOrDefault(model.Id, _places.Count);

    /// <summary>Of the models stronger than a given one that a rig has too little memory for, the one that takes least, and what it takes with everything on
    /// devices in four bits; null when there is none.</summary>
    /// <param name="rig">The machine.</param>
    /// <param name="beyond">Strength to exceed.</param>
    public NextModel? Next(Rig rig, double beyond)
    {
        // a device nobody sells, large enough for every model, tells what a model takes
        Rig roomy = rig with { Name = "room enough", Devices = [.. rig.Devices.Take(1).Select(d => d with { Memory = Enough, Usable = null, SharesHostMemory = false })] };
        if (roomy.Devices.IsEmpty)
        {
            return null;
        }

        Units.ByteSize room = new(rig.Devices.Sum(d => (d.Usable ?? d.Memory).Bytes));
        return _byStrength
            .Where(m => StrengthOf(m) > beyond && m is { Nominal: false, StandIn.Length: 0, Architecture: not null })
            .Select(m => Needs(m, roomy)).OfType<NextModel>()
            .Where(n => n.Needs > room)
            .OrderBy(n => n.Needs).ThenBy(n => n.Model.Id, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>What a model takes to be comfortable; kept, because it depends on the sort of device alone.</summary>
    private NextModel? Needs(CatalogModel model, Rig roomy) =>
        _needs.GetOrAdd((model.Id, roomy.Devices[0].Backend, roomy.Devices[0].ComputeCapability), _ =>
        {
            try
            {
                MemoryPlan plan = new Planner(_engine).Sketch(model.ToModel(model.NativeExperts is null ? FourBits : Survey.NativeExpertsRecipe), _question, roomy);
                return new NextModel(model, plan.Model.QuantName, plan.Devices[0].Total + plan.Margin);
            }
            catch (EngineException)
            {
                return null; // the engine refuses the question itself
            }
        });
}

/// <summary>The next stronger model a rig has too little memory for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quant">The quantization reckoned with.</param>
/// <param name="Needs">Device memory it takes to run comfortably.</param>
public sealed record NextModel(CatalogModel Model, string Quant, Units.ByteSize Needs);
