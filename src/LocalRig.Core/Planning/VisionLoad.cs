using LocalRig.Engines;
using LocalRig.Units;

namespace LocalRig.Planning;

/// <summary>A vision projector loaded beside the model (llama.cpp's mmproj): what it takes on the first device, where llama.cpp puts it
/// (tools/mtmd/clip.cpp), and in main memory.</summary>
/// <param name="Name">The file.</param>
/// <param name="Weights">Bytes of its tensors.</param>
/// <param name="Scratch">Its own compute buffer, where it runs, for a picture of <paramref name="Pictures"/>.</param>
/// <param name="HostScratch">What stays in main memory while it runs on a device: the picture and its positions.</param>
/// <param name="Pictures">The size of the picture that the scratch is for: <c>1472 x 1472</c>.</param>
public sealed record VisionLoad(string Name, ByteSize Weights, ByteSize Scratch, ByteSize HostScratch, string Pictures)
{
    /// <summary>Whether it is kept on the processor (<c>--no-mmproj-offload</c>).</summary>
    public bool OnHost { get; init; }

    /// <summary>Its scratch for the largest picture it takes; larger ones are scaled down.</summary>
    public ByteSize MostScratch { get; init; } = Scratch;

    /// <summary>Why its scratch is an upper bound; empty where it is known.</summary>
    public string BoundedBecause { get; init; } = "";

    /// <summary>An allocation with it beside the model; without compute buffers where the allocation has none.</summary>
    /// <param name="main">The model's.</param>
    /// <param name="withScratch">Whether compute buffers are counted.</param>
    internal EngineAllocation Beside(EngineAllocation main, bool withScratch)
    {
        int host = main.Devices.Length - 1;
        int at = OnHost ? host : 0;
        EngineAllocation placed = main with { Devices = main.Devices.SetItem(at, With(main.Devices[at], Weights, withScratch ? Scratch : ByteSize.Zero)) };
        return at == host || !withScratch ? placed : placed with { Devices = placed.Devices.SetItem(host, With(placed.Devices[host], ByteSize.Zero, HostScratch)) };
    }

    private static DeviceAllocation With(DeviceAllocation device, ByteSize weights, ByteSize scratch) =>
        device with { Weights = device.Weights + weights, Compute = device.Compute + scratch };
}
