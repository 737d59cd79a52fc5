using System.Text;
using System.Text.Json;

namespace LocalRig.Ledger;

/// <summary>A record as a row of a table: what is looked for has a column of its own, and its line is kept whole.</summary>
internal readonly record struct RecordRow(byte[] Id, EvidenceRecord Record, string Flag, string Body)
{
    /// <summary>A record's row.</summary>
    public static RecordRow Of(EvidenceRecord record, bool quarantine, DateTimeOffset now)
    {
        ReadOnlySpan<byte> line = RecordJson.Bytes(record);
        string flag = RecordRules.Impossible(record, now) is not null ? StoredRecord.Impossible : quarantine ? StoredRecord.Quarantined : "";
        return new RecordRow(RecordJson.Digest(line), record, flag, Encoding.UTF8.GetString(line));
    }

    /// <summary>The record taken back or accepted.</summary>
    public byte[]? Of() => Record.Of.Length > 0 ? Convert.FromHexString(Record.Of) : null;

    /// <summary>A row read back.</summary>
    /// <exception cref="LedgerException">Its line is damaged.</exception>
    public static StoredRecord Read(long sequence, byte[] id, string flag, string body)
    {
        List<string> problems = [];
        EvidenceRecord? record = RecordJson.Read(Encoding.UTF8.GetBytes(body), problems);
        return record is null
            ? throw new LedgerException($"Record {sequence} of the ledger is damaged: {string.Join("; ", problems)}.", "`localrig ledger check` looks the whole ledger over.")
            : new StoredRecord(sequence, Convert.ToHexStringLower(id), flag, record);
    }

    /// <summary>Counts what became of rows.</summary>
    public static AppendReport Report(IEnumerable<string> flags)
    {
        AppendReport report = default;
        foreach (string flag in flags)
        {
            report += flag switch
            {
                StoredRecord.Impossible => new(1, 0, 1, 0, 0),
                StoredRecord.Duplicate => new(1, 0, 0, 1, 0),
                StoredRecord.Quarantined => new(1, 0, 0, 0, 1),
                _ => new(1, 1, 0, 0, 0),
            };
        }

        return report;
    }
}
