namespace LocalRig.Planning;

/// <summary>Finds how far something can go before it no longer fits, where room shrinks almost in proportion to the steps taken.</summary>
internal static class LineSearch
{
    // After this many guesses along the line, halve: no shape of room over steps takes more than 32 tries in all.
    private const int MostGuesses = 8;

    /// <summary>The last step that fits before one that doesn't: each guess follows the slope between the two latest tries, and only
    /// a step that was itself tried is given.</summary>
    /// <param name="room">Room left at a step; below zero it doesn't fit.</param>
    /// <param name="fits">A step that fits.</param>
    /// <param name="fails">A later step that doesn't.</param>
    /// <returns>The last step found to fit, and the first found not to.</returns>
    public static (Point Fits, Point Fails) Boundary(Func<long, long> room, Point fits, Point fails)
    {
        Point last = fits;
        Point beforeLast = fails;
        for (int guesses = 0; fails.Steps - fits.Steps > 1; guesses++)
        {
            long next = guesses < MostGuesses ? AlongLine(beforeLast, last) : fits.Steps + (fails.Steps - fits.Steps) / 2;
            next = Math.Clamp(next == fits.Steps ? next + 1 : next, fits.Steps + 1, fails.Steps - 1);
            (beforeLast, last) = (last, new Point(next, room(next)));
            if (last.Room >= 0)
            {
                fits = last;
            }
            else
            {
                fails = last;
            }
        }

        return (fits, fails);
    }

    /// <summary>Where the line through two tries meets zero, rounded down.</summary>
    public static long AlongLine(Point a, Point b)
    {
        bool flat = a.Steps == b.Steps || a.Room == b.Room || a.Room == long.MinValue || b.Room == long.MinValue;
        double slope = flat ? 0 : ((double)b.Room - a.Room) / (b.Steps - a.Steps);
        return slope < 0 ? (long)Math.Clamp(Math.Floor(b.Steps - b.Room / slope), 0, int.MaxValue) : (a.Steps + b.Steps) / 2;
    }

    /// <summary>A step tried.</summary>
    /// <param name="Steps">How far.</param>
    /// <param name="Room">The room left there.</param>
    internal readonly record struct Point(long Steps, long Room);
}
