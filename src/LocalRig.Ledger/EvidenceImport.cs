using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Reads evidence from files: lines of records, or what llama-bench printed. Everything is checked before anything is added where it fits in memory; of
/// longer input, everything up to the first line that is wrong is in the store, and said.</summary>
public static class EvidenceImport
{
    private const int Together = 50_000; // records a transaction, some 25 MB: an index's page is written once for all that touch it
    private const int MostProblems = 50; // enough to see what is wrong with a file
    private const int MostCharacters = 1 << 20; // of a line; records have less than 20,000

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Adds everything a text holds.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="text">JSON Lines of records or of llama-bench, or llama-bench's array.</param>
    /// <param name="quarantine">Whether nobody looked at it yet.</param>
    /// <exception cref="LedgerException">The store failed.</exception>
    public static ImportReport Run(IEvidenceStore store, TextReader text, bool quarantine = false)
    {
        using BlockingCollection<RecordBatch> read = new(boundedCapacity: 1);
        using CancellationTokenSource failed = new();
        Task<(long Wrong, List<string> Problems)> reading = Task.Run(() => Ahead(text, () => new RecordBatch(quarantine, store.Now), read, failed.Token));
        AppendReport done = default;
        try
        {
            foreach (RecordBatch records in read.GetConsumingEnumerable())
            {
                done += store.Append(records);
            }
        }
        catch (LedgerException)
        {
            failed.Cancel();
            throw;
        }

        (long wrong, List<string> problems) = reading.GetAwaiter().GetResult();
        return new ImportReport(done, wrong, [.. problems]);
    }

    /// <summary>Reads while the store writes. Every problem is found, and nothing is handed over after the first.</summary>
    private static (long Wrong, List<string> Problems) Ahead(TextReader text, Func<RecordBatch> empty, BlockingCollection<RecordBatch> read, CancellationToken failed)
    {
        try
        {
            List<string> problems = [];
            RecordBatch waiting = empty();
            long wrong = 0;
            foreach ((long line, EvidenceRecord? record) in Records(text, p => { wrong++; Note(problems, p); }))
            {
                if (record is null || wrong > 0)
                {
                    continue;
                }

                waiting.Add(record);
                if (waiting.Count == Together)
                {
                    read.Add(waiting, failed);
                    waiting = empty();
                }
            }

            if (wrong == 0 && waiting.Count > 0)
            {
                read.Add(waiting, failed);
            }

            return (wrong, problems);
        }
        finally
        {
            read.CompleteAdding();
        }
    }

    /// <summary>Reads what somebody unknown sends: what can't be true is refused, and so is who takes back or accepts.</summary>
    /// <param name="text">JSON Lines of records or of llama-bench.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="problems">Everything wrong; nothing may be taken then.</param>
    public static List<EvidenceRecord> Strictly(TextReader text, DateTimeOffset now, out ImmutableArray<string> problems)
    {
        List<string> wrong = [];
        List<EvidenceRecord> records = [];
        foreach ((long line, EvidenceRecord? record) in Records(text, p => Note(wrong, p)))
        {
            if (record is null)
            {
                continue;
            }

            records.Add(record with { Who = "community" });
            if (record.Kind is not RecordKind.Measurement)
            {
                Note(wrong, $"line {line}: only measurements are taken");
            }
            else if (RecordRules.Impossible(record, now) is string impossible)
            {
                Note(wrong, $"line {line}: it can't be true: {impossible}");
            }
        }

        problems = [.. wrong];
        return records;
    }

    private static IEnumerable<(long Line, EvidenceRecord? Record)> Records(TextReader text, Action<string> problem)
    {
        List<string> problems = [];
        long number = 0;
        while (text.ReadLine() is string line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (number == 1 && line.TrimStart().StartsWith('['))
            {
                foreach (EvidenceRecord? test in Array(line, text, problem))
                {
                    yield return (number, test);
                }

                yield break;
            }

            problems.Clear();
            EvidenceRecord? record = line.Length > MostCharacters ? TooLong(problems) : One(line, problems);
            foreach (string one in problems)
            {
                problem($"line {number}: {one}");
            }

            yield return (number, record);
        }
    }

    private static EvidenceRecord? One(string line, List<string> problems)
    {
        int bytes = Encoding.UTF8.GetByteCount(line);
        if (_buffer is null || _buffer.Length < bytes)
        {
            _buffer = new byte[bytes * 2];
        }

        ReadOnlySpan<byte> text = _buffer.AsSpan(0, Encoding.UTF8.GetBytes(line, _buffer));
        if (text.IndexOf(LlamaBenchReader.Mark) < 0)
        {
            return RecordJson.Read(text, problems);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return LlamaBenchReader.Is(document.RootElement) ? LlamaBenchReader.Read(document.RootElement, problems) : RecordJson.Read(text, problems);
        }
        catch (JsonException wrong)
        {
            problems.Add($"no JSON: {wrong.Message}");
            return null;
        }
    }

    private static List<EvidenceRecord?> Array(string first, TextReader text, Action<string> problem)
    {
        StringBuilder all = new(first);
        for (string? line = text.ReadLine(); line is not null && all.Length < MostCharacters; line = text.ReadLine())
        {
            all.AppendLine().Append(line);
        }

        List<string> problems = [];
        List<EvidenceRecord?> read = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(all.ToString());
            int place = 0;
            foreach (JsonElement test in document.RootElement.EnumerateArray())
            {
                place++;
                problems.Clear();
                read.Add(LlamaBenchReader.Is(test) ? LlamaBenchReader.Read(test, problems) : RecordJson.Read(JsonMarshal.GetRawUtf8Value(test), problems));
                problems.ForEach(p => problem($"item {place}: {p}"));
            }
        }
        catch (JsonException wrong)
        {
            problem($"no JSON: {wrong.Message}");
        }

        return read;
    }

    private static EvidenceRecord? TooLong(List<string> problems)
    {
        problems.Add($"longer than {MostCharacters:N0} characters");
        return null;
    }

    private static void Note(List<string> problems, string problem)
    {
        if (problems.Count < MostProblems)
        {
            problems.Add(problem);
        }
    }
}

/// <summary>What became of what was read.</summary>
/// <param name="Added">What was added.</param>
/// <param name="Wrong">How many problems there were.</param>
/// <param name="Problems">The first of them, each with its line.</param>
public sealed record ImportReport(AppendReport Added, long Wrong, ImmutableArray<string> Problems);
