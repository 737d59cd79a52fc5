using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>What <c>nvidia-smi --query-gpu</c> prints, read (nvidia-smi's manual: comma-separated, MiB without units, <c>[N/A]</c> where the driver has no answer).</summary>
public static class NvidiaSmi
{
    /// <summary>The fields asked for, in order.</summary>
    public const string Query = "name,memory.total,memory.free,compute_cap,mig.mode.current";

    /// <summary>One device per line; a line that isn't one is passed over.</summary>
    /// <param name="printed">What the tool printed.</param>
    /// <param name="mainMemory">All main memory: what a device without memory of its own (GB10, Jetson) shares.</param>
    public static ImmutableArray<Device> Parse(string printed, ByteSize mainMemory)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        foreach (string line in printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length < 4)
            {
                continue;
            }

            bool shares = !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long total);
            ByteSize memory = shares ? mainMemory : new ByteSize(total * ByteSize.BytesPerMebibyte);
            devices.Add(
                DeviceNames.Known(
                    new Device
                    {
                        Name = $"gpu{devices.Count}",
                        Model = fields[0],
                        Backend = Backend.Cuda,
                        Memory = memory,
                        Usable = long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long free)
                            ? new ByteSize(free * ByteSize.BytesPerMebibyte)
                            : null,
                        ComputeCapability = Capability(fields[3]),
                        SharesHostMemory = shares,
                    }
                )
            );
        }

        return devices.ToImmutable();
    }

    /// <summary>Whether a card is cut into MIG slices, whose sizes this listing doesn't tell.</summary>
    public static bool HasSlices(string printed) =>
        printed.Split('\n').Any(static l => l.TrimEnd().EndsWith(", Enabled", StringComparison.Ordinal));

    private static int? Capability(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? (int)(value * 10) : null;
}
