using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Graphics cards that the real engine's backends find through the stand-ins for their drivers, and the same as LocalRig's devices.</summary>
/// <param name="Kind">The backend's name for eng/llama-root: cuda, hip, vulkan.</param>
/// <param name="Prefix">What llama.cpp calls the devices, without the number.</param>
/// <param name="Drawn">The cards for the stand-in.</param>
/// <param name="Devices">The same for LocalRig.</param>
internal sealed record RealCards(string Kind, string Prefix, string Drawn, ImmutableArray<Device> Devices)
{
    /// <summary>NVIDIA cards: compute capability times ten, multiprocessors, gibibytes.</summary>
    public static RealCards Cuda(params (int Capability, int Multiprocessors, int Gibibytes)[] cards) =>
        new(
            "cuda",
            "CUDA",
            Join(cards, static c => $"NVIDIA card,{c.Capability / 10},{c.Capability % 10},{c.Multiprocessors},{Bytes(c.Gibibytes)}"),
            [.. cards.Select(static (c, i) => new Device { Name = $"CUDA{i}", Backend = Backend.Cuda, ComputeCapability = c.Capability, Memory = ByteSize.FromGibibytes(c.Gibibytes) })]
        );

    /// <summary>AMD cards: chip, compute units, gibibytes.</summary>
    public static RealCards Rocm(params (string Chip, int Units, int Gibibytes)[] cards) =>
        new(
            "hip",
            "ROCm",
            Join(cards, static c => $"AMD card,{c.Chip},{c.Units},{Bytes(c.Gibibytes)}"),
            [.. cards.Select(static (c, i) => new Device { Name = $"ROCm{i}", Backend = Backend.Rocm, Memory = ByteSize.FromGibibytes(c.Gibibytes) })]
        );

    /// <summary>One Vulkan card with an alignment of 16 bytes, as NVIDIA's driver has.</summary>
    public static RealCards Vulkan(int gibibytes) =>
        new(
            "vulkan",
            "Vulkan",
            $"{Bytes(gibibytes)},16,2",
            [new Device { Name = "Vulkan0", Backend = Backend.Vulkan, Memory = ByteSize.FromGibibytes(gibibytes) }]
        );

    private static string Join<T>(T[] cards, Func<T, string> drawn) => string.Join(';', cards.Select(drawn));

    private static string Bytes(int gibibytes) => ((long)gibibytes << 30).ToString(CultureInfo.InvariantCulture);
}
