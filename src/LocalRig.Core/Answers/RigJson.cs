using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A machine: devices with their memory, and main memory.</summary>
public static class RigJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<Rig> Shape { get; } = new ObjectShape<Rig>("rig")
        .Text("name", "The machine's name.", r => r.Name)
        .List("devices", "What computes besides the processor; may be empty.", r => r.Devices, new ObjectShape<Device>()
            .Text("name", "The device's name.", d => d.Name)
            .Word("backend", "The backend that computes on it.", Backends.Word, d => d.Backend)
            .Text("model", "What the device is; may be empty.", d => d.Model ?? d.CatalogId ?? "")
            .Bytes("memoryBytes", "Bytes of memory it has.", d => d.Memory)
            .Bytes("usableBytes", "Bytes of memory that can be had.", d => d.Usable ?? d.Memory))
        .Bytes("hostMemoryBytes", "Bytes of main memory.", r => r.Host.Memory)
        .Flag("hostMemoryAssumed", "Whether main memory wasn't said and is assumed.", r => r.Host.Assumed)
        .MachineNotes(r => r.Notes);

    /// <summary>What every answer says of the machine it is for.</summary>
    internal static ObjectShape<T> MachineNotes<T>(this ObjectShape<T> shape, Func<T, ImmutableArray<string>> notes) =>
        shape.TextsIfAny("machineNotes", "What couldn't be found out of this machine, such as a card that is left out, a sentence each; missing where there is nothing.", answer => notes(answer) is { IsEmpty: false } some ? some : null);
}
