using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Finds out what this machine is. No graphics library is needed; a missing or hanging tool costs its time-out and nothing else.</summary>
internal static class ThisMachine
{
    private const string Name = "this machine";

    // PowerShell and system_profiler take a second or more where nvidia-smi takes a fraction of one, and they tell more: they get this many times as long.
    private const int SlowerTools = 5;

    /// <summary>Asks every probe at once.</summary>
    /// <param name="texts">What is read.</param>
    /// <param name="patience">How long a tool may take.</param>
    /// <param name="last">What nvidia-smi said last, for when it doesn't answer; null to do without.</param>
    public static async Task<MachineReport> DetectAsync(IMachineTexts texts, TimeSpan patience, ILastLook? last = null)
    {
        (Host host, Seen seen) = texts.System switch
        {
            OperatingKind.Mac => await MacAsync(texts, patience).ConfigureAwait(false),
            OperatingKind.Windows => await WindowsAsync(texts, patience, last).ConfigureAwait(false),
            _ => await LinuxAsync(texts, patience, last).ConfigureAwait(false),
        };
        seen = IntegratedGraphics.LeftIdle(seen);
        Rig rig = new() { Name = Name, Devices = [.. seen.Devices.Select((d, i) => d with { Name = $"gpu{i}" })], Host = host, Notes = seen.Notes };
        return new MachineReport(rig, seen.Findings);
    }

    private static async Task<(Host Host, Seen Seen)> LinuxAsync(IMachineTexts texts, TimeSpan patience, ILastLook? last)
    {
        Task<NvidiaAnswer> nvidia = NvidiaAsync(texts, patience, last);
        ToolAnswer modules = await texts.AskAsync(patience, "dmidecode", "-t", "memory").ConfigureAwait(false);
        (Host host, ImmutableArray<Finding> found) = LinuxMachine.Host(texts, modules);
        NvidiaAnswer answer = await nvidia.ConfigureAwait(false);
        Seen cards = LinuxMachine.WithJetson(NvidiaCards.Read(answer, host, texts), texts, host);
        return (host, new Seen([], found, []).And(cards).And(SysfsCards.Read(texts, host, answer)));
    }

    private static async Task<(Host Host, Seen Seen)> WindowsAsync(IMachineTexts texts, TimeSpan patience, ILastLook? last)
    {
        Task<NvidiaAnswer> nvidia = NvidiaAsync(texts, patience, last);
        ToolAnswer system = await texts.AskAsync(patience * SlowerTools, "powershell", "-NoProfile", "-NonInteractive", "-Command", WindowsMachine.Script).ConfigureAwait(false);
        NvidiaAnswer answer = await nvidia.ConfigureAwait(false);
        string reason = system.Reason.Length > 0 ? system.Reason : "PowerShell's answer can't be read";
        (Host host, Seen seen) = WindowsMachine.Parse(system.Printed, withoutNvidia: !answer.Lines.IsEmpty) ?? (
            new Host { Memory = Runtimes() },
            new Seen(
                [],
                [new Finding("Windows", $"{reason}; main memory is the .NET runtime's figure", "powershell")],
                [$"Graphics of AMD and Intel are left out: {reason}{(system.State == ToolState.Slow ? $"; wait longer with {answer.Longer}" : "")}."]));
        // Where its tool doesn't answer, Windows' own list has the cards all the same.
        Seen cards = NvidiaCards.Read(answer, host, texts);
        bool listed = seen.Devices.Any(static d => d.Backend == Backend.Cuda);
        return (host, (cards with { Notes = listed ? [] : cards.Notes }).And(seen));
    }

    /// <summary>What nvidia-smi says; what it said earlier today where it takes too long now.</summary>
    private static async Task<NvidiaAnswer> NvidiaAsync(IMachineTexts texts, TimeSpan patience, ILastLook? last)
    {
        NvidiaAnswer answer = await NvidiaSmi.AskAsync(texts, patience).ConfigureAwait(false) with { Patience = patience };
        if (answer.State == ToolState.Answered && !answer.Lines.IsEmpty)
        {
            last?.Keep(answer);
        }

        return answer.State == ToolState.Slow && last?.Today() is { } earlier ? earlier with { Reason = answer.Reason, Patience = patience } : answer;
    }

    private static async Task<(Host Host, Seen Seen)> MacAsync(IMachineTexts texts, TimeSpan patience)
    {
        Task<ToolAnswer> brand = texts.AskAsync(patience, "sysctl", "-n", "machdep.cpu.brand_string");
        Task<ToolAnswer> size = texts.AskAsync(patience, "sysctl", "-n", "hw.memsize");
        Task<ToolAnswer> wired = texts.AskAsync(patience, "sysctl", "-n", "iogpu.wired_limit_mb");
        Task<ToolAnswer> displays = texts.AskAsync(patience * SlowerTools, "system_profiler", "SPDisplaysDataType");
        string chip = (await brand.ConfigureAwait(false)).Good?.Trim() ?? "";
        string memory = (await size.ConfigureAwait(false)).Good ?? "";
        ToolAnswer shown = await displays.ConfigureAwait(false);
        Rig? rig = AppleMachine.Parse(chip, memory, (await wired.ConfigureAwait(false)).Good, shown.Good ?? "");
        Host host = rig?.Host ?? new Host { Memory = AppleMachine.Bytes(memory) ?? Runtimes() };
        string left = rig is null && chip.Length > 0 ? "; its graphics are left out: only Apple silicon's are known" : "";
        return (host, new Seen(rig?.Devices ?? [], [new Finding("Apple", $"{chip}, {host.Memory}{left}", "sysctl and system_profiler")], shown.Good is null && rig is not null ? [$"How many cores the {chip}'s graphics have isn't known: {shown.Reason}; name the machine, such as --rig m3-max-40c."] : []));
    }

    private static ByteSize Runtimes() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
