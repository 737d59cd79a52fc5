using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Devices;

public class DeviceCatalogTests
{
    [Fact]
    public void A_device_has_what_its_data_sheet_says()
    {
        // https://www.techpowerup.com/gpu-specs/geforce-rtx-3090.c3622
        KnownDevice device = DeviceCatalog.Default.Find("rtx-3090")!;
        Assert.Equal(("GeForce RTX 3090", "NVIDIA", DeviceKind.Discrete, 86), (device.Product, device.Maker, device.Kind, device.ComputeCapability));
        Assert.Equal(ByteSize.FromGibibytes(24), Assert.Single(device.MemoryVersions));
        Assert.Equal(936.2, device.Bandwidth.GigabytesPerSecond, 1e-9);
        Assert.Equal(350, device.Watts);
        Assert.Equal(31.504, device.Pcie!.Bandwidth!.Value.GigabytesPerSecond, 1e-9); // 16 lanes of 16 GT/s, 128b/130b
        Assert.Equal("2020-09-01", $"{device.Release}");
    }

    [Fact]
    public void What_nobody_published_is_unknown()
    {
        KnownDevice device = DeviceCatalog.Default.Find("cpu-graviton4-12ch")!;
        Assert.Equal(ByteSize.Zero, device.Memory);
        Assert.Null(device.Watts);
        Assert.Null(device.Pcie);
        Assert.Equal(new ComputeRates(), device.Compute);
    }

    [Theory]
    [InlineData("rtx-3090", Backend.Cuda)]
    [InlineData("rx-7900-xtx", Backend.Rocm)]
    [InlineData("m3-max-40c", Backend.Metal)]
    [InlineData("arc-b580", Backend.Vulkan)]
    public void A_graphics_processor_becomes_a_device_of_a_rig(string id, Backend backend)
    {
        Device device = DeviceCatalog.Default.Device(id, "gpu0")!;
        KnownDevice known = DeviceCatalog.Default.Find(id)!;
        Assert.Equal((id, "gpu0", backend, known.Memory, known.Bandwidth), (device.CatalogId, device.Name, device.Backend, device.Memory, device.Bandwidth));
        Assert.Null(DeviceCatalog.Default.Host(id));
    }

    [Fact]
    public void A_processor_becomes_a_host()
    {
        Host host = DeviceCatalog.Default.Host("cpu-epyc-genoa-12ch")!;
        Assert.Equal(460.8, host.Bandwidth!.Value.GigabytesPerSecond, 1e-9);
        Assert.Null(DeviceCatalog.Default.Device("cpu-epyc-genoa-12ch", "gpu0"));
    }

    [Fact]
    public void Devices_are_found_by_maker_and_memory() =>
        Assert.Equal(["rx-7900-xt"], DeviceCatalog.Default.WithMemory("AMD", ByteSize.FromGibibytes(20)).Select(d => d.Id));

    [Theory]
    [InlineData("AI Max+ 395", "strix-halo-395")]
    [InlineData("ai-max-395", "strix-halo-395")]
    [InlineData("M3 Max 16", "m3-max-30c m3-max-40c")]
    [InlineData("RTX 3090", "")]
    public void Devices_are_found_by_what_they_are_called(string name, string ids) => Assert.Equal(ids, string.Join(' ', DeviceCatalog.Default.Called(name).Select(d => d.Id)));
}
