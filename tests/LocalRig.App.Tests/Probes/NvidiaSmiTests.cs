using LocalRig.Local.Probes;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Lines in the form nvidia-smi's manual gives for --format=csv,noheader,nounits: MiB without units, [N/A] where the driver has no answer.</summary>
public sealed class NvidiaSmiTests
{
    private static readonly ByteSize MainMemory = ByteSize.FromGibibytes(64);

    /// <summary>Machine, what is printed, catalogue ids, MiB of each device, compute capabilities.</summary>
    public static TheoryData<string, string, string, string, string> Machines =>
        new()
        {
            { "desktop with a 3090", "NVIDIA GeForce RTX 3090, 24576, 24021, 8.6, [N/A]", "rtx-3090", "24576", "86" },
            { "two used 3090", "NVIDIA GeForce RTX 3090, 24576, 24100, 8.6, [N/A]\nNVIDIA GeForce RTX 3090, 24576, 23900, 8.6, [N/A]\n", "rtx-3090 rtx-3090", "24576 24576", "86 86" },
            { "a 4090 beside a 3060", "NVIDIA GeForce RTX 4090, 24564, 23600, 8.9, [N/A]\nNVIDIA GeForce RTX 3060, 12288, 12000, 8.6, [N/A]", "rtx-4090 rtx-3060-12-gb", "24564 12288", "89 86" },
            { "laptop with a 4060", "NVIDIA GeForce RTX 4060 Laptop GPU, 8188, 7800, 8.9, [N/A]", "rtx-4060-laptop", "8188", "89" },
            { "the larger 4060 Ti", "NVIDIA GeForce RTX 4060 Ti, 16380, 15900, 8.9, [N/A]", "rtx-4060-ti-16-gb", "16380", "89" },
            { "the smaller 4060 Ti", "NVIDIA GeForce RTX 4060 Ti, 8188, 7900, 8.9, [N/A]", "rtx-4060-ti-8-gb", "8188", "89" },
            { "a 3080 of 12 GB", "NVIDIA GeForce RTX 3080, 12288, 11900, 8.6, [N/A]", "rtx-3080-12-gb", "12288", "86" },
            { "a 5090", "NVIDIA GeForce RTX 5090, 32607, 31900, 12.0, [N/A]", "rtx-5090", "32607", "120" },
            { "an old P40", "Tesla P40, 23040, 22900, 6.1, [N/A]", "tesla-p40", "23040", "61" },
            { "a T4 in the cloud", "Tesla T4, 15360, 14900, 7.5, [N/A]", "tesla-t4", "15360", "75" },
            { "a workstation card", "NVIDIA RTX A6000, 49140, 48600, 8.6, [N/A]", "rtx-a6000", "49140", "86" },
            { "DGX Spark: no memory of its own", "NVIDIA GB10, [N/A], [N/A], 12.1, [N/A]", "gb10-dgx-spark", "65536", "121" },
            { "Jetson Orin: no memory of its own", "Orin (nvgpu), [N/A], [N/A], [N/A], [N/A]", "-", "65536", "-" },
            { "a card nobody listed", "NVIDIA Something New, 20000, 19000, 13.0, [N/A]", "-", "20000", "130" },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Devices_are_read_and_named(string machine, string printed, string ids, string mebibytes, string capabilities)
    {
        Device[] devices = Read(printed);

        Assert.Equal((machine, ids), (machine, string.Join(' ', devices.Select(d => d.CatalogId ?? "-"))));
        Assert.Equal(mebibytes, string.Join(' ', devices.Select(d => d.Memory.Bytes / ByteSize.BytesPerMebibyte)));
        Assert.Equal(capabilities, string.Join(' ', devices.Select(d => d.ComputeCapability?.ToString() ?? "-")));
        Assert.All(devices, d => Assert.Equal(Backend.Cuda, d.Backend));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")]
    [InlineData("No devices were found")]
    public void What_is_no_device_line_is_passed_over(string printed) => Assert.Empty(Read(printed));

    private static Device[] Read(string printed) =>
        [.. NvidiaCards.Read(new NvidiaAnswer(ToolState.Answered, "", NvidiaSmi.Tool, NvidiaSmi.Fields, printed, ""), new Host { Memory = MainMemory }).Devices];


    [Fact]
    public async Task A_missing_or_hanging_tool_costs_its_patience_and_nothing_else()
    {
        MachineReport missing = await ThisMachine.DetectAsync(new OwnTexts((NvidiaSmi.Tool, "no-such-tool-anywhere")), TimeSpan.FromSeconds(5));
        Assert.Contains(missing.Findings, f => f.What == "NVIDIA" && f.Found.Contains("not installed", StringComparison.Ordinal));

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The hanging tool is a shell script.");
            return;
        }

        string hanging = Path.Combine(Path.GetTempPath(), $"localrig-hanging-{Environment.ProcessId}");
        await File.WriteAllTextAsync(hanging, "#!/bin/sh\nexec sleep 60\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(hanging, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        MachineReport hung = await ThisMachine.DetectAsync(new OwnTexts((NvidiaSmi.Tool, hanging)), TimeSpan.FromMilliseconds(200));
        File.Delete(hanging);
        Assert.Contains(hung.Findings, f => f.What == "NVIDIA" && f.Found.Contains("no answer", StringComparison.Ordinal));
        Assert.True(hung.Rig.Host.Memory > ByteSize.Zero);
    }
}
