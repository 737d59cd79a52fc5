using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>What Metal maps of a model's file: from the first of its tensors to the last, whatever lies between (llama-model.cpp, load_tensors:
/// buffer_from_host_ptr over get_mapping_range). It counts against the working set.</summary>
internal static class MappedWeights
{
    /// <summary>Bytes mapped for a device. A file tells its order; without one the whole file is taken, the most there can be.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Where its weights are.</param>
    /// <param name="device">The device's place in the rig.</param>
    /// <param name="own">Bytes of the device's own tensors.</param>
    public static ByteSize Of(Model model, WeightBuffers weights, int device, ByteSize own)
    {
        if (own == ByteSize.Zero)
        {
            return own;
        }

        if (model.Source.Length == 0)
        {
            return model.Tensors.TotalSize;
        }

        BackendSet backends = weights.Backends;
        BufferType memory = backends.Devices[backends.RigIndex.IndexOf(device)].Memory;
        long mapped = weights.Placed
            .Where(p => ReferenceEquals(p.Buffer, memory))
            .GroupBy(p => p.Weight.Part)
            .Sum(part => part.Max(p => p.Weight.Offset + p.Weight.Size.Bytes) - part.Min(p => p.Weight.Offset));
        return new ByteSize(mapped);
    }
}
