using LocalRig.Local.Probes;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Objects in the form ConvertTo-Json gives for the CIM classes and the display class key that Microsoft documents.</summary>
public sealed class WindowsMachineTests
{
    private const string System =
        "\"os\":{\"TotalVisibleMemorySize\":33473000,\"FreePhysicalMemory\":20480000},"
        + "\"cpu\":[{\"Name\":\"AMD Ryzen 7 7800X3D 8-Core Processor           \",\"NumberOfCores\":8,\"NumberOfLogicalProcessors\":16}],"
        + "\"memory\":[{\"Capacity\":17179869184,\"ConfiguredClockSpeed\":6000,\"DeviceLocator\":\"DIMM 1\"},{\"Capacity\":17179869184,\"ConfiguredClockSpeed\":6000,\"DeviceLocator\":\"DIMM 2\"}],";

    /// <summary>Machine, adapters present, driver keys: catalogue ids and whole GiB.</summary>
    public static TheoryData<string, string, string, string> Machines =>
        new()
        {
            { "a Radeon beside the processor's own", "AMD Radeon RX 7800 XT|AMD Radeon(TM) Graphics", "AMD Radeon RX 7800 XT=17095983104|AMD Radeon(TM) Graphics=536870912", "rx-7800-xt:15 -:16" },
            { "the same card with an older driver's key", "AMD Radeon RX 7800 XT", "AMD Radeon RX 7800 XT=17095983104|AMD Radeon RX 7800 XT=17095983104", "rx-7800-xt:15" },
            { "an Arc card", "Intel(R) Arc(TM) A770 Graphics", "Intel(R) Arc(TM) A770 Graphics=17079205888", "arc-a770:15" },
            { "no card at all", "Intel(R) UHD Graphics 770", "Intel(R) UHD Graphics 770=134217728", "-:16" },
            { "a remote desktop's adapter is none", "Microsoft Remote Display Adapter", "", "" },
            { "NVIDIA without its tool", "NVIDIA GeForce RTX 4070", "NVIDIA GeForce RTX 4070=12878610432", "rtx-4070:11" },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Adapters_that_are_present_are_read_with_their_drivers_sizes(string machine, string present, string keys, string expected)
    {
        (Host host, Seen seen) = WindowsMachine.Parse(Json(present, keys), withoutNvidia: false)!.Value;
        Assert.Equal((machine, expected), (machine, string.Join(' ', seen.Devices.Select(d => $"{d.CatalogId ?? "-"}:{(int)d.Memory.Gibibytes}"))));
        Assert.Equal(33473000L * 1024, host.Memory.Bytes);
        Assert.Contains(seen.Findings, f => f.Found == "2 modules, channels not told, 6000 MT/s");
        Assert.Null(host.Bandwidth);
    }

    /// <summary>Bank labels and socket names as boards write them into SMBIOS, which CIM hands on.</summary>
    [Theory]
    [InlineData("AMD's boards name the channel in the bank", "P0 CHANNEL A|DIMM 1|6000;P0 CHANNEL B|DIMM 1|6000", 96e9)]
    [InlineData("Intel's boards name it in the socket", "BANK 0|Controller0-ChannelA-DIMM0|5600;BANK 2|Controller1-ChannelA-DIMM0|5600", 89.6e9)]
    [InlineData("one module", "P0 CHANNEL A|DIMM 0|3200", 25.6e9)]
    public void Channels_and_rate_give_the_bandwidth(string board, string modules, double bytesPerSecond)
    {
        string memory = string.Join(',', modules.Split(';').Select(m => m.Split('|')).Select(f => $"{{\"Capacity\":17179869184,\"ConfiguredClockSpeed\":{f[2]},\"BankLabel\":\"{f[0]}\",\"DeviceLocator\":\"{f[1]}\"}}"));
        string json = Json("", "");
        int start = json.IndexOf("\"memory\":[", StringComparison.Ordinal) + "\"memory\":[".Length;
        json = json[..start] + memory + json[json.IndexOf(']', start)..];
        Assert.Equal((board, bytesPerSecond), (board, WindowsMachine.Parse(json, withoutNvidia: false)?.Host.Bandwidth?.BytesPerSecond));
    }

    [Fact]
    public void A_rate_the_firmware_does_not_know_leaves_the_bandwidth_unknown() =>
        Assert.Null(WindowsMachine.Parse(Json("", "").Replace("6000", "0", StringComparison.Ordinal).Replace("DIMM ", "ChannelA-DIMM", StringComparison.Ordinal), withoutNvidia: false)!.Value.Host.Bandwidth);

    [Fact]
    public void NVIDIA_cards_are_left_to_their_own_tool_where_it_answers() =>
        Assert.Empty(WindowsMachine.Parse(Json("NVIDIA GeForce RTX 4070", "NVIDIA GeForce RTX 4070=12878610432"), withoutNvidia: true)!.Value.Seen.Devices);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"os\":{}}")]
    [InlineData("Get-CimInstance : Access denied")]
    public void Anything_else_is_no_machine(string printed) => Assert.Null(WindowsMachine.Parse(printed, withoutNvidia: false));

    private static string Json(string present, string keys)
    {
        IEnumerable<string> video = present.Split('|').Select(n => $"{{\"Name\":\"{n}\"}}");
        IEnumerable<string> registry = keys.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(k => k.Split('='))
            .Select(k => $"{{\"DriverDesc\":\"{k[0]}\",\"HardwareInformation.qwMemorySize\":{k[1]}}}");
        return $"{{{System}\"video\":[{string.Join(',', video)}],\"keys\":[{string.Join(',', registry)}]}}";
    }
}
