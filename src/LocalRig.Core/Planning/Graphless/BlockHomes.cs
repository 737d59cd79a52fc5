using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.Planning.Graphless;

/// <summary>The memory of every block, whatever the architecture (llama-model.cpp, load_tensors: blocks go by running share, the last ones to devices).</summary>
internal sealed class BlockHomes
{
    private readonly float[] _ends;
    private readonly int _blocks;
    private readonly int _first;
    private readonly int _asked;
    private readonly int? _only;
    private readonly Rig _rig;

    /// <summary>Works out the homes for a placement.</summary>
    public BlockHomes(Model model, Placement placement, Rig rig)
    {
        Host = rig.Devices.Length;
        _rig = rig;
        _blocks = LayerCount.Blocks(model);
        _asked = rig.Devices.IsEmpty ? 0 : Math.Min(placement.GpuLayers, _blocks + 1);
        _first = _blocks + 1 - _asked;
        _only = placement.SplitMode == SplitMode.None ? Math.Clamp(placement.MainGpu, 0, Math.Max(0, Host - 1)) : null;
        _ends = LayerShares.Ends(placement.TensorSplit, rig.Devices);
    }

    /// <summary>The host's place, after all devices.</summary>
    public int Host { get; }

    /// <summary>Where the output is.</summary>
    public int Output => Of(_blocks);

    /// <summary>Whether the tensors don't say which block they belong to: one mass for all.</summary>
    public bool HasNoBlocks => _blocks == 0;

    /// <summary>The memory of a block; the output's number is one after the last.</summary>
    public int Of(int block)
    {
        if (block < _first || _asked == 0)
        {
            return Host;
        }

        if (_only is int only)
        {
            return only;
        }

        return LayerShares.At(_ends, (float)(Math.Min(block, _blocks) - _first) / _asked);
    }

    /// <summary>The memory of a tensor: input tables and the experts that stay are the host's, what is outside blocks is the output's.</summary>
    public int Of(TensorInfo tensor, Placement placement)
    {
        if (placement.Overrides.MemoryOf(tensor.Name) is { } memory)
        {
            return TensorOverrides.PlaceOf(memory, _rig);
        }

        int? block = LayerCount.BlockOf(tensor.Name);
        bool isInput = tensor.Name.StartsWith("token_", StringComparison.Ordinal) || tensor.Name.StartsWith("position_", StringComparison.Ordinal);
        return isInput || (block < placement.CpuMoeLayers && ExpertTensors.Holds(tensor.Name)) ? Host : Of(block ?? _blocks);
    }

    /// <summary>Shares a mass out over the devices, or leaves it on the host.</summary>
    public void Spread(long mass, long[] bytes)
    {
        float start = 0;
        for (int i = 0; i < Host && _asked > 0 && _only is null; i++)
        {
            bytes[i] += (long)Math.Ceiling(mass * (double)(_ends[i] - start));
            start = _ends[i];
        }

        if (_asked == 0 || _only is not null)
        {
            bytes[_only is int only && _asked > 0 ? only : Host] += mass;
        }
    }
}
