using System.Collections.Immutable;

namespace LocalRig.Ledger;

/// <summary>A store of records that only grows. What was appended is on the disk when the call returns, all of it or nothing of it; nothing is changed or
/// removed afterwards. Several programs may use a store at once; one object is used by one thread at a time.</summary>
public interface IEvidenceStore : IDisposable
{
    /// <summary>What it is, in words: a file's name, a server's.</summary>
    string Name { get; }

    /// <summary>What time it is for this store.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Adds records, together.</summary>
    /// <param name="batch">Up to some ten thousand; more are added in several calls.</param>
    /// <returns>How many got which flag; an empty flag is a usable record.</returns>
    /// <exception cref="LedgerException">Nothing was added.</exception>
    AppendReport Append(RecordBatch batch);

    /// <summary>Adds records, together.</summary>
    /// <param name="records">Up to some ten thousand; more are added in several calls.</param>
    /// <param name="quarantine">Whether nobody looked at them yet: they aren't used until they are accepted.</param>
    /// <returns>How many got which flag; an empty flag is a usable record.</returns>
    /// <exception cref="LedgerException">Nothing was added.</exception>
    AppendReport Append(IReadOnlyList<EvidenceRecord> records, bool quarantine = false)
    {
        RecordBatch batch = new(quarantine, Now);
        foreach (EvidenceRecord record in records)
        {
            batch.Add(record);
        }

        return Append(batch);
    }

    /// <summary>Records in the order they came, or the newest first.</summary>
    /// <exception cref="LedgerException">It can't be read.</exception>
    IEnumerable<StoredRecord> List(EvidenceFilter filter);

    /// <summary>Looks the whole store over.</summary>
    /// <returns>Everything that is wrong, a sentence each; empty where nothing is.</returns>
    /// <exception cref="LedgerException">It can't be read.</exception>
    LedgerCheck Check();
}

/// <summary>What became of records.</summary>
/// <param name="Added">All that were added.</param>
/// <param name="Usable">Those that forecasts may use.</param>
/// <param name="Impossible">Those that can't be true.</param>
/// <param name="Duplicates">Those that were there before.</param>
/// <param name="Quarantined">Those nobody looked at yet.</param>
public readonly record struct AppendReport(long Added, long Usable, long Impossible, long Duplicates, long Quarantined)
{
    /// <summary>Two reports together.</summary>
    public static AppendReport operator +(AppendReport a, AppendReport b) =>
        new(a.Added + b.Added, a.Usable + b.Usable, a.Impossible + b.Impossible, a.Duplicates + b.Duplicates, a.Quarantined + b.Quarantined);
}

/// <summary>A store looked over.</summary>
/// <param name="Records">How many records it holds.</param>
/// <param name="Bytes">What it takes on the disk.</param>
/// <param name="Wrong">Everything wrong with it.</param>
public sealed record LedgerCheck(long Records, long Bytes, ImmutableArray<string> Wrong);

/// <summary>Which records are wanted. What is empty isn't asked for.</summary>
public sealed record EvidenceFilter
{
    /// <summary>One record.</summary>
    public string Id { get; init; } = "";

    /// <summary>A machine's fingerprint.</summary>
    public string Machine { get; init; } = "";

    /// <summary>A device.</summary>
    public string Device { get; init; } = "";

    /// <summary>A model.</summary>
    public string Model { get; init; } = "";

    /// <summary>A metric.</summary>
    public string Metric { get; init; } = "";

    /// <summary>A kind of record.</summary>
    public RecordKind? Kind { get; init; }

    /// <summary>Only what forecasts may use.</summary>
    public bool Usable { get; init; }

    /// <summary>The newest first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>How many at most; 0 for all.</summary>
    public int Most { get; init; }
}
