using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Forecasting;

/// <summary>What data sheets say about the speed of a processor, graphics or other: the part of a device a forecast needs.</summary>
public sealed record ProcessorFacts
{
    /// <summary>Catalogue id, or a name for one outside the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>Its maker: <c>NVIDIA</c>, <c>AMD</c>, <c>Apple</c>, <c>Intel</c>; empty when unknown.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>CUDA compute capability (<c>8.9</c>), gfx name (<c>gfx1100</c>) or Metal family; empty when unknown.</summary>
    public string Generation { get; init; } = "";

    /// <summary>The backend that drives it.</summary>
    public required Backend Backend { get; init; }

    /// <summary>Peak memory bandwidth in bytes per second.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>F32 operations per second of the shaders; null when unknown.</summary>
    public double? Shader { get; init; }

    /// <summary>F16 operations per second with F32 sums, dense; null when unknown.</summary>
    public double? Half { get; init; }

    /// <summary>F16 operations per second with F16 sums, dense; null when unknown or the same.</summary>
    public double? HalfSums { get; init; }

    /// <summary>Eight-bit integer operations per second, dense; null when unknown.</summary>
    public double? Integer { get; init; }

    /// <summary>Board or package power limit in watts; null when unknown.</summary>
    public double? Watts { get; init; }

    /// <summary>Whether the memory is the host's.</summary>
    public bool SharesHostMemory { get; init; }

    /// <summary>Bytes per second of its PCI Express link; null when it has none or it is unknown.</summary>
    public double? Link { get; init; }

    /// <summary>Whether two dies work as one processor (Apple's Ultra chips).</summary>
    public bool SeveralDies { get; init; }

    /// <summary>Whether it is an NVIDIA board for workstations or servers with GDDR memory: its memory corrects errors in band, which takes a share of the
    /// bandwidth (NVIDIA RTX A6000, L40, RTX 6000 Ada data sheets: "GDDR6 with ECC"), and its clocks are lower than a GeForce card's of the same chip.</summary>
    public bool IsProfessional =>
        Vendor == "NVIDIA" && !SharesHostMemory
        && !Id.StartsWith("gtx-", StringComparison.Ordinal) && !Id.StartsWith("titan-", StringComparison.Ordinal) && !IsGeForceRtx(Id);

    private static bool IsGeForceRtx(string id)
    {
        const string Prefix = "rtx-";
        return id.StartsWith(Prefix, StringComparison.Ordinal) && id.Length > Prefix.Length && char.IsAsciiDigit(id[Prefix.Length]) && !id.Contains("-ada", StringComparison.Ordinal);
    }

    /// <summary>What the catalogue says of a device; a graphics processor is taken to be driven through Vulkan.</summary>
    public static ProcessorFacts Of(KnownDevice device) =>
        new()
        {
            Id = device.Id,
            Vendor = device.Maker,
            Generation = device.Generation,
            Backend = device.IsHost ? Backend.Cpu : Backend.Vulkan,
            SharesHostMemory = device.SharesHostMemory,
            Bandwidth = device.Bandwidth.BytesPerSecond,
            Shader = device.Compute.Shader,
            Half = device.Compute.Half,
            HalfSums = device.Compute.HalfSums,
            Integer = device.Compute.Integer,
            Watts = device.Watts,
            Link = device.Pcie?.Bandwidth?.BytesPerSecond,
            SeveralDies = device.Maker == "Apple" && device.Id.Contains("-ultra-", StringComparison.Ordinal),
        };
}
