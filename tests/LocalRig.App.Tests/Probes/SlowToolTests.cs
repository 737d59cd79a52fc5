using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Local.Probes;
using LocalRig.Questions;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.App.Tests.Probes;

/// <summary>A machine whose nvidia-smi takes longer than it is waited for: what every answer says, how to wait, what is kept of the last look.</summary>
public sealed class SlowToolTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"localrig-look-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{"question":"plan","model":"Qwen3-8B","quant":"Q4_K_M"}""")]
    [InlineData("""{"question":"commands","model":"Qwen3-8B","quant":"Q4_K_M"}""")]
    [InlineData("""{"question":"survey"}""")]
    [InlineData("""{"question":"start"}""")]
    [InlineData("""{"question":"doctor"}""")]
    [InlineData("""{"question":"upgrade"}""")]
    public async Task Every_answer_for_this_machine_says_that_the_card_is_left_out(string request)
    {
        Desk desk = new() { Machine = new Slow(TimeSpan.FromSeconds(20)) };
        string answer = await desk.AskAsync("plan", request, cancellation: TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(answer);
        JsonElement root = json.RootElement.TryGetProperty("rig", out JsonElement rig) && rig.ValueKind == JsonValueKind.Object ? rig : json.RootElement;
        string note = root.GetProperty("machineNotes")[0].GetString()!;
        Assert.Contains("NVIDIA cards are left out", note, StringComparison.Ordinal);
        Assert.Contains("--wait 30", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_longer_finds_the_card_and_nothing_more_is_said()
    {
        Slow machine = new(TimeSpan.FromSeconds(20));
        Desk desk = new() { Machine = machine };
        List<string> notes = [];
        MachineReport hasty = await desk.AskAsync(AskDoctor.Question, new DoctorRequest(), cancellation: TestContext.Current.CancellationToken, note: notes.Add);
        MachineReport patient = await desk.AskAsync(AskDoctor.Question, new DoctorRequest { Wait = TimeSpan.FromSeconds(30) }, cancellation: TestContext.Current.CancellationToken);
        MachineReport after = await desk.AskAsync(AskDoctor.Question, new DoctorRequest(), cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(hasty.Rig.Devices);
        Assert.Equal("rtx-3090", Assert.Single(patient.Rig.Devices).CatalogId);
        Assert.Empty(patient.Rig.Notes);
        Assert.Same(patient, after);
        Assert.Equal(2, machine.Looks);
    }

    [Fact]
    public async Task What_was_seen_today_stands_in_and_says_when_it_was_seen()
    {
        Clock clock = new() { Now = new(2026, 11, 27, 10, 12, 0, TimeSpan.Zero) };
        LastLook last = new(_folder, clock);
        CapturedMachine answers = CapturedMachine.Named("name-a100-sxm4-80");
        CapturedMachine slow = CapturedMachine.Named("slow");
        TimeSpan patience = TimeSpan.FromSeconds(2);
        await ThisMachine.DetectAsync(answers, patience, last);

        clock.Now = clock.Now.AddHours(3);
        MachineReport later = await ThisMachine.DetectAsync(slow, patience, last);
        Assert.Equal("a100-80gb-sxm", Assert.Single(later.Rig.Devices).CatalogId);
        Assert.Contains("seen today at 10:12", Assert.Single(later.Rig.Notes), StringComparison.Ordinal);
        Assert.Contains(later.Findings, f => f.What == "NVIDIA" && f.Found.Contains("seen today at 10:12", StringComparison.Ordinal));

        clock.Now = clock.Now.AddDays(1);
        MachineReport tomorrow = await ThisMachine.DetectAsync(slow, patience, last);
        Assert.Empty(tomorrow.Rig.Devices);
        Assert.Contains("NVIDIA cards are left out", Assert.Single(tomorrow.Rig.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-11-27T09:00:00.0000000+00:00\fnvidia-smi")]
    public async Task A_damaged_file_is_no_look(string text)
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "nvidia-smi.txt"), text, TestContext.Current.CancellationToken);
        ILastLook last = new LastLook(_folder, new Clock { Now = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero) });
        Assert.Null(last.Today());
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A machine with an RTX 3090 whose tool takes a while.</summary>
    private sealed class Slow(TimeSpan takes) : IMachine, IMachineTexts
    {
        public int Looks { get; private set; }

        public OperatingKind System => OperatingKind.Linux;

        public Task<MachineReport> DetectAsync(TimeSpan? wait, CancellationToken cancellation)
        {
            Looks++;
            return ThisMachine.DetectAsync(this, wait ?? TimeSpan.FromSeconds(2));
        }

        public string? File(string path) => path == "/proc/meminfo" ? "MemTotal: 65000000 kB\nMemAvailable: 60000000 kB\n" : null;

        public string? Variable(string name) => null;

        public IReadOnlyList<string> Names(string folder) => ImmutableArray<string>.Empty;

        public Task<ToolAnswer> AskAsync(TimeSpan patience, string tool, params string[] arguments) =>
            Task.FromResult(
                tool != NvidiaSmi.Tool ? new ToolAnswer(ToolState.Missing, "", $"{tool} is not installed")
                : patience < takes ? Command.Late(tool, patience)
                : new ToolAnswer(ToolState.Answered, "NVIDIA GeForce RTX 3090, 24576, 24000, 8.6, [N/A]\n", ""));
    }
}
