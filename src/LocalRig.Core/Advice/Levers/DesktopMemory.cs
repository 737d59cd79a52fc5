using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>What a desktop takes of the card that drives the screen: no formula gives it, so a range with its source. Described cards are
/// planned empty; of this machine's cards, what is free now is known.</summary>
/// <param name="Low">The least seen.</param>
/// <param name="High">The most seen.</param>
/// <param name="Source">Who measured it, and on what.</param>
/// <param name="Kind">What sort of knowledge it is.</param>
public sealed record DesktopMemory(ByteSize Low, ByteSize High, string Source, SourceKind Kind)
{
    private const long LeastMebibytes = 530; // Windows 11 on an RTX 4060 (llamafit)
    private const double MostGigabytes = 1.6; // KDE on Wayland with Firefox (Ollama issue 8723)

    /// <summary>The range as far as it is known.</summary>
    public static DesktopMemory Seen { get; } =
        new(
            new ByteSize(LeastMebibytes * ByteSize.BytesPerMebibyte), ByteSize.FromGigabytes(MostGigabytes),
            "530 to 1,340 MiB under Windows 11 on an RTX 4060 (llamafit); 1.6 GB with KDE on Wayland and Firefox (Ollama issue 8723)", SourceKind.Community);

    /// <summary>What a desktop could take of a plan's fullest card that is planned empty; null where that doesn't matter or is known.</summary>
    public static DesktopMemory? Of(MemoryPlan plan)
    {
        bool matters = plan.Rig.Devices.Select((d, i) => (Device: d, Plan: plan.Devices[i]))
            .Any(d => IsPlannedEmpty(d.Device) && d.Plan.Headroom >= ByteSize.Zero && d.Plan.Headroom < Seen.High);
        return matters ? Seen : null;
    }

    private static bool IsPlannedEmpty(Device device) => !device.SharesHostMemory && (device.Usable is null || device.Usable == EmptyCard.Of(device).Usable);
}
