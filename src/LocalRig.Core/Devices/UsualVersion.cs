using System.Collections.Immutable;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>A version of a device that is sold most of all that share its name, where a source tells (<c>data/devices/usual.csv</c>).</summary>
/// <param name="Id">Catalogue id.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="Because">What was sold.</param>
/// <param name="Source">Where that stands.</param>
public sealed record UsualVersion(string Id, ByteSize Memory, string Because, string Source)
{
    private static readonly Lazy<ImmutableArray<UsualVersion>> Carried = new(static () => [.. CsvTable.Rows("devices/usual.csv").Select(Read)]);

    /// <summary>Those this build carries.</summary>
    public static ImmutableArray<UsualVersion> All => Carried.Value;

    /// <summary>Reads a row of the table.</summary>
    internal static UsualVersion Read(CsvRow row) => new(row.Needed("id"), ByteSize.FromGibibytes(row.Number("memoryGiB") ?? 0), row.Needed("because"), row.Needed("source"));
}
