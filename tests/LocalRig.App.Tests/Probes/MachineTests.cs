using System.Globalization;
using System.Text.Json;
using LocalRig.Devices;
using LocalRig.Local.Probes;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>Every machine of <c>tests/data/machines</c> by the whole path: its texts to the rig and what is said.</summary>
public sealed class MachineTests
{
    private const int Fewest = 45;

    public static TheoryData<string> Names => [.. CapturedMachine.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_machine_is_what_its_texts_say(string name)
    {
        CapturedMachine machine = CapturedMachine.Named(name);
        MachineReport report = await ThisMachine.DetectAsync(machine, TimeSpan.FromSeconds(2));

        Assert.Equal(string.Join('\n', machine.Told("device").Select(Known)), string.Join('\n', report.Rig.Devices.Zip(Padded(machine, report)).Select(d => Written(d.First, d.Second))));
        Assert.Equal(report.Rig.Devices.Select((_, i) => $"gpu{i}"), report.Rig.Devices.Select(d => d.Name));
        foreach (string bandwidth in machine.Told("bandwidth"))
        {
            Assert.Equal(bandwidth, report.Rig.Host.Bandwidth is { } b ? (b.BytesPerSecond / 1e9).ToString("0.###", CultureInfo.InvariantCulture) : "?");
        }

        foreach (string host in machine.Told("host"))
        {
            Assert.Equal(host, $"{(long)report.Rig.Host.Memory.Mebibytes} {(long)report.Rig.Host.Usable!.Value.Mebibytes}");
        }

        string found = string.Join('\n', report.Findings.Select(f => $"{f.What}: {f.Found}"));
        Assert.All(machine.Told("found"), f => Assert.Contains(f, found, StringComparison.Ordinal));
        Assert.All(machine.Told("note"), n => Assert.Contains(n, string.Join('\n', report.Rig.Notes), StringComparison.Ordinal));
        Assert.True(machine.Told("note").Any() || report.Rig.Notes.IsEmpty, string.Join('\n', report.Rig.Notes));
    }

    /// <summary>llama.cpp leaves graphics in the processor idle beside a card (its pull request 15797), so a plan has nothing there.</summary>
    [Theory]
    [InlineData("igpu-beside-4070")]
    [InlineData("raphael-beside-7900xtx")]
    [InlineData("cezanne-beside-3060-laptop")]
    [InlineData("windows-7800xt-beside-raphael")]
    [InlineData("windows-uhd-beside-4070-laptop")]
    public async Task A_plan_is_over_the_card_alone(string name)
    {
        Desk desk = new() { Machine = new Captured(CapturedMachine.Named(name)) };
        string answer = await desk.AskAsync("plan", """{"model":"Qwen3-8B","quant":"Q4_K_M","ctx":4096}""", cancellation: TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(answer);
        Assert.Equal(["gpu0", "host"], json.RootElement.GetProperty("devices").EnumerateArray().Select(d => d.GetProperty("name").GetString()));
    }

    [Fact]
    public void There_are_many_machines_and_each_names_its_source()
    {
        Assert.True(CapturedMachine.All.Count() >= Fewest);
        Assert.All(CapturedMachine.All, n => Assert.NotEmpty(CapturedMachine.Named(n).Told("source").Single()));
    }

    private static IEnumerable<string> Padded(CapturedMachine machine, MachineReport report) =>
        machine.Told("device").Concat(Enumerable.Repeat("", report.Rig.Devices.Length));

    /// <summary>The expectation with its id as the catalogue is.</summary>
    private static string Known(string told)
    {
        string[] words = told.Split(' ');
        words[0] = words[0].EndsWith('?') ? words[0][..^1].Split('|').FirstOrDefault(static id => DeviceCatalog.Default.Find(id) is not null) ?? "-" : words[0];
        return string.Join(' ', words.Select(static w => w.TrimEnd('?')));
    }

    /// <summary>The device with as much as its expectation tells; all of it where none was expected.</summary>
    private static string Written(Device device, string expected)
    {
        // "!id": anything but that.
        string[] words = expected.Split(' ');
        string id = words[0].StartsWith('!') && words[0][1..] != device.CatalogId ? words[0] : device.CatalogId ?? "-";
        string written = $"{id} {device.Memory.Bytes / ByteSize.BytesPerMebibyte} {device.Backend.Word()}{(device.SharesHostMemory ? " shared" : "")}";
        bool capability = words is [_, _, _, .., var last] && (last == "-" || int.TryParse(last.TrimEnd('?'), out _));
        return capability ? $"{written} {device.ComputeCapability?.ToString(CultureInfo.InvariantCulture) ?? "-"}" : written;
    }

    private sealed class Captured(CapturedMachine machine) : IMachine
    {
        public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation) => ThisMachine.DetectAsync(machine, TimeSpan.FromSeconds(2));
    }
}
