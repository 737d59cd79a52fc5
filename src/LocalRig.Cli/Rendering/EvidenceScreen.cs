using LocalRig.Ledger;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Records of the ledger.</summary>
internal static class EvidenceScreen
{
    /// <summary>The screen.</summary>
    public static IRenderable Of(StoredRecord[] records, string store)
    {
        if (records.Length == 0)
        {
            return new Text($"{store} has no such record.");
        }

        Table table = Quantities.PlainTable(">record", "when", "model", "device", "what", ">value", records.Any(r => r.Record.Source.Length > 0) ? "who, where" : "used");
        foreach (StoredRecord stored in records)
        {
            EvidenceRecord record = stored.Record;
            string what = record.Kind is RecordKind.Retraction or RecordKind.Acceptance ? $"{record.Kind.Word()} of {record.Of}"
                : record.Metric == "memory" ? $"memory, {record.Part}"
                : $"{record.Metric}{(record.Tokens > 0 ? $" of {record.Tokens:N0}" : "")} after {record.Depth:N0}{(record.Users > 1 ? $", {record.Users} users" : "")}";
            string value = record.Value == 0 ? "" : record.Metric == "memory" ? $"{record.Value / (1 << 20):N2} MiB" : $"{record.Value:N2} {record.Unit}";
            table.AddRow(new Text($"{stored.Sequence}"), new Text($"{record.At.UtcDateTime:yyyy-MM-dd HH:mm}"), new Text($"{record.Model} {record.Quant}".Trim()), new Text(record.Device), new Text(what), new Text(value), new Text(stored.Flag.Length > 0 ? stored.Flag : record.Source.Length > 0 ? $"{record.Who}, {(Uri.TryCreate(record.Source, UriKind.Absolute, out Uri? address) ? address.Host : record.Source)}" : "yes"));
        }

        return records.Any(r => r.Record.Source.Length > 0) ? new Rows(table, new Text("Whole addresses: --json, or `localrig evidence export`.")) : table;
    }
}
