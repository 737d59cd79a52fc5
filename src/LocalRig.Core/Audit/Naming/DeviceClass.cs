using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Devices;
using LocalRig.Units;
using LocalRig.Words;

namespace LocalRig.Audit.Naming;

/// <summary>Classes of devices that guides speak of as one: <c>16 GB cards</c>, <c>16 GB Macs</c>, <c>laptops</c>. What is said of one is said of each member.</summary>
internal static partial class DeviceClass
{
    private const string Cards = "cards";
    private const string Macs = "Macs";
    private const string Laptops = "laptops";

    /// <summary>The name of a class: <c>16 GB cards</c>.</summary>
    /// <param name="gigabytes">The memory said, as boxes print it; empty when none is.</param>
    /// <param name="word">What the guide calls its members.</param>
    public static string Named(string gigabytes, string word)
    {
        string kind = word.StartsWith("mac", StringComparison.OrdinalIgnoreCase) ? Macs : word.StartsWith("laptop", StringComparison.OrdinalIgnoreCase) || word.StartsWith("notebook", StringComparison.OrdinalIgnoreCase) ? Laptops : Cards;
        return gigabytes.Length > 0 ? $"{gigabytes} GB {kind}" : kind;
    }

    /// <summary>Whether a name is a class's.</summary>
    public static bool Is(string name) => ClassName().IsMatch(name);

    /// <summary>The device a claim names, or the members of the class it names; null when it is neither.</summary>
    public static NamedDevice? Find(string name) => Found.Count < MostRemembered ? Found.GetOrAdd(name, Looked) : Looked(name);

    private const int MostRemembered = 4096; // more names than devices have; each keeps references to versions of the catalogue

    private static readonly ConcurrentDictionary<string, NamedDevice?> Found = new(StringComparer.Ordinal);

    private static NamedDevice? Looked(string name)
    {
        if (ClassName().Match(name) is not { Success: true } match)
        {
            return DeviceNames.Find(name);
        }

        ByteSize? memory = match.Groups["n"].Success ? ByteSize.FromGibibytes(double.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture)) : null;
        ImmutableArray<DeviceVersion> members =
        [
            .. DeviceCatalog.Default.All.Where(d => Has(d, match.Groups["kind"].Value))
                .SelectMany(d => d.MemoryVersions.Select(size => new DeviceVersion(d, size)))
                .Where(v => memory is not ByteSize said || v.Memory == said)
                .OrderBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes),
        ];
        return members.IsEmpty ? null : new NamedDevice(name.Trim(), 1, null, members);
    }

    /// <summary>Cards of desktops; Apple's machines; notebooks' graphics and Apple's chips but the Ultras, which no notebook has.</summary>
    private static bool Has(KnownDevice device, string kind)
    {
        bool laptop = device.Id.Contains("laptop", StringComparison.Ordinal);
        bool apple = device.Kind == DeviceKind.Unified && device.Maker == "Apple";
        return kind switch
        {
            Macs => apple,
            Laptops => laptop || apple && !device.Id.Contains("ultra", StringComparison.Ordinal),
            _ => device.Kind == DeviceKind.Discrete && !laptop,
        };
    }

    [GeneratedRegex(@"^\s*(?:(?<n>\d{1,3}) GB )?(?<kind>cards|Macs|laptops)\s*$")]
    private static partial Regex ClassName();
}
