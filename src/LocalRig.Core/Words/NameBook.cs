using System.Collections.Frozen;
using System.Collections.Immutable;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>What hardware is called: every name of every device, processor and machine of the catalogue, taken apart into atoms.</summary>
internal sealed class NameBook
{
    private static readonly Lazy<NameBook> Carried = new(static () => new NameBook());

    private readonly FrozenDictionary<string, Named> names;
    private readonly int longest;

    private NameBook()
    {
        Dictionary<string, Named> all = [];
        foreach (KnownDevice device in DeviceCatalog.Default.All)
        {
            foreach ((string name, bool whole) in DeviceAliases.Of(device))
            {
                all[name] = (all.GetValueOrDefault(name) ?? Named.Nothing).With(device, whole);
            }
        }

        foreach (KnownMachine machine in KnownMachine.All)
        {
            foreach (string name in machine.Names.Prepend(machine.Name).Select(AtomReader.Key).Where(n => !all.ContainsKey(n)))
            {
                all[name] = machine.Devices.Select(DeviceCatalog.Default.Find).OfType<KnownDevice>().Aggregate(Named.Nothing with { Machine = true }, (named, device) => named.With(device, whole: true));
            }
        }

        names = all.ToFrozenDictionary(n => n.Key, n => n.Value.WithoutHosts());
        longest = names.Keys.Max(k => k.Count(c => c == ' ')) + 1;
    }

    /// <summary>The names of the catalogue this build carries.</summary>
    public static NameBook Default => Carried.Value;

    /// <summary>Every name.</summary>
    public IEnumerable<string> Names => names.Keys;

    /// <summary>What has exactly this name (<see cref="AtomReader.Key"/>); null when nothing has.</summary>
    public Named? Find(string name) => names.GetValueOrDefault(name);

    /// <summary>The longest name that begins at an atom, and how many atoms it has.</summary>
    public (Named What, int Length)? Longest(ImmutableArray<Atom> atoms, int at)
    {
        (Named, int)? found = null;
        string name = "";
        for (int length = 1; length <= longest && at + length <= atoms.Length; length++)
        {
            name = length == 1 ? atoms[at].Text : $"{name} {atoms[at + length - 1].Text}";
            if (names.TryGetValue(name, out Named? what))
            {
                found = (what, length);
            }
        }

        return found;
    }
}
