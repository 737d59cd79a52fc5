using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Cli.Rendering;

/// <summary>One part of a device's memory as screens show it: a name, a fill that reads without colour, a colour, its bytes.</summary>
internal sealed record MemoryPart(string Name, char Fill, string Colour, Func<DevicePlan, ByteSize> Bytes)
{
    /// <summary>The parts in the order bars stack them.</summary>
    public static IReadOnlyList<MemoryPart> All { get; } =
    [
        new("weights", '█', "blue", d => d.Parts.Weights),
        new("KV cache", '▓', "green", d => d.Parts.KvCache),
        new("state", '▚', "teal", d => d.Parts.RecurrentState),
        new("compute", '▒', "yellow", d => d.Parts.Compute),
        new("output", '▞', "olive", d => d.Parts.Output),
        new("runtime", '░', "purple", d => d.RuntimeBytes),
        new("shared", '▨', "grey", d => d.SharedElsewhere),
    ];
}
