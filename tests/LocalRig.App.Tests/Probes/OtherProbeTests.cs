using LocalRig.Local.Probes;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Main memory, processors, AMD and Apple, from texts in the forms that proc(5), cgroups(7), the amdgpu documentation and Apple's tools give.</summary>
public sealed class OtherProbeTests
{
    private const string Meminfo = "MemTotal:       32768000 kB\nMemFree:         1000000 kB\nMemAvailable:   20480000 kB\nBuffers:  1 kB\n";

    [Fact]
    public void Main_memory_is_the_machines_where_no_limit_is_smaller()
    {
        LinuxMemory all = new(new ByteSize(32768000L * 1024), new ByteSize(20480000L * 1024), false);
        Assert.Equal(all, LinuxMemory.Parse(Meminfo));
        Assert.Equal(all, LinuxMemory.Parse(Meminfo, new MemoryLimit(new ByteSize(99999999999999), ByteSize.Zero)));
    }

    [Fact]
    public void Text_without_a_total_is_no_memory() => Assert.Null(LinuxMemory.Parse("nothing here"));

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
