using LocalRig.Contract;
using LocalRig.Words;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.Core.Tests.Words;

public class RigWordsTests
{
    [Theory]
    [InlineData("gpu:24GB", 1, 24, 64)]
    [InlineData("2x cuda:24GiB + 128GB", 2, 24, 128)]
    [InlineData("vulkan:16GB+32GB", 1, 16, 32)]
    [InlineData("64GB", 0, 0, 64)]
    [InlineData("none + 256GB", 0, 0, 256)]
    [InlineData("1.5TB", 0, 0, 1536)]
    public void Sizes_make_a_rig_in_the_gigabytes_memory_is_sold_in(string text, int devices, int gibibytes, int host)
    {
        Rig rig = RigWords.TryParse(text)!;
        Assert.Equal(devices, rig.Devices.Length);
        Assert.All(rig.Devices, d => Assert.Equal((long)gibibytes << 30, d.Memory.Bytes));
        Assert.Equal((long)host << 30, rig.Host.Memory.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtx-9999")]
    [InlineData("2x")]
    [InlineData("cpu:5GB")]
    [InlineData("gpu:0GB")]
    [InlineData("0x gpu:5GB")]
    [InlineData("64GB + 64GB")]
    [InlineData("none")]
    [InlineData("none + rtx-3090 + 64GB")]
    [InlineData("rtx")]
    [InlineData("GeForce RTX + 64GB")]
    [InlineData("rtx-4090 super")]
    [InlineData("4090 ti")]
    [InlineData("rtx-3090 64")]
    [InlineData("64")]
    [InlineData("rtx-3090 or rtx-4090")]
    [InlineData("rtx-3090 x")]
    [InlineData("M4 Max 36GB + 64GB")]
    public void Other_texts_are_no_sizes(string text) => Assert.Null(RigWords.TryParse(text));

    [Theory]
    [InlineData("0x rtx-3090")]
    [InlineData("1000000x rtx-3090")]
    [InlineData("2.5x rtx-3090 + 64GB")]
    [InlineData("0xe rtx-3090")]
    [InlineData("65x rtx-3090")]
    public void A_count_nobody_can_have_is_said(string text) =>
        Assert.StartsWith("A rig has 1 to 64 of a device", Assert.Throws<RequestException>(() => RigWords.Read(text)).Combined.Hint, StringComparison.Ordinal);

    /// <summary>No card was rebuilt with more than twice its memory (RTX 4090 48GB, RTX 2080 Ti 22GB, RTX 3080 20GB): what is beyond is main memory, as is a larger size after the card's own.</summary>
    [Theory]
    [InlineData("rtx 3090 64gb", 1, 24, 64)]
    [InlineData("2x 3090 128gb", 2, 24, 128)]
    [InlineData("RTX 4090 laptop 64GB", 1, 16, 64)]
    [InlineData("3060 laptop 6gb 16gb", 1, 6, 16)]
    [InlineData("RTX 4060 8GB 32GB", 1, 8, 32)]
    [InlineData("RTX 4060 8GB 32GB SSD 512GB", 1, 8, 32)]
    [InlineData("RTX 4090 48GB", 1, 48, 64)]
    [InlineData("RTX 3080 20GB", 1, 20, 64)]
    public void What_no_card_has_is_main_memory(string text, int devices, int gibibytes, int host)
    {
        Rig rig = RigWords.TryParse(text)!;
        Assert.Equal(devices, rig.Devices.Length);
        Assert.All(rig.Devices, d => Assert.InRange(d.Memory.Gibibytes, gibibytes - 0.6, gibibytes)); // as the driver reports it
        Assert.Equal((long)host << 30, rig.Host.Memory.Bytes);
    }

    /// <summary>A size between could be a rebuilt card or main memory, and 256 GB and more a disk.</summary>
    [Theory]
    [InlineData("RTX 4060 16GB")]
    [InlineData("rtx 4070 12gb 512gb")]
    [InlineData("M2 Max 32gb 512gb")]
    public void What_could_be_either_is_refused(string text) => Assert.Null(RigWords.TryParse(text));

    [Fact]
    public void A_minus_is_no_gap() => Assert.Null(RigWords.TryParse("-2x rtx-3090"));

    [Fact]
    public void Names_make_a_rig()
    {
        Rig rig = RigWords.TryParse("2x rtx-3090 + 64GB ddr5-6000")!;
        Assert.Equal(["gpu0", "gpu1"], rig.Devices.Select(d => d.Name));
        Assert.All(rig.Devices, d => Assert.Equal((24L << 30, 86, Backend.Cuda), (d.Memory.Bytes, d.ComputeCapability!.Value, d.Backend)));
        Assert.Equal(936.2, rig.Devices[0].Bandwidth!.Value.GigabytesPerSecond, 1);
        Assert.Equal(96, rig.Host.Bandwidth!.Value.GigabytesPerSecond);
    }

    [Fact]
    public void A_unified_machine_has_one_memory()
    {
        Rig rig = RigWords.TryParse("m3-max-40c:64")!;
        Assert.True(rig.Devices[0].SharesHostMemory);
        Assert.Equal(64L << 30, rig.Devices[0].Memory.Bytes);
        Assert.Equal(rig.Devices[0].Memory, rig.Host.Memory);
    }

    /// <summary>Limits in decimal megabytes from public logs of ggml on older macOS.</summary>
    [Theory]
    [InlineData("m1-pro-16c:16", 11_453.25)]
    [InlineData("m1-max-32c:32", 22_906.50)]
    [InlineData("m3-max-30c:36", 28_991.03)]
    [InlineData("m3-max-40c:64", 51_539.61)]
    public void A_Mac_gives_a_program_its_working_set(string words, double megabytes) =>
        Assert.Equal(megabytes, Assert.Single(RigWords.TryParse(words)!.Devices).Usable!.Value.Bytes / 1e6, 0.01);

    /// <summary>Without a size the version sold first is meant: the 12 GB RTX 3060 came in January 2021, the 8 GB one in October 2022.</summary>
    [Theory]
    [InlineData("rtx-3060", "rtx-3060-12-gb", "rtx-3060-12-gb")]
    [InlineData("rtx-3060:8", "rtx-3060-8-gb", "rtx-3060-8-gb")]
    [InlineData("rtx-4060-ti:16GB", "rtx-4060-ti-16-gb", "rtx-4060-ti-16-gb")]
    [InlineData("RTX 3060 12GB", "rtx-3060-12-gb", "rtx-3060-12-gb")]
    [InlineData("rtx-3080", "rtx-3080-10-gb", "rtx-3080-10-gb")]
    [InlineData("2x rtx-3060 + 32GB", "rtx-3060-12-gb", "2x rtx-3060-12-gb + 32GB")]
    [InlineData("rtx-2060", "rtx-2060", "rtx-2060")]
    public void A_name_without_its_memory_is_the_version_sold_first(string words, string id, string name)
    {
        Rig rig = RigWords.TryParse(words)!;
        Assert.All(rig.Devices, d => Assert.Equal(id, d.CatalogId));
        Assert.Equal(name, rig.Name);
    }

    /// <summary>Sales: Mindfactory, July 2025 (data/devices/usual.csv); where no source tells which version is sold most, the smaller promises nothing.</summary>
    [Theory]
    [InlineData("rtx-4060-ti", "rtx-4060-ti-8-gb", "rtx-4060-ti-16-gb")]
    [InlineData("rtx-5060-ti", "rtx-5060-ti-16-gb", "rtx-5060-ti-8-gb")]
    [InlineData("rx 9060 xt", "rx-9060-xt-16gb", "rx-9060-xt-8gb")]
    public void What_is_ambiguous_is_the_version_sold_most_and_the_notice_says_so(string words, string taken, string other)
    {
        Rig reading = RigWords.Read(words);
        Assert.Equal(taken, Assert.Single(reading.Devices).CatalogId);
        Assert.Equal($"\"{words}\" is taken for {taken}; there is also {other}.", Assert.Single(reading.Notes));
    }

    [Fact]
    public void A_size_nobody_sold_is_refused()
    {
        Problem refused = Assert.Throws<RequestException>(() => RigWords.Read("rtx-3060:24")).Combined;
        Assert.Equal("There is no rtx-3060 with 24 GB; it comes with 8, 12 GB.", refused.Message);
    }

    [Fact]
    public void A_processor_alone_has_no_devices() => Assert.Empty(RigWords.TryParse("cpu-desktop-ddr5-5600-2ch")!.Devices);

    [Theory]
    [InlineData("rtx-4070:24GB", "There is no rtx-4070 with 24 GB; it comes with 12 GB.", "rtx-3090")]
    [InlineData("m3-max-40c:256", "There is no m3-max-40c with 256 GB; it comes with 48, 64, 128 GB.", "m3-ultra-60c")]
    public void A_version_nobody_sold_is_refused_with_the_nearest_real_ones(string words, string message, string near)
    {
        RequestException refused = Assert.Throws<RequestException>(() => RigWords.Read(words));
        Assert.Equal(message, refused.Problems[0].Message);
        Assert.Contains(near, refused.Problems[0].Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtx-3090:24GB")]
    [InlineData("m4-max-40c:64")]
    [InlineData("rtx-4060-ti-16-gb:16")]
    public void A_version_that_was_sold_is_a_rig(string words) => Assert.NotNull(RigWords.TryParse(words));

    /// <summary>Found by fuzzing: .NET reads "nan" and "infinity" as numbers.</summary>
    [Theory]
    [InlineData("RTX 3090, nan cores")]
    [InlineData("infinity threads and a 3090")]
    [InlineData("nan gpu 3090")]
    [InlineData("3090 + nan GB/s")]
    public void Words_that_are_no_numbers_count_nothing(string words)
    {
        Rig? rig = RigWords.TryParse(words);
        Assert.True(rig is null || rig.Devices.Single().Memory == RigWords.TryParse("RTX 3090")!.Devices.Single().Memory, rig?.Name);
    }
}
