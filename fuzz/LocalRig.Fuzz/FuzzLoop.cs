using System.Diagnostics;

namespace LocalRig.Fuzz;

/// <summary>Throws damaged files at a target until the time is up or something unexpected happens.</summary>
internal static class FuzzLoop
{
    private const int MaxMilliseconds = 1000; // thousands of times what a file of a few hundred bytes takes
    private const int MaxAnswerMilliseconds = 10_000; // five times the limit of an answer: a busy machine stops late
    private const long MaxAllocation = 16 << 20; // far beyond any such file, far below harm
    private const int CorpusSize = 256;
    private const int Tries = 3;
    private const int Longest = 4096; // bytes of an input that is damaged further

    /// <summary>Runs one target; false when it misbehaved, with the culprit on standard error.</summary>
    /// <param name="name">The target.</param>
    /// <param name="kept">Inputs to begin with, each tried as it is.</param>
    /// <param name="on">Whether to go on after so many runs in such a time.</param>
    /// <param name="seed">The same seed damages the same way.</param>
    /// <param name="found">Told each input whose outcome is new.</param>
    public static bool Run(string name, IReadOnlyList<byte[]> kept, Func<long, TimeSpan, bool> on, int seed, Action<byte[]>? found = null)
    {
        List<byte[]> corpus = [.. Seeds.For(name), .. kept];
        int seeds = corpus.Count;
        HashSet<string> outcomes = [];
        Mutator mutator = new(seed);
        Random random = new(seed);
        long runs = 0;
        for (Stopwatch clock = Stopwatch.StartNew(); runs < seeds || on(runs, clock.Elapsed); runs++)
        {
            byte[] input = runs < seeds ? corpus[(int)runs] : mutator.Mutate(corpus);
            if (Misbehaviour(Target.All[name], input, Target.Computes(name), out string outcome) is string what)
            {
                Console.Error.WriteLine($"{name}: {what}{Environment.NewLine}input (base64): {Convert.ToBase64String(input)}");
                return false;
            }

            bool isNew = outcomes.Count < Corpus.Most && input.Length < Longest && outcomes.Add(outcome);
            if (isNew)
            {
                found?.Invoke(input);
            }

            if (runs >= seeds && input.Length is > 0 and < Longest && (isNew || random.Next(64) == 0))
            {
                Keep(corpus, seeds, input, random);
            }
        }

        Console.WriteLine($"{name}: {runs} files, {outcomes.Count} outcomes, none surprising");
        return true;
    }

    private static void Keep(List<byte[]> corpus, int seeds, byte[] input, Random random)
    {
        if (corpus.Count < seeds + CorpusSize)
        {
            corpus.Add(input);
        }
        else
        {
            corpus[random.Next(seeds, corpus.Count)] = input;
        }
    }

    /// <summary>What was wrong with a reading. Slow is one that is slow each time: a machine with other work stops anything now and then.</summary>
    private static string? Misbehaviour(Func<ReadOnlySpan<byte>, string> target, byte[] input, bool computes, out string outcome)
    {
        string? slow = null;
        outcome = "";
        for (int tries = 0; tries < Tries; tries++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                outcome = target(input);
            }
#pragma warning disable CA1031 // any exception at all is what is looked for
            catch (Exception e)
#pragma warning restore CA1031
            {
                return e.ToString();
            }

            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > MaxAllocation && !computes)
            {
                return $"allocated {allocated} bytes for {input.Length}";
            }

            if (milliseconds <= (computes ? MaxAnswerMilliseconds : MaxMilliseconds))
            {
                return null;
            }

            slow = $"took {milliseconds:0} ms for {input.Length} bytes";
        }

        return slow;
    }
}
