using System.Collections.Immutable;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>The memory a device's driver reports, where that is less than what is printed on its box and a report of it exists (<c>data/devices/reported.csv</c>):
/// error correction and the driver itself take the rest.</summary>
/// <param name="Id">Catalogue id.</param>
/// <param name="Memory">The version's memory.</param>
/// <param name="Reported">What the driver reports of it in all.</param>
/// <param name="By">The tool that said so.</param>
/// <param name="Source">Where that stands.</param>
public sealed record ReportedMemory(string Id, ByteSize Memory, ByteSize Reported, string By, string Source)
{
    private static readonly Lazy<ImmutableArray<ReportedMemory>> Carried = new(static () => [.. CsvTable.Rows("devices/reported.csv").Select(Read)]);

    /// <summary>Those this build carries.</summary>
    public static ImmutableArray<ReportedMemory> All => Carried.Value;

    /// <summary>What the driver reports of a version; null where no report is known.</summary>
    /// <param name="id">Catalogue id.</param>
    /// <param name="memory">The version's memory.</param>
    public static ByteSize? Of(string? id, ByteSize memory) => All.FirstOrDefault(r => r.Id == id && r.Memory == memory)?.Reported;

    /// <summary>Reads a row of the table.</summary>
    internal static ReportedMemory Read(CsvRow row) =>
        new(row.Needed("id"), ByteSize.FromGibibytes(row.Number("memoryGiB") ?? 0), new ByteSize((long)(row.Number("reportedMiB") ?? 0) * ByteSize.BytesPerMebibyte), row.Needed("by"), row.Needed("source"));
}
