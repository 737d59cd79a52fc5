using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>MIG slices of NVIDIA cards, from <c>nvidia-smi -L</c>: under a card a line such as
/// <c>MIG 3g.40gb Device 0: (UUID: MIG-…)</c> (NVIDIA's MIG user guide). The profile's name tells the slice's memory in whole GB.</summary>
public static class NvidiaSlices
{
    /// <summary>One device per slice, of the card above it; cards without slices are not listed.</summary>
    /// <param name="listing">What <c>nvidia-smi -L</c> printed.</param>
    /// <param name="computeCapability">Compute capability of the cards, times ten.</param>
    public static ImmutableArray<Device> Parse(string listing, int? computeCapability)
    {
        ImmutableArray<Device>.Builder slices = ImmutableArray.CreateBuilder<Device>();
        string card = "NVIDIA card";
        foreach (string line in listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("GPU ", StringComparison.Ordinal) && line.Split(": ", 2) is [_, { } rest])
            {
                card = rest.Split(" (UUID")[0];
            }
            else if (line.StartsWith("MIG ", StringComparison.Ordinal) && Gigabytes(line.Split(' ')[1]) is int gigabytes)
            {
                slices.Add(new Device
                {
                    Name = $"gpu{slices.Count}",
                    Model = $"{card}, slice {line.Split(' ')[1]}",
                    Backend = Backend.Cuda,
                    Memory = new ByteSize(gigabytes * ByteSize.BytesPerGigabyte),
                    ComputeCapability = computeCapability,
                });
            }
        }

        return slices.ToImmutable();
    }

    /// <summary>40 of <c>3g.40gb</c> and of <c>1g.10gb+me</c>.</summary>
    private static int? Gigabytes(string profile)
    {
        int dot = profile.IndexOf('.');
        int end = profile.IndexOf("gb", StringComparison.Ordinal);
        return dot >= 0 && end > dot && int.TryParse(profile.AsSpan(dot + 1, end - dot - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null;
    }
}
