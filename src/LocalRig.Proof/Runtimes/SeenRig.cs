using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Proof.Runtimes;

/// <summary>The rig a runtime sees, in LocalRig's terms: devices under the runtime's names, with what this machine's probes know of them.</summary>
internal static class SeenRig
{
    /// <summary>The rig.</summary>
    /// <param name="machine">This machine as LocalRig finds it.</param>
    /// <param name="seen">The devices the runtime lists.</param>
    public static Rig Of(Rig machine, ImmutableArray<SeenDevice> seen) =>
        machine with { Devices = [.. seen.Select((s, place) => Of(s, seen.Take(place).Count(o => o.Backend == s.Backend), machine))] };

    private static Device Of(SeenDevice seen, int among, Rig machine)
    {
        Device? probed = machine.Devices.Where(d => d.Backend == seen.Backend).ElementAtOrDefault(among)
            ?? machine.Devices.FirstOrDefault(d => d.Model is string model && model.Equals(seen.Product, StringComparison.OrdinalIgnoreCase));
        if (probed is not null)
        {
            return probed with { Name = seen.Name, Backend = seen.Backend };
        }

        return new Device
        {
            Name = seen.Name,
            Backend = seen.Backend,
            Model = seen.Product,
            Memory = seen.Memory,
            Usable = seen.Free,
            ComputeCapability = seen.ComputeCapability,
            // Mesa's driver for the processor lives in main memory (https://docs.mesa3d.org/drivers/llvmpipe.html)
            SharesHostMemory = seen.Product.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase),
            Bandwidth = null,
        };
    }
}
