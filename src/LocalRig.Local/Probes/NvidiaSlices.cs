using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>MIG slices as a program gets them. CUDA shows a program one slice, the first unless <c>CUDA_VISIBLE_DEVICES</c> names another, and no
/// whole card beside it (NVIDIA's MIG user guide, "CUDA Device Enumeration").</summary>
internal static class NvidiaSlices
{
    /// <summary>The slice a program gets where there is no whole card; what is to be said of slices where there are any.</summary>
    /// <param name="listing">Cards with their slices.</param>
    /// <param name="whole">Cards that aren't cut.</param>
    /// <param name="lines">All cards, in the listing's order.</param>
    /// <param name="named">The slice that CUDA_VISIBLE_DEVICES names; null where it names none.</param>
    public static Seen Read(ImmutableArray<NvidiaListing> listing, IReadOnlyCollection<Device> whole, ImmutableArray<NvidiaLine> lines, string? named)
    {
        ImmutableArray<(NvidiaListing Card, NvidiaSlice Slice, int? Capability)> all =
            [.. listing.Index().SelectMany(l => l.Item.Slices.Select(s => (l.Item, s, l.Index < lines.Length ? lines[l.Index].Capability : null)))];
        if (all.IsEmpty)
        {
            return Seen.Nothing;
        }

        string every = string.Join("; ", all.Select(s => $"{s.Card.Card}, slice {s.Slice.Profile}{(s.Slice.IsPart ? " (its memory is shared with the other parts)" : "")}"));
        if (whole.Count > 0 && named is null)
        {
            string ids = string.Join(',', listing.Where(l => l.Slices.IsEmpty && l.Id.Length > 0).Select(l => l.Id));
            string hint = $"CUDA shows a program a slice and no whole card unless CUDA_VISIBLE_DEVICES names the cards{(ids.Length > 0 ? $": CUDA_VISIBLE_DEVICES={ids}" : "")}";
            return new Seen([], [new Finding("NVIDIA slices", $"left out, because whole cards are planned for: {every}", "nvidia-smi -L")], [$"{hint}."]);
        }

        int taken = Math.Max(0, all.Index().FirstOrDefault(s => named is not null && s.Item.Slice.Id.StartsWith(named, StringComparison.Ordinal)).Index);
        (NvidiaListing card, NvidiaSlice slice, int? capability) = all[taken];
        ImmutableArray<string> notes = all.Length > 1 && named is null
            ? [$"CUDA shows a program one slice: this is for {slice.Profile}, the first of {all.Length}; CUDA_VISIBLE_DEVICES names another ({string.Join(", ", all.Skip(1).Select(s => s.Slice.Profile))})."]
            : [];
        Finding listed = new("NVIDIA slices", every, "nvidia-smi -L");
        return slice.Memory is not { } memory
            ? new Seen([], [listed], [$"The slice {slice.Profile} of {card.Card} is left out: its size isn't told."])
            : new Seen([new Device { Name = "gpu0", Model = $"{card.Card}, slice {slice.Profile}", Backend = Backend.Cuda, Memory = memory, ComputeCapability = capability }], [listed], notes);
    }
}
