using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Devices;

/// <summary>A computer by the name on its box, and what may be in it.</summary>
/// <param name="Name">What its maker calls it: <c>Mac Studio</c>.</param>
/// <param name="Maker">Its maker.</param>
/// <param name="Devices">The catalogue's ids of the processors or graphics it was sold with.</param>
/// <param name="Names">Other names people use.</param>
/// <param name="Source">A page that says so.</param>
public sealed record KnownMachine(string Name, string Maker, ImmutableArray<string> Devices, ImmutableArray<string> Names, string Source)
{
    private static readonly Lazy<ImmutableArray<KnownMachine>> Carried = new(static () => [.. CsvTable.Rows("devices/machines.csv").Select(Read)]);

    /// <summary>The machines this build carries.</summary>
    public static ImmutableArray<KnownMachine> All => Carried.Value;

    /// <summary>Reads a row of the table (<c>data/devices/machines.csv</c>).</summary>
    internal static KnownMachine Read(CsvRow row) =>
        new(row.Needed("name"), row.Needed("maker"), [.. row.Needed("devices").Split('|')], row["names"].Length == 0 ? [] : [.. row["names"].Split('|')], row.Needed("source"));
}
