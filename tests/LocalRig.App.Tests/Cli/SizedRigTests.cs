using LocalRig.Cli.Lookup;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class SizedRigTests
{
    [Theory]
    [InlineData("gpu:24GB", 1, 24_000_000_000, 68_719_476_736)]
    [InlineData("2x cuda:24GiB + 128GB", 2, 25_769_803_776, 128_000_000_000)]
    [InlineData("vulkan:16GB+32GB", 1, 16_000_000_000, 32_000_000_000)]
    [InlineData("64GB", 0, 0, 64_000_000_000)]
    public void Sizes_make_a_rig(string text, int devices, long memory, long host)
    {
        Rig rig = SizedRig.TryParse(text)!;
        Assert.Equal(devices, rig.Devices.Length);
        Assert.All(rig.Devices, d => Assert.Equal(memory, d.Memory.Bytes));
        Assert.Equal(host, rig.Host.Memory.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtx-3090")]
    [InlineData("cpu:5GB")]
    [InlineData("gpu:0GB")]
    [InlineData("0x gpu:5GB")]
    [InlineData("64GB + 64GB")]
    public void Other_texts_are_no_sizes(string text) => Assert.Null(SizedRig.TryParse(text));
}
