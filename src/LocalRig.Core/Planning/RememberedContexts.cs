using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Largest contexts already searched, each for as long as its model's tensors are held: somebody who drags a slider asks for one after another. The search
/// doesn't begin at the context asked for, so what is remembered is what would be found. Safe to use from many threads.</summary>
internal sealed class RememberedContexts
{
    private const int KeptOfModel = 64; // machines, cache types, slots and placements of one model

    private readonly ConditionalWeakTable<TensorLayout, ConcurrentDictionary<Asked, long>> _known = [];

    /// <summary>What was found before, or is found now.</summary>
    public long Get(TensorLayout tensors, Asked asked, Func<long> search)
    {
        ConcurrentDictionary<Asked, long> ofModel = _known.GetValue(tensors, static _ => []);
        if (ofModel.TryGetValue(asked, out long known))
        {
            return known;
        }

        long found = search();
        if (ofModel.Count >= KeptOfModel)
        {
            ofModel.Clear();
        }

        ofModel[asked] = found;
        return found;
    }

    /// <summary>All that the largest context depends on, beside the tensors.</summary>
    /// <param name="Engine">The engine's name, which holds its version.</param>
    /// <param name="Architecture">The model's shape.</param>
    /// <param name="Rig">The machine.</param>
    /// <param name="Workload">What is asked but for the context.</param>
    /// <param name="Placement">Where everything goes.</param>
    /// <param name="Margin">What is left free.</param>
    /// <param name="Most">Steps of context worth trying.</param>
    internal readonly record struct Asked(string Engine, Architecture Architecture, Rig Rig, Workload Workload, Placement Placement, ByteSize Margin, long Most);
}
