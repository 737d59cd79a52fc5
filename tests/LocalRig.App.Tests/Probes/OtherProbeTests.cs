using LocalRig.Local.Probes;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Main memory, processors, AMD and Apple, from texts in the forms that proc(5), cgroups(7), the amdgpu documentation and Apple's tools give.</summary>
public sealed class OtherProbeTests
{
    private const string Meminfo = "MemTotal:       32768000 kB\nMemFree:         1000000 kB\nMemAvailable:   20480000 kB\nBuffers:  1 kB\n";

    [Theory]
    [InlineData("a plain machine", null, null, 32768000L * 1024, 20480000L * 1024, false)]
    [InlineData("control group v2 without a limit", "max\n", "1000\n", 32768000L * 1024, 20480000L * 1024, false)]
    [InlineData("control group v1 without a limit", "9223372036854771712\n", "1000\n", 32768000L * 1024, 20480000L * 1024, false)]
    [InlineData("a container of 8 GiB", "8589934592\n", "1073741824\n", 8589934592L, 7516192768L, true)]
    [InlineData("a limit above what the machine has", "99999999999999\n", "0\n", 32768000L * 1024, 20480000L * 1024, false)]
    public void Main_memory_is_the_machines_or_the_containers(string machine, string? limit, string? used, long total, long available, bool limited)
    {
        LinuxMemory? memory = LinuxMemory.Parse(Meminfo, limit, used);
        Assert.Equal((machine, new LinuxMemory(new ByteSize(total), new ByteSize(available), limited)), (machine, memory));
    }

    [Fact]
    public void Text_without_a_total_is_no_memory() => Assert.Null(LinuxMemory.Parse("nothing here", null, null));

    [Fact]
    public void Cores_are_told_from_threads()
    {
        const string Cpuinfo =
            "processor\t: 0\nmodel name\t: AMD Ryzen 7 5800X 8-Core Processor\nphysical id\t: 0\ncore id\t\t: 0\n\n"
            + "processor\t: 1\nmodel name\t: AMD Ryzen 7 5800X 8-Core Processor\nphysical id\t: 0\ncore id\t\t: 0\n\n"
            + "processor\t: 2\nmodel name\t: AMD Ryzen 7 5800X 8-Core Processor\nphysical id\t: 0\ncore id\t\t: 1\n\n";
        Assert.Equal(new LinuxProcessor("AMD Ryzen 7 5800X 8-Core Processor", 2, 3), LinuxProcessor.Parse(Cpuinfo));
    }

    [Fact]
    public void A_board_without_core_ids_counts_its_processors() =>
        Assert.Equal(
            new LinuxProcessor("Raspberry Pi 5 Model B Rev 1.0", 2, 2),
            LinuxProcessor.Parse("processor\t: 0\nBogoMIPS\t: 108.00\n\nprocessor\t: 1\n\nModel\t\t: Raspberry Pi 5 Model B Rev 1.0\n"));

    /// <summary>Name, VRAM and GTT bytes, main memory in GiB: catalogue id, GiB the device can use, whether it shares.</summary>
    [Theory]
    [InlineData("AMD Radeon RX 7900 XTX", 25753026560, 16000000000, 32, "rx-7900-xtx", 24, false)]
    [InlineData("AMD Radeon RX 9070 XT", 17095983104, 16000000000, 32, "rx-9070-xt", 15, false)]
    [InlineData("AMD Radeon 780M Graphics", 536870912, 16106127360, 30, "radeon-780m", 15, true)]
    [InlineData("AMD Radeon 8060S Graphics", 536870912, 117037858816, 124, "strix-halo-395", 109, true)]
    [InlineData("AMD Radeon 8060S Graphics", 103079215104, 16106127360, 31, "strix-halo-395", 111, true)]
    [InlineData("AMD Radeon 8050S Graphics", 536870912, 33285996544, 62, "strix-halo-385", 31, true)]
    [InlineData("AMD Instinct MI300X", 206141652992, 16000000000, 1024, "mi300x", 192, false)]
    [InlineData("", 4294967296, 8000000000, 16, null, 4, false)]
    public void An_AMD_device_is_a_card_or_shares_main_memory(string name, long vram, long gtt, int mainGibibytes, string? id, int gibibytes, bool shares)
    {
        Device device = Assert.IsType<Device>(AmdCard.Parse(name, $"{vram}\n", $"{gtt}\n", ByteSize.FromGibibytes(mainGibibytes)));
        Assert.Equal((id, (long)gibibytes, shares), (device.CatalogId, (long)Math.Floor(device.Memory.Gibibytes + 0.02), device.SharesHostMemory));
    }

    [Theory]
    [InlineData("0x1586\n", 103079215104, "strix-halo-395")]
    [InlineData("0x150e\n", 4294967296, "radeon-890m")]
    [InlineData("0x15bf\n", 536870912, "radeon-780m")]
    [InlineData("0x1681\n", 536870912, "radeon-680m")]
    public void An_APU_without_a_product_name_is_known_by_its_PCI_id(string pciId, long vram, string id)
    {
        Device device = Assert.IsType<Device>(AmdCard.Parse(AmdProducts.Name(pciId), $"{vram}", "16106127360", ByteSize.FromGibibytes(31)));
        Assert.Equal((id, true), (device.CatalogId, device.SharesHostMemory));
    }

    [Fact]
    public void A_card_of_another_PCI_id_has_no_name() => Assert.Empty(AmdProducts.Name("0x744c"));

    [Fact]
    public void A_card_without_sizes_is_none() => Assert.Null(AmdCard.Parse("AMD Radeon", "", "", ByteSize.FromGibibytes(8)));

    [Theory]
    [InlineData("Apple M1", 17179869184, "0", 8, "m1-8c", 10.66)]
    [InlineData("Apple M2 Pro", 34359738368, "0", 19, "m2-pro-19c", 21.33)]
    [InlineData("Apple M3 Pro", 38654705664, "0", 18, "m3-pro-18c", 27)]
    [InlineData("Apple M1 Pro", 17179869184, "0", 16, "m1-pro-16c", 10.66)]
    [InlineData("Apple M2 Ultra", 206158430208, "0", 76, "m2-ultra-76c", 144)]
    [InlineData("Apple M3 Max", 137438953472, null, 40, "m3-max-40c", 96)]
    [InlineData("Apple M3 Max", 137438953472, "122880", 40, "m3-max-40c", 120)]
    [InlineData("Apple M4", 25769803776, "0", 10, "m4-10c", 16)]
    [InlineData("Apple M4 Max", 68719476736, "0", 40, "m4-max-40c", 48)]
    [InlineData("Apple M5", 17179869184, "0", 10, "m5-10c", 10.66)]
    public void A_Mac_is_named_by_chip_and_cores(string chip, long memory, string? wired, int cores, string id, double usable)
    {
        Rig rig = Assert.IsType<Rig>(AppleMachine.Parse(chip, $"{memory}\n", wired, $"    Chipset Model: {chip}\n      Total Number of Cores: {cores}\n"));
        Device device = Assert.Single(rig.Devices);
        Assert.Equal((id, Backend.Metal, memory), (device.CatalogId, device.Backend, device.Memory.Bytes));
        Assert.Equal(usable, device.Usable!.Value.Gibibytes, 0.01);
        Assert.NotNull(device.Bandwidth);
    }

    [Fact]
    public void An_Intel_Mac_is_no_Apple_silicon() => Assert.Null(AppleMachine.Parse("Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz", "17179869184", null, ""));
}
