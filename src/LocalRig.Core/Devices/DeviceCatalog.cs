using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>The devices LocalRig has data sheets of.</summary>
public sealed class DeviceCatalog
{
    private static readonly Lazy<DeviceCatalog> Carried = new(static () => new DeviceCatalog(CsvTable.Rows(DeviceTable.Name).Select(DeviceTable.Read)));

    private readonly Dictionary<string, KnownDevice> byId; // a frozen one takes longer to make than all look-ups of a command
    private readonly Lazy<ILookup<string, KnownDevice>> byName;

    private DeviceCatalog(IEnumerable<KnownDevice> devices)
    {
        All = [.. devices.OrderBy(d => d.Id, StringComparer.Ordinal)];
        Ids = [.. All.Select(d => d.Id)];
        byId = All.ToDictionary(d => d.Id);
        byName = new(() => All.SelectMany(d => d.Names.Select(name => (Name: ProductName.Hyphenated(name), Device: d))).ToLookup(n => n.Name, n => n.Device));
    }

    /// <summary>The catalogue this build carries.</summary>
    public static DeviceCatalog Default => Carried.Value;

    /// <summary>Every device, in the order of ids.</summary>
    public ImmutableArray<KnownDevice> All { get; }

    /// <summary>Every id, in ordinal order.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <summary>The device of a catalogue id, or null.</summary>
    public KnownDevice? Find(string? id) => id is not null && byId.TryGetValue(id, out KnownDevice? device) ? device : null;

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
