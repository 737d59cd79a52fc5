using System.Diagnostics;
using System.Globalization;
using LocalRig.Ledger;

namespace LocalRig.LedgerTrial;

/// <summary>A process that appends transactions of several records and says each one that was acknowledged, killed at any moment, as often as asked.</summary>
internal static class KillTrial
{
    private const int Together = 7; // records a transaction: all there or none
    private const int Stride = 1_000_000; // numbers of one round
    private const int LongestMilliseconds = 120; // after the first acknowledgement: some dozens of transactions

    /// <summary>Writes until it is killed.</summary>
    public static int Write(string place, int seed)
    {
        using IEvidenceStore store = EvidenceStores.Open(place);
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        for (int at = 0; at < Stride / Together; at++)
        {
            store.Append([.. Enumerable.Range(0, Together).Select(i => Samples.One(seed * Stride + at * Together + i) with { Model = $"round-{seed}", Depth = at })]);
            output.WriteLine(at.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    /// <summary>Kills as often, and looks after each kill.</summary>
    public static int Run(string place, int rounds)
    {
        KillReport report = Run(place, rounds, Console.WriteLine);
        Console.WriteLine($"{rounds} kills, {report.Acknowledged:N0} transactions acknowledged, {report.Losses} rounds with losses; the ledger has {report.Check.Records:N0} records, {report.Check.Wrong.Length} of them wrong");
        return report.Losses == 0 && report.Check.Wrong.IsEmpty && report.Acknowledged > 0 ? 0 : 1;
    }

    /// <summary>Kills as often, and looks after each kill.</summary>
    /// <param name="place">The ledger.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="tell">Told each loss.</param>
    public static KillReport Run(string place, int rounds, Action<string> tell)
    {
        Random random = new(18);
        long acknowledged = 0;
        int wrong = 0;
        for (int round = 1; round <= rounds; round++)
        {
            int last = Killed(place, round, random.Next(LongestMilliseconds));
            acknowledged += last + 1;
            int[] sizes;
            using (IEvidenceStore store = EvidenceStores.Open(place))
            {
                sizes = [.. store.List(new EvidenceFilter { Model = $"round-{round}" }).GroupBy(r => r.Record.Depth).OrderBy(g => g.Key).Select(g => g.Count())];
            }

            if (sizes.Length <= last || sizes.Any(s => s != Together))
            {
                wrong++;
                tell($"round {round}: {last + 1} transactions were acknowledged, {sizes.Length} are there, {sizes.Count(s => s != Together)} of them in part");
            }
        }

        using IEvidenceStore whole = EvidenceStores.Open(place);
        return new KillReport(acknowledged, wrong, whole.Check());
    }

    /// <summary>The last transaction that a writer acknowledged before it was killed; -1 for none.</summary>
    private static int Killed(string place, int round, int milliseconds)
    {
        ProcessStartInfo start = new("dotnet", [typeof(KillTrial).Assembly.Location, "write", place, round.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using Process writer = Process.Start(start)!;
        int last = -1;
        Task reading = Task.Run(() =>
        {
            while (writer.StandardOutput.ReadLine() is string line)
            {
                // A line that was cut by the kill says less than was acknowledged, never more.
                last = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int at) ? Math.Max(last, at) : last;
            }
        });
        while (Volatile.Read(ref last) < 0 && !reading.IsCompleted)
        {
            Thread.Sleep(1);
        }

        Thread.Sleep(milliseconds);
        writer.Kill(); // SIGKILL
        writer.WaitForExit();
        reading.Wait();
        return last;
    }
}

/// <summary>What kills did.</summary>
/// <param name="Acknowledged">Transactions that writers said were done.</param>
/// <param name="Losses">Rounds after which one of them was missing, or one was there in part.</param>
/// <param name="Check">The ledger afterwards.</param>
internal sealed record KillReport(long Acknowledged, int Losses, LedgerCheck Check);
