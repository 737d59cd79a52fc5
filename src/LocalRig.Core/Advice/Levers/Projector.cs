using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>A vision projector loaded beside the model. Its weights are exact; its scratch is not planned.</summary>
/// <param name="Weights">Bytes of its tensors.</param>
public sealed record Projector(ByteSize Weights)
{
    /// <summary>The rig with the projector on its first device, where llama.cpp puts it (tools/mtmd/clip.cpp, clip_ctx: use_gpu); in main memory where there is none.</summary>
    public Rig OnDevice(Rig rig) =>
        rig.Devices.IsEmpty ? OnHost(rig) : rig with { Devices = rig.Devices.SetItem(0, Without(rig.Devices[0])) };

    /// <summary>The rig with the projector in main memory.</summary>
    public Rig OnHost(Rig rig) =>
        rig with { Host = rig.Host with { Memory = rig.Host.Memory - Weights, Usable = rig.Host.Usable - Weights } };

    /// <summary>The lever that moves it there.</summary>
    internal IEnumerable<Lever> Levers(Rig rig)
    {
        if (rig.Devices.IsEmpty)
        {
            yield break;
        }

        yield return new Lever
        {
            Id = "projector-on-host",
            Kind = LeverKind.Projector,
            Change = "vision projector on the processor",
            Options = "--no-mmproj-offload",
            Quality = "same answers; pictures take longer, by how much is not forecast",
            Apply = c => c with { Rig = OnHost(c.Rig with { Devices = c.Rig.Devices.SetItem(0, rig.Devices[0]) }) },
        };
    }

    private Device Without(Device device) => device with { Memory = device.Memory - Weights, Usable = device.Usable - Weights };
}
