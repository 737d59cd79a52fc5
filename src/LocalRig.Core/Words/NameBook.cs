using System.Collections.Immutable;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>What hardware is called: every name of every device, processor and machine of the catalogue, taken apart into atoms.</summary>
internal sealed class NameBook
{
    private const int AskedOften = 4; // a command asks once or twice; who asks more often is a batch or a server
    private const int FewestDigits = 3; // shorter numbers are counts and sizes

    private static readonly Lazy<NameBook> Carried = new(static () => new NameBook(DeviceCatalog.Default.All));

    // Words in so many names that they tell none from another.
    private static readonly HashSet<string> Common =
        ["rtx", "gtx", "rx", "nvidia", "geforce", "quadro", "tesla", "amd", "radeon", "intel", "apple", "arc", "pro", "max", "ultra", "ti", "xt", "super", "laptop", "ai", "core", "cpu", "ryzen"];

    private static int asked;

    private readonly Dictionary<string, Named> names = []; // a frozen one takes longer to make than all look-ups of a command
    private readonly int longest;

    private NameBook(IEnumerable<KnownDevice> devices)
    {
        Dictionary<string, Named> all = [];
        foreach (KnownDevice device in devices)
        {
            foreach ((string name, bool whole) in DeviceAliases.Of(device))
            {
                all[name] = (all.GetValueOrDefault(name) ?? Named.Nothing).With(device, whole);
            }
        }

        foreach (KnownMachine machine in KnownMachine.All)
        {
            Named inside = Named.Nothing with { Machine = true, Whole = [.. machine.Devices.Select(DeviceCatalog.Default.Find).OfType<KnownDevice>()] };
            foreach (string name in machine.Names.Prepend(machine.Name))
            {
                all.TryAdd(AtomReader.Key(name), inside);
            }
        }

        foreach ((string name, Named what) in all)
        {
            names.Add(name, what.WithoutHosts());
        }

        longest = names.Keys.Max(static k => k.AsSpan().Count(' ')) + 1;
    }

    /// <summary>The names of the catalogue this build carries.</summary>
    public static NameBook Default => Carried.Value;

    /// <summary>A book for a text: the whole one for who asks often, else what the text can have.</summary>
    public static NameBook For(ImmutableArray<Atom> atoms) => Carried.IsValueCreated || Interlocked.Increment(ref asked) > AskedOften ? Carried.Value : Of(atoms);

    /// <summary>A book of the names a text can have: of the devices that share a telling word with it, because making all names takes longer than all
    /// else a short command does.</summary>
    public static NameBook Of(ImmutableArray<Atom> atoms)
    {
        string[] telling = [.. atoms.Select(a => a.Text).Where(t => t.Length > 1 && !Common.Contains(t) && (t.Length >= FewestDigits || !t.All(char.IsAsciiDigit))).Distinct()];
        return new NameBook(DeviceCatalog.Default.WithText(telling).Where(d => telling.Any(t => Mentions(d, t))));
    }

    private static bool Mentions(KnownDevice device, string word) =>
        device.Id.Contains(word, StringComparison.Ordinal)
        || device.Product.Contains(word, StringComparison.OrdinalIgnoreCase)
        || device.Names.Any(n => n.Contains(word, StringComparison.OrdinalIgnoreCase))
        || device.DriverNames.Any(n => n.Contains(word, StringComparison.OrdinalIgnoreCase));

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
