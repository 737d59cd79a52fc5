using System.Diagnostics;
using LocalRig.Ledger;

namespace LocalRig.LedgerTrial;

/// <summary>How fast records come in and are found again.</summary>
internal static class SpeedTrial
{
    private const int Lookups = 1000;
    private const int MostRead = 1_000_000; // beyond that, reading alone says nothing new

    /// <summary>Imports rows as lines of JSON, as a file of them is, and looks up.</summary>
    public static int Run(string place, int rows, int session)
    {
        string file = Path.GetTempFileName();
        using (StreamWriter lines = new(file))
        {
            for (int i = 0; i < rows; i++)
            {
                lines.WriteLine(RecordJson.Line(Samples.One(i, session)));
            }
        }

        if (rows <= MostRead)
        {
            Read(file, rows);
        }

        using IEvidenceStore store = EvidenceStores.Open(place);
        GC.Collect();
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        ImportReport report;
        using (StreamReader text = new(file))
        {
            report = EvidenceImport.Run(store, text);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        double own = (Process.GetCurrentProcess().TotalProcessorTime - busy).TotalSeconds;
        File.Delete(file);
        Console.WriteLine($"{report.Added.Added:N0} rows in {seconds:0.0} s: {report.Added.Added / seconds:N0} rows/s; {own:0.0} s of a processor: {report.Added.Added / own:N0} rows/s; at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB of memory");

        Find(store, session, "just after");
        LedgerCheck check = store.Check();
        Console.WriteLine($"{check.Records:N0} records, {check.Bytes / 1e6:0} MB on the disk, {check.Bytes / (double)check.Records:0} bytes each, {check.Wrong.Length} wrong");
        Find(store, session, "once all was read, as PostgreSQL's vacuum does within a minute or two");
        return report.Wrong == 0 && check.Wrong.IsEmpty ? 0 : 1;
    }

    private static void Find(IEvidenceStore store, int session, string when)
    {
        Console.WriteLine($"look-ups, {when}");
        Find(store, i => new EvidenceFilter { Machine = Samples.One(i, session).Machine, Kind = RecordKind.Measurement, Usable = true, NewestFirst = true, Most = 500 }, "of a machine");
        Find(store, i => new EvidenceFilter { Device = Samples.One(i, session).Device, Model = Samples.One(i, session).Model, Metric = "decode", Usable = true, Most = 32 }, "of a model on a device");
    }

    /// <summary>Reading and checking alone.</summary>
    private static void Read(string file, int rows)
    {
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        using (StreamReader text = new(file))
        {
            EvidenceImport.Run(new Nowhere(), text);
        }

        double own = (Process.GetCurrentProcess().TotalProcessorTime - busy).TotalSeconds;
        Console.WriteLine($"reading alone: {own:0.0} s of a processor: {rows / own:N0} rows/s");
    }

    private sealed class Nowhere : IEvidenceStore
    {
        public string Name => "nowhere";

        public DateTimeOffset Now => DateTimeOffset.UtcNow;

        public AppendReport Append(RecordBatch batch) => default;

        public IEnumerable<StoredRecord> List(EvidenceFilter filter) => [];

        public LedgerCheck Check() => new(0, 0, []);

        public void Dispose()
        {
        }
    }

    private static void Find(IEvidenceStore store, Func<int, EvidenceFilter> filter, string what)
    {
        List<double> times = [];
        long found = 0;
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        for (int i = 0; i < Lookups; i++)
        {
            long start = Stopwatch.GetTimestamp();
            found += store.List(filter(i * 997)).Count();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double own = (Process.GetCurrentProcess().TotalProcessorTime - busy).TotalMilliseconds;
        times.Sort();
        Console.WriteLine($"look-ups {what}: {times[Lookups / 2]:0.00} ms in the middle, {times[Lookups * 95 / 100]:0.00} ms for 95 of 100, {own / Lookups:0.00} ms of a processor, {found / (double)Lookups:0} rows each");
    }
}
