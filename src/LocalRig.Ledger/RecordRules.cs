namespace LocalRig.Ledger;

/// <summary>What a record must have to be taken, and what makes one that was taken unusable.</summary>
public static class RecordRules
{
    private static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero); // before any model of the catalogue: a clock that was never set
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1); // clocks and time zones; more is a clock that is wrong

    /// <summary>Notes everything a record lacks.</summary>
    public static void Check(EvidenceRecord record, List<string> problems)
    {
        bool refers = record.Kind is RecordKind.Retraction or RecordKind.Acceptance;
        if (refers)
        {
            Need(record.Of.Length == RecordJson.IdBytes * 2 && record.Of.All(char.IsAsciiHexDigitLower) || record.Of.All(char.IsAsciiDigit) && record.Of.Length == RecordJson.IdBytes * 2, "of is no record's id", problems);
            return;
        }

        Need(record.Of.Length == 0, "only retractions and acceptances have of", problems);
        Need(record.Model.Length > 0, "model is missing", problems);
        Need(record.Model.IndexOfAny(['/', '\\']) < 0, "model holds a folder; give the file's name alone", problems);
        Need(record.Metric is "decode" or "prefill" or "memory", "metric is none of decode, prefill, memory", problems);
        Need(record.Unit == (record.Metric == "memory" ? "bytes" : "tok/s"), "unit is not that of the metric: tok/s, for memory bytes", problems);
        Need(record.Device.Length > 0, "device is missing", problems);
        Need(record.Kind != RecordKind.Claim || record.Source.Length > 0, "a claim needs its source", problems);
    }

    /// <summary>Why a record can't be true, or null.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">What time it is.</param>
    public static string? Impossible(EvidenceRecord record, DateTimeOffset now) =>
        record.At < First ? "its time is before 2020: the clock was wrong"
        : record.At > now + Ahead ? "its time lies ahead: the clock was wrong"
        : record.Kind is RecordKind.Retraction or RecordKind.Acceptance ? null
        : !double.IsFinite(record.Value) || record.Value <= 0 ? "its value is not above 0"
        : record.Ceiling is double ceiling && record.Value > ceiling && record.Metric != "memory" ? $"it is above what data sheets allow ({ceiling:0.##} {record.Unit})"
        : record.Spread > record.Value * 3 ? "its samples spread three times as far as its value"
        : null;

    private static void Need(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
