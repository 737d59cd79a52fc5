namespace LocalRig.Ledger;

/// <summary>Records on their way into a store, as rows with their flags.</summary>
public sealed class RecordBatch
{
    private readonly bool _quarantine;
    private readonly DateTimeOffset _now;
    private readonly List<RecordRow> _rows;
    private readonly List<string> _flags;
    private readonly HashSet<Guid> _seen;
    private readonly LineStore _lines = new();

    /// <summary>An empty one.</summary>
    /// <param name="quarantine">Whether nobody looked at its records yet: they aren't used until they are accepted.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="expected">How many records it is likely to have.</param>
    public RecordBatch(bool quarantine, DateTimeOffset now, int expected = 0) =>
        (_quarantine, _now, _rows, _flags, _seen) = (quarantine, now, new(expected), new(expected), new(expected));

    /// <summary>Whether more of the same follows: the store may then return before it is on the disk, as long as it is with what follows, and no other program ever sees it in part.</summary>
    public bool MoreFollows { get; set; }

    /// <summary>How many records it has.</summary>
    public int Count => _rows.Count;

    /// <summary>The rows.</summary>
    internal IReadOnlyList<RecordRow> Rows => _rows;

    /// <summary>Why a row isn't used; empty where it is.</summary>
    internal IReadOnlyList<string> Flags => _flags;

    /// <summary>Adds a record, flagged by what is known without the store: what can't be, what nobody looked at yet, what is here twice.</summary>
    public void Add(EvidenceRecord record)
    {
        RecordRow row = RecordRow.For(record, _lines);
        bool first = _seen.Add(row.Id);
        _rows.Add(row);
        _flags.Add(RecordRules.Impossible(record, _now) is not null ? StoredRecord.Impossible : !first ? StoredRecord.Duplicate : _quarantine ? StoredRecord.Quarantined : "");
    }

    /// <summary>Flags what the store had before.</summary>
    /// <param name="wasThere">Whether it had a record of this id.</param>
    internal void FlagDuplicates(Func<Guid, bool> wasThere)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            if (_flags[i] is "" or StoredRecord.Quarantined && wasThere(_rows[i].Id))
            {
                _flags[i] = StoredRecord.Duplicate;
            }
        }
    }

    /// <summary>The words of its rows, as often as they are there.</summary>
    internal IEnumerable<string> Words() => _rows.Select(r => r.Machine).Concat(_rows.Select(r => r.Metric));

    /// <summary>The places of its rows, as often as they are there.</summary>
    internal IEnumerable<Place> Places() => _rows.Select(r => r.Place);

    /// <summary>Rows that take back or accept others, and count: nobody lets himself out of quarantine.</summary>
    internal IEnumerable<RecordRow> References() => _rows.Where((row, i) => row.Of is not null && _flags[i] != StoredRecord.Quarantined);

    /// <summary>Counts what became of the rows.</summary>
    internal AppendReport Report() => new(Count, Flagged(""), Flagged(StoredRecord.Impossible), Flagged(StoredRecord.Duplicate), Flagged(StoredRecord.Quarantined));

    private int Flagged(string flag) => _flags.Count(f => f == flag);
}
