using System.Collections.Immutable;
using LocalRig.Local.Probes;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Intel graphics by the ids of the PCI ID database, and MIG slices in the form NVIDIA's MIG user guide prints for nvidia-smi -L.</summary>
public sealed class IntelAndSliceTests
{
    /// <summary>PCI id, memory file of the xe driver, main memory: catalogue id, GiB, whether it shares.</summary>
    [Theory]
    [InlineData("0x56a0\n", "", 32, "arc-a770", 16, false)]
    [InlineData("0x56a0\n", "8589934592\n", 32, "arc-a770", 8, false)]
    [InlineData("0xe20b\n", "12884901888\n", 64, "arc-b580", 12, false)]
    [InlineData("0xe211\n", "25769803776\n", 64, "arc-pro-b60", 24, false)]
    [InlineData("0x64a0\n", "", 32, "arc-140v", 24, true)]
    [InlineData("0x7d55\n", "", 16, null, 12, true)]
    [InlineData("0xa7a0\n", "", 4, null, 2, true)]
    public void Intel_graphics_are_a_card_or_share_main_memory(string pciId, string size, int mainGibibytes, string? id, int gibibytes, bool shares)
    {
        Device device = Assert.IsType<Device>(IntelCard.Parse(pciId, size, ByteSize.FromGibibytes(mainGibibytes)));
        Assert.Equal((id, (double)gibibytes, shares, Backend.Vulkan), (device.CatalogId, device.Memory.Gibibytes, device.SharesHostMemory, device.Backend));
    }

    [Fact]
    public void A_servers_console_is_no_graphics_processor() => Assert.Null(IntelCard.Parse("0x0000", "", ByteSize.FromGibibytes(64)));

    [Fact]
    public void Every_slice_is_a_device_of_its_own_size()
    {
        const string Listing =
            "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0)\n"
            + "  MIG 3g.40gb     Device  0: (UUID: MIG-7089d0f3-293f-58c9-8f8c-5ea666eedbde)\n"
            + "  MIG 2g.20gb     Device  1: (UUID: MIG-56c30729-347f-5dd6-8da0-c3cc59e969e0)\n"
            + "  MIG 1g.10gb+me  Device  2: (UUID: MIG-9d14fb21-4ae1-546f-a636-011582899c39)\n";
        ImmutableArray<Device> slices = NvidiaSlices.Parse(Listing, 80);
        Assert.Equal([40_000_000_000, 20_000_000_000, 10_000_000_000], slices.Select(s => s.Memory.Bytes));
        Assert.All(slices, s => Assert.Equal((Backend.Cuda, 80), (s.Backend, s.ComputeCapability)));
        Assert.Equal("NVIDIA A100-SXM4-80GB, slice 3g.40gb", slices[0].Model);
    }

    [Fact]
    public void A_card_without_slices_lists_none() =>
        Assert.Empty(NvidiaSlices.Parse("GPU 0: NVIDIA GeForce RTX 3090 (UUID: GPU-1)\n", 86));
}
