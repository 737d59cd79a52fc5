using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Finds out what this machine is. No graphics library is needed; a missing or hanging tool costs its time-out and nothing else.</summary>
public static class ThisMachine
{
    private const string How = "nvidia-smi";

    /// <summary>Asks every probe at once.</summary>
    /// <param name="patience">How long a tool may take.</param>
    /// <param name="nvidiaSmi">The tool to ask for NVIDIA devices, for tests.</param>
    public static async Task<MachineReport> DetectAsync(TimeSpan patience, string nvidiaSmi = How)
    {
        if (OperatingSystem.IsMacOS())
        {
            return await MacAsync(patience).ConfigureAwait(false);
        }

        if (OperatingSystem.IsWindows())
        {
            return await WindowsAsync(patience, nvidiaSmi).ConfigureAwait(false);
        }

        Task<(string? Printed, string Reason)> nvidia = Command.AskAsync(patience, nvidiaSmi, $"--query-gpu={NvidiaSmi.Query}", "--format=csv,noheader,nounits");
        Task<(string? Printed, string Reason)> modules = Command.AskAsync(patience, "dmidecode", "-t", "memory");
        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        (Host host, Finding memory) = MainMemory();
        findings.Add(Processor());
        findings.Add(memory);
        host = AddModules(await modules.ConfigureAwait(false), host, findings);
        ImmutableArray<Device> devices = await AddNvidiaAsync(await nvidia.ConfigureAwait(false), host.Memory, findings, patience, nvidiaSmi).ConfigureAwait(false);
        devices = [.. AddJetson(devices, host.Memory, findings), .. SysfsCards.Read(host.Memory, findings)];
        devices = [.. devices.Select((d, i) => d with { Name = $"gpu{i}" })];
        return new MachineReport(new Rig { Name = "this machine", Devices = devices, Host = host }, findings.ToImmutable());
    }

    private static async Task<ImmutableArray<Device>> AddNvidiaAsync(
        (string? Printed, string Reason) answer, ByteSize mainMemory, ImmutableArray<Finding>.Builder findings, TimeSpan patience, string nvidiaSmi)
    {
        if (answer.Printed is not { } printed)
        {
            findings.Add(new Finding("NVIDIA", $"none: {answer.Reason}", How));
            return [];
        }

        ImmutableArray<Device> devices = NvidiaSmi.Parse(printed, mainMemory);
        if (NvidiaSmi.HasSlices(printed))
        {
            (string? listing, _) = await Command.AskAsync(patience, nvidiaSmi, "-L").ConfigureAwait(false);
            ImmutableArray<Device> slices = NvidiaSlices.Parse(listing ?? "", devices.FirstOrDefault()?.ComputeCapability);
            devices = slices.IsEmpty ? devices : slices;
        }

        findings.Add(new Finding("NVIDIA", string.Join("; ", devices.Select(d => $"{d.Model}, {d.Memory}, {d.Usable?.ToString() ?? "?"} free")), How));
        return devices;
    }

    /// <summary>A Jetson's own graphics by the board's name, which nvidia-smi doesn't tell.</summary>
    private static ImmutableArray<Device> AddJetson(ImmutableArray<Device> devices, ByteSize mainMemory, ImmutableArray<Finding>.Builder findings)
    {
        const string Tree = "/proc/device-tree/";
        if (Text(Tree + "model") is not { } model || JetsonBoard.Parse(model, Text(Tree + "compatible"), mainMemory) is not { } board)
        {
            return devices;
        }

        findings.Add(new Finding("Jetson", $"{board.Model}, {board.Memory} shared with main memory", Tree + "model"));
        return [board, .. devices.Where(d => !d.SharesHostMemory)];
    }

    private static async Task<MachineReport> WindowsAsync(TimeSpan patience, string nvidiaSmi)
    {
        Task<(string? Printed, string Reason)> nvidia = Command.AskAsync(patience, nvidiaSmi, $"--query-gpu={NvidiaSmi.Query}", "--format=csv,noheader,nounits");
        Task<(string? Printed, string Reason)> system = Command.AskAsync(patience, "powershell", "-NoProfile", "-NonInteractive", "-Command", WindowsMachine.Script);
        (string? Printed, string Reason) cards = await nvidia.ConfigureAwait(false);
        MachineReport report = WindowsMachine.Parse((await system.ConfigureAwait(false)).Printed ?? "", withoutNvidia: cards.Printed is not null) ?? new MachineReport(
            new Rig { Name = "this machine", Devices = [], Host = new Host { Memory = new ByteSize(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) } },
            [new Finding("Windows", "PowerShell gave no answer; main memory is the .NET runtime's figure", "powershell")]);
        ImmutableArray<Finding>.Builder findings = report.Findings.ToBuilder();
        ImmutableArray<Device> found = await AddNvidiaAsync(cards, report.Rig.Host.Memory, findings, patience, nvidiaSmi).ConfigureAwait(false);
        ImmutableArray<Device> devices = [.. found.Concat(report.Rig.Devices).Select((d, i) => d with { Name = $"gpu{i}" })];
        return new MachineReport(report.Rig with { Devices = devices }, findings.ToImmutable());
    }

    /// <summary>Main memory's bandwidth, where its modules tell channels and rate.</summary>
    private static Host AddModules((string? Printed, string Reason) answer, Host host, ImmutableArray<Finding>.Builder findings)
    {
        const string How = "dmidecode";
        if (MemoryModules.Parse(answer.Printed ?? "") is not { } modules)
        {
            string reason = answer.Printed is null ? answer.Reason : "it lists none (a virtual machine, or no root)";
            findings.Add(new Finding("memory channels", $"unknown: {reason}; give them as --rig \"none + 64GB ddr5-6000\"", How));
            return host;
        }

        findings.Add(modules.Told(How));
        return host with { Bandwidth = host.Bandwidth ?? modules.Bandwidth };
    }

    private static Finding Processor()
    {
        LinuxProcessor? cpu = Text("/proc/cpuinfo") is { } text ? LinuxProcessor.Parse(text) : null;
        return cpu is null
            ? new Finding("processor", $"{Environment.ProcessorCount} threads", "the .NET runtime")
            : new Finding("processor", $"{cpu.Name} ({cpu.Cores} cores, {cpu.Threads} threads)", "/proc/cpuinfo");
    }

    private static (Host Host, Finding Finding) MainMemory()
    {
        const string V2 = "/sys/fs/cgroup/memory.max";
        const string V1 = "/sys/fs/cgroup/memory/memory.limit_in_bytes";
        string? limit = Text(V2) ?? Text(V1);
        string? used = Text("/sys/fs/cgroup/memory.current") ?? Text("/sys/fs/cgroup/memory/memory.usage_in_bytes");
        if (Text("/proc/meminfo") is { } text && LinuxMemory.Parse(text, limit, used) is { } memory)
        {
            string limited = memory.Limited ? " (a container's limit)" : "";
            return (
                new Host { Memory = memory.Total, Usable = memory.Available },
                new Finding("main memory", $"{memory.Total}{limited}, {memory.Available} available", memory.Limited ? "control group" : "/proc/meminfo")
            );
        }

        ByteSize total = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return (new Host { Memory = total }, new Finding("main memory", $"{total}", "the .NET runtime"));
    }

    private static async Task<MachineReport> MacAsync(TimeSpan patience)
    {
        Task<(string? Printed, string Reason)> brand = Command.AskAsync(patience, "sysctl", "-n", "machdep.cpu.brand_string");
        Task<(string? Printed, string Reason)> size = Command.AskAsync(patience, "sysctl", "-n", "hw.memsize");
        Task<(string? Printed, string Reason)> wired = Command.AskAsync(patience, "sysctl", "-n", "iogpu.wired_limit_mb");
        Task<(string? Printed, string Reason)> displays = Command.AskAsync(patience, "system_profiler", "SPDisplaysDataType");
        string chip = (await brand.ConfigureAwait(false)).Printed?.Trim() ?? "";
        Rig? rig = AppleMachine.Parse(chip, (await size.ConfigureAwait(false)).Printed ?? "", (await wired.ConfigureAwait(false)).Printed, (await displays.ConfigureAwait(false)).Printed ?? "");
        rig ??= new Rig { Name = "this machine", Devices = [], Host = new Host { Memory = new ByteSize(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) } };
        return new MachineReport(rig, [new Finding("Apple", $"{chip}, {rig.Host.Memory}", "sysctl and system_profiler")]);
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
