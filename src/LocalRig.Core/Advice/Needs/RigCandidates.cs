using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;

namespace LocalRig.Advice.Needs;

/// <summary>The machines of the catalogue as families from the smallest up: one, two and four of a card; the sizes a shared memory is sold in;
/// a processor alone.</summary>
public static class RigCandidates
{
    private static readonly int[] Counts = [1, 2, 4]; // what desktop and workstation boards have slots for

    /// <summary>All families; each machine's name is what --rig takes.</summary>
    /// <param name="backend">The backend to use, or null for each device's best.</param>
    public static IEnumerable<ImmutableArray<Rig>> Families(Backend? backend) =>
        DeviceCatalog.Default.All.SelectMany(Names)
            .Select(names => names.Select(n => RigWords.TryParse(n) ?? throw new InvalidOperationException($"The catalogue has no rig {n}."))
                .Where(r => Suits(r, backend))
                .Select(r => backend is Backend chosen ? r with { Devices = [.. r.Devices.Select(d => d with { Backend = chosen })] } : r)
                .ToImmutableArray())
            .Where(f => !f.IsEmpty);

    private static IEnumerable<IEnumerable<string>> Names(KnownDevice device)
    {
        string id = device.Id;
        if (device.IsHost)
        {
            return [[id]];
        }

        string[] versions = [.. device.MemoryVersions.Where(IsWhole).Select(s => $"{id}:{s.Gibibytes:0}")];
        versions = versions.Length > 1 ? versions : [id];
        return device.SharesHostMemory ? [versions] : versions.Select(v => Counts.Select(c => c == 1 ? v : $"{c}x {v}"));
    }

    private static bool IsWhole(ByteSize size) => size.Bytes % ByteSize.BytesPerGibibyte == 0;

    /// <summary>Whether a backend drives the rig's devices: makers' own only theirs, Vulkan all but Apple's.</summary>
    private static bool Suits(Rig rig, Backend? backend) =>
        backend switch
        {
            null => true,
            Backend.Cpu => rig.Devices.IsEmpty,
            _ when rig.Devices.IsEmpty => false,
            Backend.Vulkan => rig.Devices[0].Backend != Backend.Metal,
            Backend.Sycl => DeviceCatalog.Default.Find(rig.Devices[0].CatalogId)?.Maker == "Intel",
            _ => rig.Devices[0].Backend == backend,
        };
}
