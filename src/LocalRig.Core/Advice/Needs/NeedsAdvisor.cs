using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>Answers what a model needs: the reverse of a plan.</summary>
/// <param name="engine">Whose rules apply.</param>
/// <param name="question">Workload, placement wishes and lengths.</param>
/// <param name="backend">The backend of the cards, or null for each kind's usual one.</param>
public sealed class NeedsAdvisor(IEngine engine, PlanQuestion question, Backend? backend)
{
    private const string UsualQuant = "Q4_K_M"; // what most people run, and what the other answers fall back to

    private static readonly MemoryKind[] Kinds = [MemoryKind.OneCard, MemoryKind.CardAndExperts, MemoryKind.Unified, MemoryKind.Processor];

    /// <summary>The whole answer: memory for every quantization; bandwidth and machines for the usual one, or the first where it isn't among them.</summary>
    /// <param name="models">The model in the quantizations asked about; at least one.</param>
    /// <param name="tokensPerSecond">The speed of answers wanted, or null.</param>
    /// <param name="families">Machines that exist; see <see cref="RigChoice"/>.</param>
    /// <param name="price">What a machine's devices cost.</param>
    /// <exception cref="EngineException">The engine itself would refuse the request, or a speed is wanted of a model whose layers aren't known.</exception>
    public NeedsAnswer Answer(IReadOnlyList<Model> models, double? tokensPerSecond, ImmutableArray<ImmutableArray<Rig>> families, Func<Rig, HardwareCost> price)
    {
        if (tokensPerSecond is not null && LayerCount.Blocks(models[0]) == 0)
        {
            throw new EngineException($"LocalRig doesn't know the layers of {models[0].Id}, so it can tell no speed of it; leave --tps out.");
        }

        ImmutableArray<QuantNeed> needs = [.. models.Select(Memory)];
        int chosen = Math.Max(0, models.Select(m => m.QuantName).ToList().IndexOf(UsualQuant));
        MemoryPlan any = needs[chosen].Memory[0].Plan;
        return new NeedsAnswer
        {
            Model = models[chosen].Id,
            Context = any.Effective.Context,
            Depth = any.Question.EffectiveDepth,
            TokensPerSecond = tokensPerSecond,
            Quants = needs,
            Chosen = models[chosen].QuantName,
            Bandwidths = tokensPerSecond is double rate ? Bandwidths(models[chosen], needs[chosen], rate) : [],
            Rigs = new RigChoice(engine, question, price).Of(models[chosen], families.Select(f => f.AsEnumerable()), tokensPerSecond),
            RigsTried = families.Sum(f => f.Length),
        };
    }

    /// <summary>The smallest memory of every kind for a model in one quantization.</summary>
    /// <exception cref="EngineException">The engine itself would refuse the request.</exception>
    public QuantNeed Memory(Model model) => new(model.QuantName, model.Tensors.TotalSize, [.. Kinds.Where(k => Applies(k, model)).Select(k => Memory(model, k))]);

    /// <summary>The bandwidth a speed of answers asks for, of every kind of memory that holds all of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="need">Its memory.</param>
    /// <param name="tokensPerSecond">The speed wanted.</param>
    public ImmutableArray<BandwidthNeed> Bandwidths(Model model, QuantNeed need, double tokensPerSecond) =>
        [
            .. need.Memory.Where(m => m.Kind != MemoryKind.CardAndExperts)
                .Select(m => BandwidthSearch.Of(m.Kind, Search(model, m.Kind), m.Comfortable, tokensPerSecond)),
        ];

    private MemoryNeed Memory(Model model, MemoryKind kind)
    {
        MemorySearch search = Search(model, kind);
        ByteSize smallest = search.Smallest(ByteSize.Zero);
        MemoryPlan plan = search.At(smallest);
        ByteSize comfortable = search.Smallest(plan.Margin);
        bool besides = kind is MemoryKind.OneCard or MemoryKind.CardAndExperts;
        return new MemoryNeed(kind, smallest, comfortable, besides ? plan.Host.Total : ByteSize.Zero, Sold(kind, comfortable), plan);
    }

    private MemorySearch Search(Model model, MemoryKind kind) =>
        new(new Configuration(engine, model, question, HypotheticalRig.Of(kind, HypotheticalRig.Plenty, backend)), kind, kind == MemoryKind.Unified && backend is Backend.Cuda ? null : backend);

    private bool Applies(MemoryKind kind, Model model) =>
        backend == Backend.Cpu ? kind == MemoryKind.Processor
        : kind != MemoryKind.CardAndExperts || (model.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) ?? false);

    /// <summary>The smallest size on sale, as data sheets list them, that is large enough.</summary>
    private static ByteSize? Sold(MemoryKind kind, ByteSize least)
    {
        DeviceKind sought = kind == MemoryKind.Unified ? DeviceKind.Unified : DeviceKind.Discrete;
        IEnumerable<ByteSize> sizes = kind == MemoryKind.Processor
            ? []
            : DeviceCatalog.Default.All.Where(d => d.Kind == sought).SelectMany(d => d.MemoryVersions);
        List<ByteSize> enough = [.. sizes.Where(s => s >= least).Order()];
        return enough.Count > 0 ? enough[0] : null;
    }
}
