using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Local.Probes;

/// <summary>Which of the cards nvidia-smi lists a program started here gets: <c>CUDA_VISIBLE_DEVICES</c> hides the others, as Slurm sets it for its jobs
/// (CUDA programming guide, environment variables: numbers or beginnings of UUIDs, up to the first that names none).</summary>
/// <param name="Named">What the variable holds.</param>
/// <param name="Cards">Places of the cards in nvidia-smi's order; null where it isn't known which they are.</param>
/// <param name="Slice">The MIG slice it names; null where it names none.</param>
internal sealed record VisibleCards(string Named, ImmutableArray<int>? Cards, string? Slice)
{
    /// <summary>The variable.</summary>
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    private const string Order = "CUDA_DEVICE_ORDER";

    /// <summary>What the variable says; null where it isn't set.</summary>
    /// <param name="texts">Where it is set.</param>
    /// <param name="lines">The cards.</param>
    /// <param name="listing">The same with their UUIDs.</param>
    public static VisibleCards? Of(IMachineTexts texts, ImmutableArray<NvidiaLine> lines, ImmutableArray<NvidiaListing> listing)
    {
        if (texts.Variable(Variable) is not { } named)
        {
            return null;
        }

        // Numbers count CUDA's order: fastest first, unless it is told nvidia-smi's. Of equal cards both are the same.
        bool sameOrder = texts.Variable(Order) == "PCI_BUS_ID" || lines.Select(static l => l.Name).Distinct().Count() <= 1;
        ImmutableArray<int>.Builder cards = ImmutableArray.CreateBuilder<int>();
        foreach (string one in named.Split(',', StringSplitOptions.TrimEntries))
        {
            if (one.StartsWith("MIG-", StringComparison.Ordinal))
            {
                return new VisibleCards(named, [], one);
            }

            bool number = int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out int at);
            if (number && !sameOrder)
            {
                return new VisibleCards(named, null, null);
            }

            at = number ? at : one.StartsWith("GPU-", StringComparison.Ordinal) ? listing.Select(static l => l.Id).ToList().FindIndex(id => id.StartsWith(one, StringComparison.Ordinal)) : -1;
            if (at < 0 || at >= lines.Length)
            {
                break;
            }

            cards.Add(at);
        }

        return new VisibleCards(named, cards.ToImmutable(), null);
    }
}
