using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>Chooses, of machines that exist, those that hold a model and answer as fast as asked.</summary>
/// <param name="engine">Whose rules apply.</param>
/// <param name="question">Workload, placement wishes and lengths.</param>
/// <param name="price">What a machine's devices cost.</param>
public sealed class RigChoice(IEngine engine, PlanQuestion question, Func<Rig, HardwareCost> price)
{
    /// <summary>The machines that do it, cheapest first, those without a known price after them from the least memory up.</summary>
    /// <param name="model">The model.</param>
    /// <param name="families">Versions of one machine from the smallest up (one card, two, four; 64 GB, 128 GB): the first that does it stands for all.</param>
    /// <param name="tokensPerSecond">The speed of answers wanted, or null.</param>
    public ImmutableArray<FittingRig> Of(Model model, IEnumerable<IEnumerable<Rig>> families, double? tokensPerSecond)
    {
        // Not a parallel query: ordering one by several keys sends the native compiler into an endless nest of types.
        ConcurrentBag<FittingRig> found = [];
        Parallel.ForEach(families, family =>
        {
            foreach (FittingRig rig in Versions(model, [.. family], tokensPerSecond))
            {
                found.Add(rig);
            }
        });
        return
        [
            .. found.OrderBy(r => r.Cost.Total is null)
                .ThenBy(r => r.Cost.Total?.Low ?? 0).ThenBy(r => r.Cost.Total?.High ?? 0)
                .ThenBy(r => r.Memory).ThenBy(r => r.Rig.Devices.Length)
                .ThenBy(r => r.Plan.Forecast?.Decode.TokensPerSecond ?? 0)
                .ThenBy(r => r.Rig.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The first version that holds all of it; and, where one card alone doesn't, that card with experts in main memory.</summary>
    private IEnumerable<FittingRig> Versions(Model model, ImmutableArray<Rig> family, double? wanted)
    {
        FittingRig? whole = family.Select(r => Try(model, r, wanted, MemoryKind.OneCard)).FirstOrDefault(f => f is not null);
        if (whole is not null)
        {
            yield return whole;
        }

        Rig first = family[0];
        bool alone = whole is not null && ReferenceEquals(whole.Rig, first);
        if (!alone && HasExperts(model) && first.Devices is [{ SharesHostMemory: false }] && Try(model, first, wanted, MemoryKind.CardAndExperts) is FittingRig split)
        {
            yield return split;
        }
    }

    private FittingRig? Try(Model model, Rig rig, double? wanted, MemoryKind kind)
    {
        if (Room(rig, kind) <= model.Tensors.TotalSize - InputTable(model))
        {
            return null; // not worth a plan
        }

        try
        {
            bool split = kind == MemoryKind.CardAndExperts;

            // Of the experts only as many go to main memory as have to.
            PlacementRequest wish = HypotheticalRig.Placement(MemoryKind.OneCard, question.Placement);
            wish = split ? wish with { CpuMoeLayers = LayerChoice.Auto } : wish;
            MemoryPlan plan = new Configuration(engine, model, question with { Placement = wish }, rig).Sketch();
            double rate = plan.Forecast?.Decode.TokensPerSecond ?? 0;
            bool holds = split ? plan.Verdict == Verdict.Spills : plan.Verdict is Verdict.Comfortable or Verdict.Tight;
            return holds && rate >= (wanted ?? 0) ? new FittingRig(plan, price(rig), plan.Forecast is { } f && f.Decode.Low >= (wanted ?? 0)) : null;
        }
        catch (EngineException)
        {
            return null; // a backend the engine can't run this request on
        }
    }

    private static bool HasExperts(Model model) => model.Architecture?.Layers.Any(l => l.FeedForward is ExpertFeedForward) ?? model.Tensors.Tensors.Any(t => ExpertTensors.Holds(t.Name));

    /// <summary>More than this no plan of a kind finds.</summary>
    private static ByteSize Room(Rig rig, MemoryKind kind)
    {
        ByteSize devices = new(rig.Devices.Sum(d => (d.Usable ?? d.Memory).Bytes));
        return rig.Devices.IsEmpty || kind == MemoryKind.CardAndExperts ? devices + (rig.Host.Usable ?? rig.Host.Memory) : devices;
    }

    /// <summary>The table tokens are looked up in, which stays in main memory.</summary>
    private static ByteSize InputTable(Model model) => model.Tensors.Find("token_embd.weight")?.Size ?? ByteSize.Zero;
}
