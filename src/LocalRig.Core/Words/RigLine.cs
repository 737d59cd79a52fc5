using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Words;

/// <summary>Writes a rig that was detected or described in the words <see cref="RigWords"/> reads.</summary>
public static class RigLine
{
    /// <summary>The words: ids where the catalogue knows the devices, sizes where it doesn't; what words can't say (how much of the memory is free) is left out.</summary>
    public static string Of(Rig rig)
    {
        List<string> parts = [];
        foreach (IGrouping<string, Device> alike in rig.Devices.GroupBy(One))
        {
            int count = alike.Count();
            parts.Add(count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{count}x {alike.Key}") : alike.Key);
        }

        if (!rig.Devices.Any(d => d.SharesHostMemory))
        {
            string speed = rig.Host.Bandwidth is { } bandwidth ? string.Create(CultureInfo.InvariantCulture, $" {bandwidth.GigabytesPerSecond:0.##}GB/s") : "";
            parts.Add((rig.Host.CatalogId is string processor ? $"{processor} + " : "") + MainMemory.Written(rig.Host.Memory) + speed);
        }

        return string.Join(" + ", parts);
    }

    private static string One(Device device)
    {
        if (device.CatalogId is not string id || DeviceCatalog.Default.Find(id) is not KnownDevice known)
        {
            return $"{(device.Backend == Backend.Cuda ? "gpu" : Backends.Word(device.Backend))}:{MainMemory.Written(device.Memory)}";
        }

        // A driver keeps some of a card's memory: 24,564 MiB are the version of 24 GiB.
        Units.ByteSize version = known.MemoryVersions.Where(v => v >= device.Memory).DefaultIfEmpty(device.Memory).Min();
        return new DeviceVersion(known, version).Words;
    }
}
