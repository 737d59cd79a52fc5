using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>Reads evidence from files: lines of records, what llama-bench printed in any of its formats, submissions of llmfit. Everything is checked before anything is added where it fits in memory; of
/// longer input, everything up to the first line that is wrong is in the store, and said.</summary>
public static class EvidenceImport
{
    private const int Together = 50_000; // records a transaction, some 25 MB: an index's page is written once for all that touch it
    private const int MostProblems = 50; // enough to see what is wrong with a file
    private const int MostCharacters = 1 << 20; // of a line; records have less than 20,000
    private const int MostWhole = 1 << 26; // of an array or object over many lines, which is read as one

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Adds everything a text holds.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="text">JSON Lines of records or of llama-bench; llama-bench's array, CSV, SQL or table; a submission of llmfit.</param>
    /// <param name="quarantine">Whether nobody looked at it yet.</param>
    /// <param name="defaults">What the text doesn't say and the user does.</param>
    /// <exception cref="LedgerException">The store failed.</exception>
    public static ImportReport Run(IEvidenceStore store, TextReader text, bool quarantine = false, ImportDefaults? defaults = null)
    {
        using BlockingCollection<RecordBatch> read = new(boundedCapacity: 1);
        using CancellationTokenSource failed = new();
        Task<(long Wrong, List<string> Problems)> reading = Task.Run(() => Ahead(p => Records(text, defaults ?? ImportDefaults.None, p), () => new RecordBatch(quarantine, store.Now, Together), read, failed.Token));
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
    private static (long Wrong, List<string> Problems) Ahead(Func<Action<string>, IEnumerable<(long Line, EvidenceRecord? Record)>> records, Func<RecordBatch> empty, BlockingCollection<RecordBatch> read, CancellationToken failed)
    {
        try
        {
            List<string> problems = [];
            RecordBatch waiting = empty();
            long wrong = 0;
            bool begun = false;
            foreach ((long line, EvidenceRecord? record) in records(p => { wrong++; Note(problems, p); }))
            {
                if (record is null || wrong > 0)
                {
                    continue;
                }

                if (waiting.Count == Together) // handed over when the next is there, so that the last one is known to be the last
                {
                    waiting.MoreFollows = begun = true;
                    read.Add(waiting, failed);
                    waiting = empty();
                }

                waiting.Add(record);
            }

            if (waiting.Count > 0 && (wrong == 0 || begun))
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
        foreach ((long line, EvidenceRecord? record) in Records(text, ImportDefaults.None, p => Note(wrong, p)))
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

    /// <summary>Every record of a text; what it is, its first line tells.</summary>
    private static IEnumerable<(long Line, EvidenceRecord? Record)> Records(TextReader text, ImportDefaults defaults, Action<string> problem)
    {
        long number = 1;
        string? line = text.ReadLine();
        for (; line is not null && string.IsNullOrWhiteSpace(line); line = text.ReadLine())
        {
            number++;
        }

        return line is null ? []
            : line.TrimStart().StartsWith('[') || line.Trim() == "{" ? Whole(line, number, text, problem)
            : LlamaBenchTables.Begins(line) ? Tables(line, number, text, defaults, problem)
            : Lines(line.AsMemory(), number, new TextLines(text), problem);
    }

    private static IEnumerable<(long Line, EvidenceRecord? Record)> Lines(ReadOnlyMemory<char> line, long number, TextLines text, Action<string> problem)
    {
        List<string> problems = [];
        for (bool more = true; more; more = text.Next(out line), number++)
        {
            if (line.Span.IsWhiteSpace())
            {
                continue;
            }

            problems.Clear();
            int bytes = Encoding.UTF8.GetByteCount(line.Span);
            if (_buffer is null || _buffer.Length < bytes)
            {
                _buffer = new byte[bytes * 2];
            }

            Memory<byte> read = _buffer.AsMemory(0, Encoding.UTF8.GetBytes(line.Span, _buffer));
            if (line.Length > MostCharacters)
            {
                problems.Add($"longer than {MostCharacters:N0} characters");
                yield return (number, null);
            }
            else if (read.Span.IndexOf(LlamaBenchReader.Mark) < 0 && read.Span.IndexOf(LlmfitReader.Mark) < 0)
            {
                yield return (number, RecordJson.Read(read.Span, problems));
            }
            else
            {
                foreach (EvidenceRecord? one in Others(read, problems))
                {
                    yield return (number, one);
                }
            }

            foreach (string one in problems)
            {
                problem($"line {number}: {one}");
            }
        }
    }

    private static IEnumerable<(long Line, EvidenceRecord? Record)> Tables(string line, long number, TextReader text, ImportDefaults defaults, Action<string> problem)
    {
        foreach ((long at, IReadOnlyDictionary<string, string> test) in LlamaBenchTables.Tests(line, number, text))
        {
            List<string> problems = [];
            EvidenceRecord? record = Sound(LlamaBenchReader.Read(test, defaults, problems), problems);
            problems.ForEach(p => problem($"line {at}: {p}"));
            yield return (at, record);
        }
    }

    /// <summary>One document over several lines: an array, or one object.</summary>
    private static List<(long Line, EvidenceRecord? Record)> Whole(string first, long number, TextReader text, Action<string> problem)
    {
        StringBuilder all = new(first);
        for (string? line = text.ReadLine(); line is not null; line = text.ReadLine())
        {
            all.AppendLine().Append(line);
            if (all.Length > MostWhole)
            {
                problem($"longer than {MostWhole:N0} characters; write one record a line");
                return [];
            }
        }

        List<string> problems = [];
        List<(long, EvidenceRecord?)> read = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(all.ToString());
            bool one = document.RootElement.ValueKind == JsonValueKind.Object;
            int place = 0;
            foreach (JsonElement item in one ? Enumerable.Repeat(document.RootElement, 1) : document.RootElement.EnumerateArray())
            {
                place++;
                problems.Clear();
                read.AddRange(Item(item, problems).Select(r => (number, r)));
                problems.ForEach(p => problem(one ? p : $"item {place}: {p}"));
            }
        }
        catch (JsonException wrong)
        {
            problem($"no JSON: {wrong.Message}");
        }

        return read;
    }

    private static List<EvidenceRecord?> Others(Memory<byte> line, List<string> problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return [.. Item(document.RootElement, problems)];
        }
        catch (JsonException wrong)
        {
            problems.Add($"no JSON: {wrong.Message}");
            return [];
        }
    }

    private static IEnumerable<EvidenceRecord?> Item(JsonElement item, List<string> problems) =>
        LlamaBenchReader.Is(item) ? [Sound(LlamaBenchReader.Read(item, problems), problems)]
        : LlmfitReader.Is(item) ? LlmfitReader.Read(item, problems.Add).Select(r => Sound(r, problems))
        : [RecordJson.Read(JsonMarshal.GetRawUtf8Value(item), problems)];

    /// <summary>A record that others' formats gave, held to what a record's own line is held to.</summary>
    private static EvidenceRecord? Sound(EvidenceRecord? record, List<string> problems) => record is null ? null : RecordJson.Read(RecordJson.Bytes(record), problems);

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
