using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Searches about the largest context that fits, for tables of many models: weights and caches of a context are quickly added up,
/// compute buffers are guessed from contexts whose graph was walked (<see cref="ScratchGuess"/>), and only where that says it ends is the
/// next graph walked. Only a context that was itself walked is given, once a 64th more was walked too or is too much even with the compute
/// buffers of less context.</summary>
internal sealed class ComfortableContext(Trial trial, Model model)
{
    // How close it comes to the true one: less than the tables' own rounding to two digits.
    private const double Accuracy = 1.0 / 64;

    // Stays this share below what was guessed, so that the first walk fits more often than not.
    private const int Caution = 256;

    // After this many walks along guesses, halve: then no shape of room over context takes more than 40.
    private const int MostGuesses = 8;

    /// <summary>A context that leaves the margin free everywhere and that at most a 64th more would not; 0 when none does.</summary>
    /// <param name="workload">The rest of the question.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    /// <param name="walked">Questions alike but for context and cache types whose graphs were walked already.</param>
    /// <exception cref="EngineException">The engine refuses one of those walked.</exception>
    public int Largest(Workload workload, Placement placement, ByteSize margin, params IEnumerable<Workload> walked)
    {
        int step = ContextLimit.Step(workload);
        ScratchGuess scratch = new(model, workload);
        foreach (Workload known in walked)
        {
            scratch.Add(known, trial.Run(known, placement));
        }

        bool IsTooMuch(Workload larger, TrialResult smaller) =>
            Try(() => trial.RoomGuessed(larger, placement, margin, i => smaller.Allocation.Devices[i].Compute)) < 0;
        long Guess(long steps) => Try(() => trial.RoomGuessed(At(workload, steps * step), placement, margin, i => scratch.Of(i, steps * step)));
        long fits = 0;
        long beyond = ContextLimit.Ceiling(workload, model) / step + 1;
        long fails = beyond;
        int fitted = 0;
        for (int walk = 0; fails - fits > Apart(fits); walk++)
        {
            long least = fits + Apart(fits);
            if (fits > 0 && trial.Known(At(workload, fits * step), placement) is { } last && IsTooMuch(At(workload, least * step), last))
            {
                break;
            }

            // Compute buffers that jump between the ends leave every guess just above what fits.
            bool creeps = fitted > 1 && fails < beyond;
            long guessed = walk < MostGuesses && !creeps ? LastAbove(Guess, fits, workload.Context / step, fails) : fits + (fails - fits) / 2;
            long tried = guessed == fails - 1 ? guessed : Math.Clamp(guessed - guessed / Caution, least, fails - 1);
            Workload asked = At(workload, tried * step);
            if (Try(() => trial.Room(asked, placement, margin)) < 0)
            {
                fails = tried;
                fitted = 0;
            }
            else
            {
                fits = tried;
                fitted++;
            }

            if (trial.Known(asked, placement) is { } result)
            {
                scratch.Add(asked, result);
            }
        }

        return (int)(fits * step);
    }

    /// <summary>How many steps further nothing may fit.</summary>
    private static long Apart(long fits) => Math.Max(1, (long)(fits * Accuracy));

    private static Workload At(Workload workload, long context) => workload with { Context = (int)context };

    private static long Try(Func<long> room)
    {
        try
        {
            return room();
        }
        catch (EngineException)
        {
            return long.MinValue;
        }
    }

    /// <summary>The last step between two that is guessed to fit, on the line through guesses on both sides of it; the lower of the two when none is.</summary>
    /// <param name="guess">The room guessed for a step.</param>
    /// <param name="fits">A step that fits, or 0.</param>
    /// <param name="near">Where to begin when none is known to fit: caches of sliding windows don't grow beyond some step.</param>
    /// <param name="fails">A later step that doesn't fit.</param>
    private static long LastAbove(Func<long, long> guess, long fits, long near, long fails)
    {
        LineSearch.Point high = At(fails - 1);
        if (high.Room >= 0)
        {
            return high.Steps;
        }

        LineSearch.Point low = At(fits > 0 ? fits : Math.Clamp(near, 1, fails - 1));
        if (low.Room < 0 && fits == 0 && low.Steps > 1)
        {
            (low, high) = (At(1), low);
        }

        return low.Room < 0 ? fits : Math.Min(LineSearch.AlongLine(low, high), high.Steps);

        LineSearch.Point At(long steps) => new(steps, guess(steps));
    }
}
