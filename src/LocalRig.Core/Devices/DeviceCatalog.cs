using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>The devices LocalRig has data sheets of.</summary>
public sealed class DeviceCatalog
{
    private static readonly Lazy<DeviceCatalog> Carried = new(static () => new DeviceCatalog(CarriedFile.Text(DeviceTable.Name)));

    private readonly Dictionary<string, int> columns;
    private readonly Dictionary<string, int> byId; // a frozen one takes longer to make than all look-ups of a command
    private readonly string[] lines;
    private readonly KnownDevice?[] read;
    private readonly Lazy<ImmutableArray<KnownDevice>> all;
    private readonly Lazy<ILookup<string, KnownDevice>> byName;

    /// <summary>The devices of a table. A row is read when its device is first asked for, because reading all takes longer than a plan does.</summary>
    private DeviceCatalog(string table)
    {
        lines = table.Split('\n', StringSplitOptions.TrimEntries);
        columns = CsvTable.Columns(lines[0]);
        read = new KnownDevice?[lines.Length];
        byId = new Dictionary<string, int>(lines.Length);
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length > 0)
            {
                byId.Add(lines[line][..lines[line].IndexOf(',', StringComparison.Ordinal)], line);
            }
        }

        all = new(() => [.. byId.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => At(d.Value))]);
        byName = new(() => All.SelectMany(d => d.Names.Select(name => (Name: ProductName.Hyphenated(name), Device: d))).ToLookup(n => n.Name, n => n.Device));
    }

    /// <summary>The catalogue this build carries.</summary>
    public static DeviceCatalog Default => Carried.Value;

    /// <summary>Every device, in the order of ids.</summary>
    public ImmutableArray<KnownDevice> All => all.Value;

    /// <summary>Every id, in ordinal order.</summary>
    public ImmutableArray<string> Ids => field.IsDefault ? field = [.. byId.Keys.Order(StringComparer.Ordinal)] : field;

    /// <summary>The device of a catalogue id, or null.</summary>
    public KnownDevice? Find(string? id) => id is not null && byId.TryGetValue(id, out int line) ? At(line) : null;

    /// <summary>The devices of whose row some text has one of these words, whatever its capitals: all that have it in a name, and some that have it elsewhere.</summary>
    internal IEnumerable<KnownDevice> WithText(IReadOnlyCollection<string> words) =>
        byId.OrderBy(d => d.Key, StringComparer.Ordinal).Where(d => words.Any(w => lines[d.Value].Contains(w, StringComparison.OrdinalIgnoreCase))).Select(d => At(d.Value));

    private KnownDevice At(int line) =>
        read[line] ?? Interlocked.CompareExchange(ref read[line], DeviceTable.Read(CsvTable.Row(DeviceTable.Name, line + 1, columns, lines[line])), null) ?? read[line]!;

    /// <summary>The devices that have a name beside id and product, however it is spelled (<see cref="ProductName.Hyphenated"/>).</summary>
    public IEnumerable<KnownDevice> Called(string name) => byName.Value[ProductName.Hyphenated(name)];

    /// <summary>Graphics processors of a maker that were sold with this much memory.</summary>
    public IEnumerable<KnownDevice> WithMemory(string maker, ByteSize memory) => All.Where(d => d.Maker == maker && d.MemoryVersions.Contains(memory));

    /// <summary>The graphics processor of an id as part of a rig, or null when there is none or it is a host's processor.</summary>
    /// <param name="id">Catalogue id: <c>rtx-3090</c>.</param>
    /// <param name="name">Its name in the rig: <c>gpu0</c>.</param>
    public Device? Device(string id, string name) => Find(id)?.AsDevice(name);

    /// <summary>The host of an id, or null when there is none or it is a graphics processor.</summary>
    public Host? Host(string id) => Find(id)?.AsHost();
}
