using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Cards and their MIG slices, from <c>nvidia-smi -L</c>: under a card a line such as
/// <c>MIG 3g.40gb Device 0: (UUID: MIG-…)</c> (NVIDIA's MIG user guide).</summary>
/// <param name="Card">Product name.</param>
/// <param name="Id">The card's name for <c>CUDA_VISIBLE_DEVICES</c>.</param>
/// <param name="Slices">Its slices.</param>
internal sealed record NvidiaListing(string Card, string Id, ImmutableArray<NvidiaSlice> Slices)
{
    /// <summary>Every card of a listing.</summary>
    public static ImmutableArray<NvidiaListing> Read(string listing)
    {
        ImmutableArray<NvidiaListing>.Builder cards = ImmutableArray.CreateBuilder<NvidiaListing>();
        foreach (string line in listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("GPU ", StringComparison.Ordinal) && line.Split(": ", 2) is [_, { } rest])
            {
                cards.Add(new NvidiaListing(rest.Split(" (UUID")[0], Uuid(line), []));
            }
            else if (line.StartsWith("MIG ", StringComparison.Ordinal) && cards.Count > 0 && line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] is { } profile)
            {
                cards[^1] = cards[^1] with { Slices = cards[^1].Slices.Add(new NvidiaSlice(profile, Uuid(line))) };
            }
        }

        return cards.ToImmutable();
    }

    private static string Uuid(string line) => line.Split("UUID: ", 2) is [_, { } rest] ? rest.TrimEnd(')', ' ') : "";
}

/// <summary>A MIG slice. Its profile's name tells its memory in whole GB; of <c>1c.3g.40gb</c>, a third of the computing, the memory is shared with the
/// other parts of that <c>3g.40gb</c>.</summary>
/// <param name="Profile"><c>3g.40gb</c>, <c>1g.10gb+me</c>, <c>1c.3g.40gb</c>.</param>
/// <param name="Id">Its name for <c>CUDA_VISIBLE_DEVICES</c>.</param>
internal sealed record NvidiaSlice(string Profile, string Id)
{
    /// <summary>Its memory; null where the profile's name doesn't tell.</summary>
    public ByteSize? Memory
    {
        get
        {
            string last = Profile.Split('.')[^1];
            int end = last.IndexOf("gb", StringComparison.Ordinal);
            return end > 0 && int.TryParse(last.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? new ByteSize(size * ByteSize.BytesPerGigabyte) : null;
        }
    }

    /// <summary>Whether others compute in the same memory.</summary>
    public bool IsPart => Profile.Contains("c.", StringComparison.Ordinal);
}
