using System.Collections.Immutable;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Which version of a device is sold most, where a source tells (<c>data/devices/usual.csv</c>).</summary>
internal sealed class UsualVersions
{
    /// <summary>The table's name below <c>data</c>.</summary>
    public const string Name = "devices/usual.csv";

    private static readonly Lazy<UsualVersions> Carried = new(static () => new UsualVersions([.. CsvTable.Rows(Name).Select(Read)]));

    private readonly ImmutableArray<(string Id, ByteSize Memory)> usual;

    private UsualVersions(ImmutableArray<(string Id, ByteSize Memory)> usual) => this.usual = usual;

    /// <summary>Those this build carries.</summary>
    public static UsualVersions Default => Carried.Value;

    /// <summary>Every version named.</summary>
    public IEnumerable<(string Id, ByteSize Memory)> All => usual;

    /// <summary>The one of some versions that is sold most, or null where no source tells.</summary>
    public DeviceVersion? Of(ImmutableArray<DeviceVersion> open)
    {
        foreach ((string id, ByteSize memory) in usual)
        {
            if (open.FirstOrDefault(v => v.Id == id && v.Memory == memory) is DeviceVersion version)
            {
                return version;
            }
        }

        return null;
    }

    private static (string Id, ByteSize Memory) Read(CsvRow row) => (row.Needed("id"), ByteSize.FromGibibytes(row.Number("memoryGiB") ?? 0));
}
