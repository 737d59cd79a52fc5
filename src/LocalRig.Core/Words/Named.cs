using System.Collections.Immutable;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>What a name stands for.</summary>
/// <param name="Whole">Devices of which it is the whole name but for their memory.</param>
/// <param name="Loose">Devices of whose name something is left out that tells versions apart: form, cores, generation.</param>
internal sealed record Named(ImmutableArray<KnownDevice> Whole, ImmutableArray<KnownDevice> Loose)
{
    /// <summary>The catalogue's id of a processor's graphics, where people run models on them; or empty.</summary>
    public string Graphics { get; init; } = "";

    /// <summary>Whether it is a computer's name, which says what may be in it.</summary>
    public bool Machine { get; init; }

    /// <summary>Whether it is a computer's name that doesn't tell which of Apple's chips is in it.</summary>
    public bool IsAmbiguousMachine => Machine && All.Select(d => d.Id).Distinct().Count() > 1 && All.All(d => d.Maker == "Apple");

    /// <summary>No device.</summary>
    public static Named Nothing { get; } = new([], []);

    /// <summary>All of them, those it is the whole name of first.</summary>
    public IEnumerable<KnownDevice> All => Whole.Concat(Loose);

    /// <summary>Whether it names processors of hosts.</summary>
    public bool IsHost => All.All(d => d.IsHost);

    /// <summary>The same without processors where it names graphics too: those compute.</summary>
    public Named WithoutHosts() => IsHost ? this : this with { Whole = Whole.RemoveAll(d => d.IsHost), Loose = Loose.RemoveAll(d => d.IsHost) };

    /// <summary>The same with one more.</summary>
    public Named With(KnownDevice device, bool whole)
    {
        if (Has(Whole, device) || (!whole && Has(Loose, device)))
        {
            return this;
        }

        return whole ? this with { Whole = Whole.Add(device), Loose = Has(Loose, device) ? Loose.RemoveAll(d => d.Id == device.Id) : Loose } : this with { Loose = Loose.Add(device) };
    }

    private static bool Has(ImmutableArray<KnownDevice> devices, KnownDevice device)
    {
        foreach (KnownDevice one in devices)
        {
            if (one.Id == device.Id)
            {
                return true;
            }
        }

        return false;
    }
}
