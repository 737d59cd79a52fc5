using LocalRig.Engines;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What an engine allocates in one place, by part.</summary>
internal static class PartsJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<DeviceAllocation> Shape { get; } = new ObjectShape<DeviceAllocation>()
        .Bytes("weightsBytes", "Bytes of weights.", a => a.Weights)
        .Bytes("kvCacheBytes", "Bytes of cached keys and values.", a => a.KvCache)
        .Bytes("recurrentStateBytes", "Bytes of recurrent state.", a => a.RecurrentState)
        .Bytes("computeBytes", "Bytes of compute buffers.", a => a.Compute)
        .Bytes("outputBytes", "Bytes of the output buffer.", a => a.Output);
}
