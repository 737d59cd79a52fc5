using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>A machine that runs Linux.</summary>
internal static class LinuxMachine
{
    /// <summary>Main memory and processor; graphics follow, because some share main memory.</summary>
    /// <param name="texts">What is read.</param>
    /// <param name="modules">What dmidecode said of memory modules.</param>
    public static (Host Host, ImmutableArray<Finding> Findings) Host(IMachineTexts texts, ToolAnswer modules)
    {
        const string How = "dmidecode";
        (Host host, Finding memory) = MainMemory(texts);
        MemoryModules? printed = MemoryModules.Parse(modules.Good ?? "");
        if ((printed ?? UdevMemory.Parse(texts.File(UdevMemory.Path) ?? "")) is { } read)
        {
            return (host with { Bandwidth = read.Bandwidth }, [Processor(texts), memory, read.Told(printed is null ? UdevMemory.Path : How)]);
        }

        string reason = modules.Good is null ? modules.Reason : "it lists none (a virtual machine, or no root)";
        return (host, [Processor(texts), memory, new Finding("memory channels", $"unknown: {reason}; give them as --rig \"none + 64GB ddr5-6000\"", How)]);
    }

    /// <summary>A Jetson's own graphics by the board's name, which nvidia-smi doesn't tell.</summary>
    public static Seen WithJetson(Seen nvidia, IMachineTexts texts, Host host)
    {
        const string Tree = "/proc/device-tree/";
        if (texts.File(Tree + "model") is not { } model || JetsonBoard.Parse(model, texts.File(Tree + "compatible"), host.Memory) is not { } board)
        {
            return nvidia;
        }

        return new Seen(
            [board with { Usable = host.Usable }, .. nvidia.Devices.Where(d => !d.SharesHostMemory)],
            nvidia.Findings.Add(new Finding("Jetson", $"{board.Model}, {board.Memory} shared with main memory", Tree + "model")),
            nvidia.Notes);
    }

    private static Finding Processor(IMachineTexts texts) =>
        texts.File("/proc/cpuinfo") is { } text && LinuxProcessor.Parse(text) is { } cpu
            ? new Finding("processor", $"{cpu.Name} ({cpu.Cores} cores, {cpu.Threads} threads)", "/proc/cpuinfo")
            : new Finding("processor", $"{Environment.ProcessorCount} threads", "the .NET runtime");

    private static (Host Host, Finding Finding) MainMemory(IMachineTexts texts)
    {
        if (LinuxMemory.Parse(texts.File("/proc/meminfo") ?? "", ControlGroups.Limits(texts)) is { } memory)
        {
            string limited = memory.Limited ? " (the limit of a container or job)" : "";
            return (
                new Host { Memory = memory.Total, Usable = memory.Available },
                new Finding("main memory", $"{memory.Total}{limited}, {memory.Available} available", memory.Limited ? "control groups" : "/proc/meminfo"));
        }

        ByteSize total = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return (new Host { Memory = total }, new Finding("main memory", $"{total}", "the .NET runtime"));
    }
}
