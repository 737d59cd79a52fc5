using System.Collections.Immutable;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Which layers a graph needs so that its buffers come out as with all of them. Of a run of alike layers only the first four or
/// five repeats are kept, and what doesn't make a whole repeat at its end: once the allocator's state after a repeat equals the
/// state one or two repeats before, further repeats change nothing. The walk checks that equality
/// (<see cref="Allocation.SteadyRepeats"/>), so a folding is a proposal that is either proved or dropped.</summary>
/// <param name="Layers">Layers to build, by their numbers in the model.</param>
/// <param name="Gaps">Where repeats were left out.</param>
internal sealed record LayerFolding(ImmutableArray<int> Layers, ImmutableArray<LayerGap> Gaps)
{
    /// <summary>The first repeats start from what comes before; states are compared up to two repeats apart.</summary>
    private const int FewestRepeats = 4;

    /// <summary>Longer patterns than any model has (Gemma 3: five sliding layers and a full one).</summary>
    private const int LongestPeriod = 8;

    /// <summary>All layers, none left out.</summary>
    public static LayerFolding None { get; } = new(default, []);

    /// <summary>Folds layers of given kinds; layers of one kind make the same part of a graph on the same device.</summary>
    public static LayerFolding Of(ReadOnlySpan<int> kinds)
    {
        ImmutableArray<int>.Builder layers = ImmutableArray.CreateBuilder<int>(kinds.Length);
        ImmutableArray<LayerGap>.Builder gaps = ImmutableArray.CreateBuilder<LayerGap>();
        for (int at = 0; at < kinds.Length;)
        {
            (int period, int repeats) = LongestRun(kinds[at..]);
            int kept = Kept(repeats);
            if (kept == repeats)
            {
                layers.Add(at++);
                continue;
            }

            for (int layer = at; layer < at + period * kept; layer++)
            {
                layers.Add(layer);
            }

            int after = at + period * repeats;
            gaps.Add(new LayerGap(at + period * (kept - FewestRepeats), period, after));

            // The layer after the gap begins like a repeat, so that the last one's end can be compared with others' ends.
            layers.Add(after);
            at = after + 1;
        }

        return new LayerFolding(layers.ToImmutable(), gaps.ToImmutable());
    }

    /// <summary>The pattern at the start of which most layers can be left out, and its whole repeats before one more alike layer.</summary>
    private static (int Period, int Repeats) LongestRun(ReadOnlySpan<int> kinds)
    {
        (int Period, int Repeats) best = (1, 0);
        int most = 0;
        for (int period = 1; period <= LongestPeriod; period++)
        {
            int length = period;
            while (length < kinds.Length && kinds[length] == kinds[length - period])
            {
                length++;
            }

            int repeats = (length - 1) / period;
            int left = period * (repeats - Kept(repeats));
            if (left > most)
            {
                most = left;
                best = (period, repeats);
            }
        }

        return best;
    }

    /// <summary>How many of so many repeats are kept: an even number is left out, since states may alternate.</summary>
    private static int Kept(int repeats) => repeats <= FewestRepeats ? repeats : FewestRepeats + (repeats - FewestRepeats) % 2;
}

/// <summary>Repeats of alike layers that a graph leaves out.</summary>
/// <param name="Start">First layer of the last four repeats that are kept.</param>
/// <param name="Period">Layers per repeat.</param>
/// <param name="After">First layer after the gap.</param>
internal readonly record struct LayerGap(int Start, int Period, int After)
{
    /// <summary>First layer of one of the last four kept repeats, from 0; of 4, the first after the gap.</summary>
    public int Repeat(int number) => number < 4 ? Start + number * Period : After;
}
