using LocalRig.Local.Probes;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Listings in the form of dmidecode's manual page for type 17, with locators as boards write them.</summary>
public sealed class MemoryModulesTests
{
    [Theory]
    [InlineData("a desktop with two of four sockets", "P0 CHANNEL A|DIMM 1|16 GB|6000 MT/s;P0 CHANNEL A|DIMM 0|No Module Installed|Unknown;P0 CHANNEL B|DIMM 1|16 GB|6000 MT/s", 2, 6000e6, 2, 96e9)]
    [InlineData("a laptop", "BANK 0|Controller0-ChannelA-DIMM0|16 GB|5600 MT/s;BANK 0|Controller1-ChannelA-DIMM0|16 GB|5600 MT/s", 2, 5600e6, 2, 89.6e9)]
    [InlineData("four modules in two channels", "P0 CHANNEL A|DIMM 0|8192 MB|3200 MT/s;P0 CHANNEL A|DIMM 1|8192 MB|3200 MT/s;P0 CHANNEL B|DIMM 0|8192 MB|3200 MT/s;P0 CHANNEL B|DIMM 1|8192 MB|3200 MT/s", 4, 3200e6, 2, 51.2e9)]
    public void Channels_and_rate_give_the_bandwidth(string machine, string modules, int count, double rate, int channels, double bytesPerSecond)
    {
        MemoryModules? read = MemoryModules.Parse(Listing(modules));
        Assert.Equal((machine, new MemoryModules(count, rate, channels, channels * 64)), (machine, read));
        Assert.Equal(bytesPerSecond, read!.Bandwidth!.Value.BytesPerSecond);
    }

    [Fact]
    public void Sockets_that_tell_no_channel_leave_it_unknown()
    {
        MemoryModules? read = MemoryModules.Parse(Listing("BANK 0|DIMM 0|16 GB|2133 MT/s"));
        Assert.Equal(new MemoryModules(1, 2133e6, null, null), read);
        Assert.Null(read!.Bandwidth);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/mem: Permission denied")]
    public void Anything_else_lists_no_module(string printed) => Assert.Null(MemoryModules.Parse(printed));

    /// <summary>Names of banks and sockets as boards give them: the channel, or none.</summary>
    [Theory]
    [InlineData("P0 CHANNEL A", "DIMM 1", "P0 A")]
    [InlineData("BANK 3", "ChannelB-DIMM1", "B")]
    [InlineData("BANK 2", "Controller1-ChannelA-DIMM0", "CONTROLLER1-A")]
    [InlineData("P0_Channel10", "DIMM_P0_K0", "P0_10")]
    [InlineData("BANK 0", "Controller0-DIMMA2", "CONTROLLER0-A")]
    [InlineData("BANK 0", "DIMM_B1", "B")]
    [InlineData("NODE 1", "CPU1_DIMM_A1", "CPU1_A")]
    [InlineData("Not Specified", "P2-DIMMC1", "P2-C")]
    [InlineData("BANK 0", "DDR4-A1", "A")]
    [InlineData("NODE 0", "CPU0_C2D0", "CPU0_2")]
    [InlineData("Not Specified", "A1", null)]
    [InlineData("Not Specified", "PROC 1 DIMM 3", null)]
    [InlineData("BANK 0", "DIMM 0", null)]
    public void A_channel_is_told_by_the_names_of_bank_or_socket(string bank, string locator, string? channel) =>
        Assert.Equal(channel, MemoryChannel.Of(bank, locator));

    [Theory]
    [InlineData("32", "LPDDR5", 32)]
    [InlineData("16", "LPDDR4", 16)]
    [InlineData("64", "DDR5", 64)]
    [InlineData("", "DDR4", 64)]
    [InlineData("", "LPDDR5", null)]
    [InlineData("8", "DDR5", null)]
    public void A_modules_width_is_told_or_its_kinds(string told, string type, int? bits) => Assert.Equal(bits, MemoryModule.Width(told, type));

    private static string Listing(string modules) =>
        "# dmidecode 3.5\nGetting SMBIOS data from sysfs.\n\n" + string.Join("\n\n", modules.Split(';').Select((m, i) =>
        {
            string[] f = m.Split('|');
            return $"Handle 0x00{i:X2}, DMI type 17, 92 bytes\nMemory Device\n\tSize: {f[2]}\n\tLocator: {f[1]}\n\tBank Locator: {f[0]}\n\tSpeed: {f[3]}\n\tConfigured Memory Speed: {f[3]}";
        })) + "\n";
}
