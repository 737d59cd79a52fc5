using System.Security.Cryptography;

namespace LocalRig.Ledger;

/// <summary>A record as a row of a table: what is looked for has a column of its own, and its line is kept whole.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Place">The device and the model.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Of">The id of the record taken back or accepted.</param>
/// <param name="Line">Its line in UTF-8.</param>
internal readonly record struct RecordRow(Guid Id, RecordKind Kind, string Machine, Place Place, string Metric, Guid? Of, ReadOnlyMemory<byte> Line)
{
    [ThreadStatic]
    private static IncrementalHash? _hash; // kept: making one takes as long as half a line

    /// <summary>A record's row.</summary>
    /// <param name="record">The record.</param>
    /// <param name="keep">Where its line is kept.</param>
    public static RecordRow For(EvidenceRecord record, LineStore keep)
    {
        ReadOnlySpan<byte> line = RecordJson.Bytes(record);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        IncrementalHash hash = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(line);
        hash.GetHashAndReset(digest);
        Guid? refers = record.Of.Length > 0 ? new Guid(Convert.FromHexString(record.Of), bigEndian: true) : null;
        return new RecordRow(new Guid(digest[..RecordJson.IdBytes], bigEndian: true), record.Kind, record.Machine, new Place(record.Device, record.Model), record.Metric, refers, keep.Keep(line));
    }

    /// <summary>A row read back.</summary>
    /// <exception cref="LedgerException">Its line is damaged.</exception>
    public static StoredRecord Read(long sequence, ReadOnlySpan<byte> id, string flag, ReadOnlySpan<byte> line)
    {
        List<string> problems = [];
        EvidenceRecord? record = RecordJson.Read(line, problems);
        return record is null
            ? throw new LedgerException($"Record {sequence} of the ledger is damaged: {string.Join("; ", problems)}.", "`localrig ledger check` looks the whole ledger over.")
            : new StoredRecord(sequence, Convert.ToHexStringLower(id), flag, record);
    }
}

/// <summary>Which model on which device: what most look-ups ask for.</summary>
/// <param name="Device">The device.</param>
/// <param name="Model">The model.</param>
internal readonly record struct Place(string Device, string Model);
