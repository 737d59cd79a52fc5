namespace LocalRig.Planning;

/// <summary>Finds how far something fits with few graphs walked. What is stored (weights, caches) is quickly added up at any step and takes nearly all;
/// compute buffers need a graph, but change little from one step to the next: each guess takes them as large as they were where the last graph was walked.</summary>
/// <param name="room">Room left at a step; below zero it doesn't fit.</param>
/// <param name="stored">The same without compute buffers, so never less; null where the engine can't tell.</param>
/// <param name="kept">The share of a step's compute buffers that the step after it takes for sure: where what is stored leaves less, that step fails without its graph walked. Nothing is sure by itself.</param>
internal sealed class StoredFirstSearch(Func<long, long> room, Func<long, long?> stored, double kept = 0)
{
    // After this many guesses, halve: no shape of room over steps takes more than 40 tries in all.
    private const int MostGuesses = 8;

    private readonly Dictionary<long, long> _stored = [];

    /// <summary>The last step that fits before one that doesn't. Only a step that was itself tried is given, or step 0, which isn't tried.</summary>
    /// <param name="beyond">A step that doesn't fit.</param>
    /// <param name="scratch">A first guess of what compute buffers take of the room.</param>
    /// <returns>The last step found to fit, and the first found not to.</returns>
    public (LineSearch.Point Fits, LineSearch.Point Fails) Boundary(LineSearch.Point beyond, long scratch = 0)
    {
        LineSearch.Point fits = new(0, 0);
        LineSearch.Point fails = beyond;
        if (beyond.Steps <= 1)
        {
            return (fits, fails);
        }

        if (stored(1) is null)
        {
            LineSearch.Point first = new(1, room(1));
            return first.Room < 0 ? (fits, first) : LineSearch.Boundary(room, first, fails);
        }

        for (int guesses = 0; fails.Steps - fits.Steps > 1; guesses++)
        {
            long next = guesses < MostGuesses ? LastWith(scratch, fits.Steps, fails.Steps) : fits.Steps + (fails.Steps - fits.Steps) / 2;
            next = Math.Clamp(next, fits.Steps + 1, fails.Steps - 1);
            if (fits.Steps > 0 && next == fits.Steps + 1 && AtMost(next, fits) is < 0 and long atMost)
            {
                return (fits, new(next, atMost));
            }

            LineSearch.Point tried = new(next, room(next));
            scratch = tried.Room == long.MinValue ? scratch : Math.Max(0, Stored(next) - tried.Room);
            (fits, fails) = tried.Room >= 0 ? (tried, fails) : (fits, tried);
        }

        return (fits, fails);
    }

    /// <summary>The most a step can leave, from the buffers of the one before it.</summary>
    private long AtMost(long step, LineSearch.Point before) => Stored(step) is var left && left == long.MinValue ? left : left - (long)(kept * (Stored(before.Steps) - before.Room));

    /// <summary>The last step between two that would fit with compute buffers of a size.</summary>
    private long LastWith(long scratch, long fits, long fails)
    {
        long With(long step) => Stored(step) is var left && left == long.MinValue ? left : left - scratch;
        LineSearch.Point low = new(fits + 1, With(fits + 1));
        LineSearch.Point high = new(fails - 1, With(fails - 1));
        return low.Room < 0 ? low.Steps
            : high.Room >= 0 ? high.Steps
            : LineSearch.Boundary(With, low, high).Fits.Steps;
    }

    private long Stored(long step)
    {
        if (!_stored.TryGetValue(step, out long left))
        {
            left = stored(step) ?? room(step);
            _stored.Add(step, left);
        }

        return left;
    }
}
