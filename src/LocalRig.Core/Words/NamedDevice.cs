using System.Collections.Immutable;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>A device as people name it, with every version of it that was sold.</summary>
/// <param name="Text">Their words.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Stated">The memory the words name, for one of them; null when they name none.</param>
/// <param name="Versions">The versions the words may mean, smallest memory first; all of them where none has the stated memory.</param>
internal sealed record NamedDevice(string Text, int Count, ByteSize? Stated, ImmutableArray<DeviceVersion> Versions)
{
    /// <summary>Whether a version with the stated memory was sold; true when none is stated.</summary>
    public bool IsSold => Stated is not ByteSize stated || Versions.All(v => v.Memory == stated);

    /// <summary>Whether it is a processor without graphics memory, whose memory anybody chooses.</summary>
    public bool IsHost => Versions[0].IsHost;

    /// <summary>The versions a maker sold; cards that somebody soldered more memory onto only where nothing else is meant.</summary>
    public ImmutableArray<DeviceVersion> Made => Versions.Any(v => !v.IsModified) ? [.. Versions.Where(v => !v.IsModified)] : Versions;

    /// <summary>The version a claim most likely means: the stated one, else the one with most memory and, of those, the fastest.</summary>
    public DeviceVersion Likely => Versions.OrderBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes).Last();
}
