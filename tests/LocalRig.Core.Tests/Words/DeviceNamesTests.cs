using LocalRig.Units;
using LocalRig.Words;
using Xunit;

namespace LocalRig.Core.Tests.Words;

public class DeviceNamesTests
{
    [Theory]
    [InlineData("RTX 3060", 1, "rtx-3060-8-gb rtx-3060-12-gb")]
    [InlineData("used RTX 3080 10GB", 1, "rtx-3080-10-gb")]
    [InlineData("NVIDIA GeForce RTX 4060 Ti 16 GB", 1, "rtx-4060-ti-16-gb")]
    [InlineData("dual used RTX 3090", 2, "rtx-3090")]
    [InlineData("2× RTX 3090", 2, "rtx-3090")]
    [InlineData("12x RTX 3090", 12, "rtx-3090")]
    [InlineData("3090", 1, "rtx-3090")]
    [InlineData("RTX 6000 48GB", 1, "rtx-6000-ada")]
    [InlineData("Threadripper PRO 7995WX", 1, "cpu-threadripper-pro-7995wx")]
    [InlineData("Threadripper 7980X", 1, "cpu-threadripper-7980x")]
    [InlineData("Strix Halo", 1, "strix-halo-395 strix-halo-385")]
    [InlineData("DGX Spark", 1, "gb10-dgx-spark")]
    [InlineData("Radeon RX 7900 XTX", 1, "rx-7900-xtx")]
    [InlineData("Ryzen AI Max+ 395 128GB", 1, "strix-halo-395")]
    [InlineData("Strix Halo 128", 1, "strix-halo-395")]
    [InlineData("MacBook Pro M3 Max 16", 1, "m3-max-30c m3-max-40c")]
    public void A_product_is_found_by_the_name_on_its_box(string text, int count, string ids)
    {
        NamedDevice device = Assert.IsType<NamedDevice>(DeviceNames.Find(text));
        Assert.Equal(count, device.Count);
        Assert.Equal(ids.Split(' ').Order(), device.Versions.Select(v => v.Id).Distinct().Order());
    }

    [Fact]
    public void A_memory_nobody_sold_is_noticed()
    {
        Assert.False(DeviceNames.Find("M3 Max 256GB")!.IsSold);
        Assert.True(DeviceNames.Find("M3 Max 128GB")!.IsSold);
        Assert.Equal(ByteSize.FromGibibytes(16), Assert.Single(DeviceNames.Find("MacBook Air M3 16GB")!.Versions.Select(v => v.Memory).Distinct()));
    }

    [Theory]
    [InlineData("Mac Studio")]
    [InlineData("toaster")]
    [InlineData("RTX")]
    [InlineData("99x RTX 3090")]
    [InlineData("0x RTX 3090")]
    [InlineData("")]
    [InlineData("RTX 9999999999999999999999 GB")]
    public void What_is_no_device_is_not_guessed(string text) => Assert.Null(DeviceNames.Find(text));
}
