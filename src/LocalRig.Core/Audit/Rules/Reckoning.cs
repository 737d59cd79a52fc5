using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Audit.Rules;

/// <summary>Real plans behind claims about memory and speed.</summary>
internal sealed class Reckoning(AuditKnowledge knowledge)
{
    /// <summary>Tokens of context where a claim names none: the contract's default.</summary>
    public const int Context = 8192;

    // llama-bench generates 128 tokens from an empty context; claims of speed are seldom about a full one.
    private const int BenchDepth = 128;

    private const int MostPlans = 4096; // some 4 KB each

    private readonly ConcurrentDictionary<(string Model, string Quant, Rig Rig, int? Context, PlacementRequest Placement, int? Filled), MemoryPlan?> _plans = [];

    private readonly ConcurrentDictionary<(string Rig, string Quant, double AtLeast, int Most), ImmutableArray<(string Id, double TokensPerSecond)>> _answering = [];

    private readonly ConcurrentDictionary<(string Model, string Quant, Rig Rig, int? Filled), MemoryPlan?> _placed = [];

    /// <summary>A plan with everything on the devices, or null where the engine or the catalogue refuses it.</summary>
    public MemoryPlan? OnDevices(CatalogModel model, string quant, Rig rig, int? context = null) => Plan(new Planner(knowledge.Engine), model, quant, rig, context, new PlacementRequest { GpuLayers = LayerChoice.All });

    /// <summary>A plan placed by the planner, with its speed where the rig's bandwidth is known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="quant">The quantization.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="filled">Tokens already in the context; null for a short answer to a short question.</param>
    public MemoryPlan? Placed(CatalogModel model, string quant, Rig rig, int? filled = null) => Placed(new Planner(knowledge.Engine), model, quant, rig, filled);

    private MemoryPlan? Placed(Planner planner, CatalogModel model, string quant, Rig rig, int? filled) =>
        _placed.Count < MostPlans ? _placed.GetOrAdd((model.Id, quant, rig, filled), _ => WithSpeed(planner, model, quant, rig, filled)) : WithSpeed(planner, model, quant, rig, filled);

    private MemoryPlan? WithSpeed(Planner planner, CatalogModel model, string quant, Rig rig, int? filled)
    {
        MemoryPlan? plan = Plan(planner, model, quant, rig, filled is int tokens ? tokens + BenchDepth : null, new PlacementRequest(), filled);
        return plan is null || !plan.Verdict.Runs() ? plan : plan with { Forecast = Forecaster.Default.TryOf(plan) };
    }

    /// <summary>The largest models to choose from that fit a plan's devices whole in its quantization and answer at a rate or faster, with their speed.</summary>
    /// <param name="plan">A plan on those devices.</param>
    /// <param name="ceiling">The devices' bandwidth, in GB/s.</param>
    /// <param name="atLeast">Tokens per second.</param>
    /// <param name="most">How many to name.</param>
    public ImmutableArray<(string Id, double TokensPerSecond)> Answering(MemoryPlan plan, double ceiling, double atLeast, int most)
    {
        Planner planner = new(knowledge.Engine);
        return _answering.GetOrAdd((plan.Rig.Name, plan.Model.QuantName, atLeast, most), key =>
        [
            .. _choice.Value.Where(m => SizeOf(m, key.Quant) is not ByteSize size || size <= Room(plan) && (ModelNames.IsMixture(m) || ceiling / size.Gigabytes * PartRead >= atLeast))
                .Where(m => ReadPerToken(m, key.Quant) is not double read || ceiling / read * Slack >= atLeast)
                .Where(m => MayFit(planner, m, key.Quant, plan.Rig, null))
                .Select(m => Placed(planner, m, key.Quant, plan.Rig, null))
                .Where(p => p is { Spills: false, Forecast: not null } && p.Verdict <= Verdict.Tight)
                .Select(p => (p!.Model.Id, p.Forecast!.Decode.TokensPerSecond))
                .Where(m => m.TokensPerSecond >= atLeast)
                .Take(most),
        ]);
    }

    // No dense model reads less than half its weights for a token (the rows of its embedding are what it leaves): one that is too slow even so needs no plan.
    private const double PartRead = 2;

    // No forecast is faster than its ceiling, the bandwidth over what a token reads; a tenth more for data sheets that round.
    private const double Slack = 1.1;

    /// <summary>Models to choose from, largest first.</summary>
    private readonly Lazy<ImmutableArray<CatalogModel>> _choice = new(() =>
        [.. knowledge.Models.Models.Where(m => !m.Nominal && m.Offered && m.StandIn.Length == 0 && m.Architecture is not null && m.Released.Length > 0).OrderByDescending(m => m.ParameterCount)]);

    private const int MostModels = 1024; // some 40 KB of tensors each

    private readonly ConcurrentDictionary<(string Model, string Quant), Model> _models = [];

    /// <summary>A model in a quantization; one object for the same, so that what the engine allocated for it is known again.</summary>
    /// <exception cref="CatalogException">It can't be had in it.</exception>
    private Model ModelOf(CatalogModel model, string quant) =>
        _models.Count < MostModels ? _models.GetOrAdd((model.Id, quant), _ => model.ToModel(quant)) : model.ToModel(quant);

    private readonly ConcurrentDictionary<(string Model, string Quant), ByteSize?> _sizes = [];

    private readonly ConcurrentDictionary<(string Model, string Quant), double?> _read = [];

    private ByteSize? SizeOf(CatalogModel model, string quant) => _sizes.GetOrAdd((model.Id, quant), _ => model.SizeOf(quant));

    /// <summary>GB of weights a token reads; null where the quantization can't be had.</summary>
    private double? ReadPerToken(CatalogModel model, string quant) =>
        _read.GetOrAdd((model.Id, quant), _ =>
        {
            try
            {
                ModelWork work = ModelWork.Of(ModelOf(model, quant));
                return (work.Output.Dense.TotalBytes + work.Layers.Sum(l => l.Dense.TotalBytes + l.Experts.TotalBytes * l.UsedShare)) / ByteSize.BytesPerGigabyte;
            }
            catch (CatalogException)
            {
                return null;
            }
        });

    /// <summary>Whether everything may fit the devices: weights and caches that don't by themselves need no graph.</summary>
    public bool MayFit(CatalogModel model, string quant, Rig rig, int? context) => MayFit(new Planner(knowledge.Engine), model, quant, rig, context);

    private bool MayFit(Planner planner, CatalogModel model, string quant, Rig rig, int? context)
    {
        try
        {
            PlanQuestion question = Question(model, context, new PlacementRequest { GpuLayers = LayerChoice.All }, null) with { Margin = ByteSize.Zero };
            return planner.RoomAboveMargin(ModelOf(model, quant), question, rig) >= ByteSize.Zero;
        }
        catch (Exception e) when (e is CatalogException or EngineException)
        {
            return false;
        }
    }

    /// <summary>A plan with as many layers on the devices as fit and none of their experts beside them.</summary>
    public MemoryPlan? Layers(CatalogModel model, string quant, Rig rig, int? context) => Plan(new Planner(knowledge.Engine), model, quant, rig, context, new PlacementRequest { CpuMoeLayers = LayerChoice.Of(0) });

    /// <summary>The largest context that leaves the margin free; 0 when none does.</summary>
    public int ComfortableContext(MemoryPlan plan) => new Planner(knowledge.Engine).LargestComfortableContext(plan);

    /// <summary>A card of a memory and nothing else known, for claims that name only memory.</summary>
    public Rig? Card(double gibibytes) => knowledge.RigOf(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gpu:{gibibytes:0.##}GiB"));

    /// <summary>The bytes of a plan as a sum.</summary>
    public static Working Sum(MemoryPlan plan)
    {
        ByteSize Of(Func<DevicePlan, ByteSize> part) => new(Counted(plan).Sum(d => part(d).Bytes));
        string exact = plan.Exactness == Exactness.Exact ? "exact plan" : $"plan within bounds: {plan.ExactnessReason}";
        return new Working(
            $"{plan.Model.Id} {plan.Model.QuantName} on {plan.Rig.Name}, {plan.Effective.Context:N0} tokens of context: weights {Of(d => d.Parts.Weights)} + caches {Of(d => d.Parts.KvCache + d.Parts.RecurrentState)}"
            + $" + scratch {Of(d => d.Parts.Compute + d.Parts.Output)} + driver about {Of(d => d.RuntimeBytes)} = {Of(d => d.Total)} of {Of(d => d.Usable)}: {Word(plan.Verdict)}.",
            $"{plan.Engine}, {exact}");
    }

    /// <summary>What a plan takes of the devices, or of main memory where there are none; the little beside the devices isn't counted.</summary>
    public static ByteSize Taken(MemoryPlan plan) => new(Counted(plan).Sum(d => d.Total.Bytes));

    /// <summary>What programs can have there.</summary>
    public static ByteSize Room(MemoryPlan plan) => new(Counted(plan).Sum(d => d.Usable.Bytes));

    private static IEnumerable<DevicePlan> Counted(MemoryPlan plan) => plan.Devices.Take(Math.Max(1, plan.Rig.Devices.Length));

    /// <summary>A verdict in words.</summary>
    public static string Word(Verdict verdict) =>
        verdict switch { Verdict.Comfortable => "comfortable", Verdict.Tight => "tight", Verdict.Spills => "spills into main memory", Verdict.Unknown => "fits or not: only bounds are known", _ => "does not fit" };

    private MemoryPlan? Plan(Planner planner, CatalogModel model, string quant, Rig rig, int? context, PlacementRequest placement, int? filled = null) =>
        _plans.Count < MostPlans ? _plans.GetOrAdd((model.Id, quant, rig, context, placement, filled), _ => Made(planner, model, quant, rig, context, placement, filled)) : Made(planner, model, quant, rig, context, placement, filled);

    private MemoryPlan? Made(Planner planner, CatalogModel model, string quant, Rig rig, int? context, PlacementRequest placement, int? filled)
    {
        try
        {
            return planner.Sketch(ModelOf(model, quant), Question(model, context, placement, filled), rig);
        }
        catch (Exception e) when (e is CatalogException or EngineException)
        {
            return null;
        }
    }

    private static PlanQuestion Question(CatalogModel model, int? context, PlacementRequest placement, int? filled) =>
        new() { Workload = new() { Context = context ?? (model.ContextLength > 0 ? Math.Min(Context, model.ContextLength) : Context) }, Placement = placement, Depth = filled ?? BenchDepth };
}
