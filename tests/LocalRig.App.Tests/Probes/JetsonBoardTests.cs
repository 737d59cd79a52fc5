using LocalRig.Local.Probes;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Device trees as their owners report them: the models of Nano, Orin NX and JetPack 5's AGX Orin (ultralytics pull request 9876,
/// PyTmcStepper 78), the compatible list of a faster Orin Nano (ark_jetson_kernel issue 60); the others follow NVIDIA's names of the kits, and part numbers of its Jetson Linux developer guide on carriers of other makers.</summary>
public sealed class JetsonBoardTests
{
    [Theory]
    [InlineData("NVIDIA Jetson AGX Orin Developer Kit\0", "nvidia,p3737-0000+p3701-0005\0nvidia,p3701-0005\0nvidia,tegra234\0", "jetson-agx-orin-64gb", 87, 61.4)]
    [InlineData("Jetson AGX Orin Developer Kit\0", null, "jetson-agx-orin-64gb", 87, 61.4)]
    [InlineData("NVIDIA Orin NX Developer Kit\0", null, "jetson-orin-nx-16gb", 87, 15.3)]
    [InlineData("NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super\0", "nvidia,p3768-0000+p3767-0005-super\0", "jetson-orin-nano-8gb-super", 87, 7.4)]
    [InlineData("NVIDIA Jetson Orin Nano Developer Kit\0", "nvidia,p3768-0000+p3767-0005-super\0", "jetson-orin-nano-8gb-super", 87, 7.4)]
    [InlineData("NVIDIA Jetson Orin Nano Developer Kit\0", "nvidia,p3768-0000+p3767-0004-super\0", null, 87, 3.6)]
    [InlineData("NVIDIA Jetson AGX Orin Developer Kit\0", "nvidia,p3737-0000+p3701-0000\0", "jetson-agx-orin-64gb", 87, 29.9)]
    [InlineData("NVIDIA Jetson Orin Nano Developer Kit\0", "nvidia,p3768-0000+p3767-0005\0", null, 87, 7.4)]
    [InlineData("Seeed reComputer J401\0", "nvidia,p3768-0000+p3767-0000\0nvidia,p3767-0000\0nvidia,tegra234\0", "jetson-orin-nx-16gb", 87, 15.3)]
    [InlineData("Connect Tech Forge Carrier\0", "nvidia,p3701-0005\0nvidia,tegra234\0", "jetson-agx-orin-64gb", 87, 61.4)]
    [InlineData("NVIDIA Jetson AGX Thor Developer Kit\0", null, "jetson-agx-thor", 110, 122.8)]
    [InlineData("NVIDIA Jetson Xavier NX Developer Kit\0", null, null, 72, 6.7)]
    [InlineData("NVIDIA Jetson Nano Developer Kit\0", null, null, 53, 3.9)]
    public void A_board_is_told_by_its_device_tree_and_shares_main_memory(string model, string? compatible, string? id, int capability, double gibibytes)
    {
        ByteSize memory = ByteSize.FromGibibytes(gibibytes);
        Device device = Assert.IsType<Device>(JetsonBoard.Parse(model, compatible, memory));
        Assert.Equal((id, capability), (device.CatalogId, device.ComputeCapability));
        Assert.Equal((Backend.Cuda, memory, true), (device.Backend, device.Memory, device.SharesHostMemory));
        Assert.Equal(id is not null, device.Bandwidth is not null);
    }

    [Theory]
    [InlineData("Raspberry Pi 5 Model B Rev 1.0\0")]
    [InlineData("")]
    [InlineData("FriendlyElec NanoPC-T6\0")]
    public void Other_boards_are_none(string model) => Assert.Null(JetsonBoard.Parse(model, null, ByteSize.FromGibibytes(7.4)));
}
