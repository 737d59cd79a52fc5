using System.Runtime.CompilerServices;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>The placements tried last: a slider over contexts tries the same few again at every stop. Safe to use from many threads.</summary>
internal sealed class PlacedModels
{
    private const int Kept = 64; // some 60 KB each for a model of 60 layers

    private readonly Lock _lock = new();
    private readonly Dictionary<Asked, LinkedListNode<(Asked Asked, PlacedModel Placed)>> _entries = [];
    private readonly LinkedList<(Asked Asked, PlacedModel Placed)> _latestFirst = new();

    /// <summary>One tried before, or placed now.</summary>
    public PlacedModel Get(Asked asked, Func<PlacedModel> place)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(asked, out LinkedListNode<(Asked Asked, PlacedModel Placed)>? known))
            {
                _latestFirst.Remove(known);
                _latestFirst.AddFirst(known);
                return known.Value.Placed;
            }
        }

        PlacedModel placed = place(); // outside the lock: others need not wait, and two may do the same work
        lock (_lock)
        {
            if (_entries.TryGetValue(asked, out LinkedListNode<(Asked Asked, PlacedModel Placed)>? meanwhile))
            {
                return meanwhile.Value.Placed;
            }

            _entries[asked] = _latestFirst.AddFirst((asked, placed));
            if (_entries.Count > Kept)
            {
                _entries.Remove(_latestFirst.Last!.Value.Asked);
                _latestFirst.RemoveLast();
            }
        }

        return placed;
    }

    /// <summary>What a placement depends on. Models and machines are told apart as objects: comparing all they hold would take longer.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Placement">Where it goes.</param>
    /// <param name="Rig">The machine.</param>
    /// <param name="Mtp">Whether its prediction layers are loaded.</param>
    internal readonly record struct Asked(Model Model, Placement Placement, Rig Rig, bool Mtp)
    {
        /// <summary>Whether it is the same.</summary>
        public bool Equals(Asked other) => ReferenceEquals(Model, other.Model) && ReferenceEquals(Rig, other.Rig) && Mtp == other.Mtp && Placement.Equals(other.Placement);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Model), RuntimeHelpers.GetHashCode(Rig), Mtp, Placement);
    }
}

/// <summary>A model whose weights have their memories.</summary>
/// <param name="weights">Its weights.</param>
/// <param name="fold">Finds alike layers.</param>
internal sealed class PlacedModel(WeightBuffers weights, Func<LayerFolding> fold)
{
    private LayerFolding? _folding;

    /// <summary>Its weights.</summary>
    public WeightBuffers Weights => weights;

    /// <summary>Alike layers to leave out; found when first asked for, since ruling a placement out by its weights needs none.</summary>
    public LayerFolding Folding => _folding ??= fold();
}
