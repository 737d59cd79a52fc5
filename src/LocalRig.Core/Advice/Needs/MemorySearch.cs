using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>Searches the smallest memory that holds a model, by plans for machines of that size: what is given was planned and fits, and a
/// step less was planned and doesn't.</summary>
internal sealed class MemorySearch(Configuration configuration, MemoryKind kind, Backend? backend)
{
    /// <summary>How finely is searched: one MiB, the unit llama.cpp prints memory in.</summary>
    public static readonly ByteSize Step = new(ByteSize.BytesPerMebibyte);

    /// <summary>The plan on a machine with this much memory.</summary>
    public MemoryPlan At(ByteSize size, Bandwidth? bandwidth = null)
    {
        Configuration changed = configuration with
        {
            Rig = HypotheticalRig.Of(kind, size, backend, bandwidth),
            Question = configuration.Question with { Placement = HypotheticalRig.Placement(kind, configuration.Question.Placement) },
        };
        return changed.Sketch();
    }

    /// <summary>The smallest memory in which it fits with a margin to spare everywhere.</summary>
    public ByteSize Smallest(ByteSize margin)
    {
        bool Fits(ByteSize size) => At(size).Devices.All(d => d.Headroom >= margin);

        // What a machine with plenty uses is nearly always the answer: allocations hardly depend on the memory there is.
        ByteSize used = HypotheticalRig.Plenty - At(HypotheticalRig.Plenty).Devices.Min(d => d.Headroom);
        ByteSize guess = (used + margin).AlignUp(Step.Bytes);
        return Fits(guess) && !Fits(guess - Step) ? guess : Bisect(Fits);
    }

    private static ByteSize Bisect(Func<ByteSize, bool> fits)
    {
        long low = 0; // never fits
        long high = HypotheticalRig.Plenty.Bytes / Step.Bytes;
        while (high - low > 1)
        {
            long middle = low + (high - low) / 2;
            (low, high) = fits(Step * middle) ? (low, middle) : (middle, high);
        }

        return Step * high;
    }
}
