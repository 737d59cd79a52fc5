using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The order Vulkan runs a split in: independent nodes drawn together so that they overlap, fused runs kept whole
/// (ggml-vulkan.cpp, ggml_vk_graph_optimize).</summary>
internal sealed class VulkanReorder
{
    /// <summary>How far ahead nodes are looked at (NUM_TO_CHECK).</summary>
    private const int Window = 20;

    private readonly SplitView _split;
    private readonly bool[] _placed;
    private readonly List<GraphTensor> _order;
    private readonly HashSet<GraphTensor> _done = [];
    private readonly List<int> _batch = [];
    private readonly VulkanCompanions _companions;
    private readonly bool[] _mayBeginPattern;
    private readonly bool _hasKeyChoice;
    private int _first;

    public VulkanReorder(SplitView split)
    {
        _split = split;
        _placed = new bool[split.Count];
        _order = new List<GraphTensor>(split.Count);
        _companions = new VulkanCompanions(split, _placed, _done, _batch);
        _mayBeginPattern = new bool[split.Count];
        for (int i = 0; i < split.Count; i++)
        {
            _mayBeginPattern[i] = BeginsPattern(i);
            _hasKeyChoice |= _mayBeginPattern[i] && VulkanPatterns.Match(split, _placed, VulkanPatterns.KeyChoice, i);
        }
    }

    /// <summary>Computes and sets the order.</summary>
    public void Run()
    {
        while (_first < _split.Count)
        {
            if (!PlacePattern())
            {
                _batch.Clear();
                _batch.Add(_first);
                DrawWork();
                if (_split[_batch[^1]].Operation != Operation.Add)
                {
                    DrawViews();
                }

                foreach (int place in _batch)
                {
                    Place(place);
                }
            }

            while (_first < _split.Count && _placed[_first])
            {
                _first++;
            }
        }

        _split.Reorder(_order);
    }

    private bool PlacePattern()
    {
        if (!_mayBeginPattern[_first])
        {
            return false;
        }

        foreach (Operation[] pattern in VulkanPatterns.Routing)
        {
            if (VulkanPatterns.Match(_split, _placed, pattern, _first))
            {
                KeepSources(pattern.Length);
                return PlaceRun(pattern.Length);
            }
        }

        foreach (Operation[] pattern in VulkanPatterns.Whole)
        {
            if (VulkanPatterns.Match(_split, _placed, pattern, _first))
            {
                return PlaceRun(pattern.Length);
            }
        }

        return false;
    }

    private bool PlaceRun(int length)
    {
        for (int i = 0; i < length; i++)
        {
            Place(_first + i);
        }

        return true;
    }

    private void Place(int place)
    {
        _order.Add(_split[place]);
        _done.Add(_split[place]);
        _placed[place] = true;
    }

    /// <summary>What the run reads from outside lasts until its end, a scale after it included.</summary>
    private void KeepSources(int length)
    {
        int last = _first + length - 1;
        if (last + 1 < _split.Count && _split[last + 1].Operation == Operation.Scale)
        {
            last++;
        }

        HashSet<GraphTensor> seen = [];
        for (int i = _first; i < _first + length; i++)
        {
            foreach (GraphTensor? source in _split[i].Sources)
            {
                if (source is not null && seen.Add(source))
                {
                    _split.Keep(source, _split[last]);
                }
            }

            seen.Add(_split[i]);
        }
    }

    /// <summary>Adds operations that need nothing still to be run, and those fused with what was just added.</summary>
    private void DrawWork()
    {
        for (int j = _first + 1; j < Math.Min(_first + Window, _split.Count); j++)
        {
            if (!_placed[j] && !_split[j].Operation.IsEmpty() && !IsInPattern(j) && IsReady(j))
            {
                _batch.Add(j);
                _companions.Draw(j);
            }
        }
    }

    /// <summary>Adds views whose storage is ready once the batch has run.</summary>
    private void DrawViews()
    {
        for (int j = _first + 1; j < Math.Min(_first + Window, _split.Count); j++)
        {
            if (_placed[j] || !_split[j].Operation.IsEmpty())
            {
                continue;
            }

            bool ready = true;
            for (int c = _first; c < j && ready; c++)
            {
                ready = _placed[c] || !DependsOn(_split[j], _split[c]) || _batch.Contains(c);
            }

            if (ready)
            {
                _batch.Add(j);
            }
        }
    }

    private bool IsInPattern(int place)
    {
        for (int back = 0; _hasKeyChoice && back < VulkanPatterns.KeyChoice.Length; back++)
        {
            if (VulkanPatterns.Match(_split, _placed, VulkanPatterns.KeyChoice, place - back))
            {
                return true;
            }
        }

        return _mayBeginPattern[place] && BeginsPattern(place);
    }

    private bool BeginsPattern(int place) =>
        Array.Exists(VulkanPatterns.Routing, p => VulkanPatterns.Match(_split, _placed, p, place))
        || Array.Exists(VulkanPatterns.Whole, p => VulkanPatterns.Match(_split, _placed, p, place));

    private bool IsReady(int place)
    {
        for (int c = _first; c < place; c++)
        {
            if (!_placed[c] && DependsOn(_split[place], _split[c]) && !IsFusedWith(c, place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A node may follow the one it reads into the same batch when the two are one kernel.</summary>
    private bool IsFusedWith(int earlier, int later)
    {
        if (earlier != _batch[^1])
        {
            return false;
        }

        Operation a = _split[earlier].Operation;
        Operation b = _split[later].Operation;
        if (b == Operation.Mul && (a == Operation.RmsNorm || a.IsUnary()) && NothingWaitsBetween(earlier + 1, later))
        {
            return true;
        }

        return later == earlier + 1
            && (a, b)
                is (Operation.MulMat, Operation.Add)
                    or (Operation.MulMatId, Operation.AddId)
                    or (Operation.MulMatId, Operation.Mul)
                    or (Operation.Add, Operation.Add)
                    or (Operation.SsmConv, Operation.Add)
            || (later == earlier + 1 && a == Operation.SsmConv && b.IsUnary());
    }

    private bool NothingWaitsBetween(int from, int to)
    {
        for (int v = from; v < to; v++)
        {
            if (!_placed[v] && !_split[v].Operation.IsEmpty())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a node must come after another: it reads the other's result or storage, or writes over what the other reads.</summary>
    internal static bool DependsOn(GraphTensor later, GraphTensor earlier)
    {
        static GraphTensor Storage(GraphTensor tensor) => tensor.ViewOf ?? tensor;
        bool work = !later.Operation.IsEmpty() && !earlier.Operation.IsEmpty();
        foreach (GraphTensor? source in later.Sources)
        {
            if (source is not null && (ReferenceEquals(source, earlier) || (work && ReferenceEquals(Storage(source), Storage(earlier)))))
            {
                return true;
            }
        }

        if (work && Array.Exists(earlier.Sources, s => s is not null && ReferenceEquals(Storage(s), Storage(later))))
        {
            return true;
        }

        return ReferenceEquals(Storage(later), Storage(earlier));
    }
}
