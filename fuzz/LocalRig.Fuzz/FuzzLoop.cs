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

    /// <summary>Runs one target; false when it misbehaved, with the culprit on standard error.</summary>
    public static bool Run(string name, TimeSpan time, int seed)
    {
        Action<ReadOnlySpan<byte>> target = Target.All[name];
        List<byte[]> corpus = [.. Seeds.For(name)];
        int seeds = corpus.Count;
        Mutator mutator = new(seed);
        Random random = new(seed);
        long runs = 0;
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < time; runs++)
        {
            byte[] input = mutator.Mutate(corpus);
            if (Misbehaviour(target, input, Target.Computes(name)) is string what)
            {
                Console.Error.WriteLine($"{name}: {what}{Environment.NewLine}input (base64): {Convert.ToBase64String(input)}");
                return false;
            }

            if (input.Length is > 0 and < 4096 && random.Next(64) == 0)
            {
                Keep(corpus, seeds, input, random);
            }
        }

        Console.WriteLine($"{name}: {runs} files, none surprising");
        return true;
    }

    private static void Keep(List<byte[]> corpus, int seeds, byte[] input, Random random)
    {
        if (corpus.Count < CorpusSize)
        {
            corpus.Add(input);
        }
        else
        {
            corpus[random.Next(seeds, corpus.Count)] = input;
        }
    }

    /// <summary>What was wrong with a reading. Slow is one that is slow each time: a machine with other work stops anything now and then.</summary>
    private static string? Misbehaviour(Action<ReadOnlySpan<byte>> target, byte[] input, bool computes)
    {
        string? slow = null;
        for (int tries = 0; tries < Tries; tries++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                target(input);
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
