using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRig.Ledger;

/// <summary>What both stores ask in the same words.</summary>
internal static class StoreSql
{
    // A record that was taken back is flagged so; one in quarantine loses its flag once it is accepted. What in quarantine refers to others isn't in reference.
    private const string TakenBack = "EXISTS (SELECT 1 FROM reference o WHERE o.of = r.id AND o.kind = 3)";
    private const string Accepted = "r.flag = 'quarantined' AND EXISTS (SELECT 1 FROM reference o WHERE o.of = r.id AND o.kind = 4)";
    private const string Flag = $"CASE WHEN {TakenBack} THEN 'retracted' WHEN {Accepted} THEN '' ELSE r.flag END";
    private const string Usable = $"NOT {TakenBack} AND (r.flag = '' OR {Accepted})"; // where the flag above is empty, and asked once

    /// <summary>How many records take back or accept others.</summary>
    public const string Referring = "SELECT count(*) FROM record WHERE kind IN (3, 4) AND flag <> 'quarantined'";

    /// <summary>How many are noted to.</summary>
    public const string References = "SELECT count(*) FROM reference";

    /// <summary>What it means where those differ.</summary>
    public const string Disagreeing = "the list of what was taken back or accepted is not that of the records";

    /// <summary>The query of a filter: sequence, id, flag, line.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="among">How the store best asks for a number that is among those of a query ({0}).</param>
    public static string Select(EvidenceFilter filter, string among)
    {
        List<string> where = [];
        Parameters(filter, (name, _) =>
        {
            if (name is not ("device" or "model"))
            {
                where.Add(name is "id" or "kind" ? $"r.{name} = @{name}" : $"r.{name} = (SELECT n FROM word WHERE text = @{name})");
            }
        });
        if (filter is { Device.Length: > 0, Model.Length: > 0 })
        {
            where.Add("r.place = (SELECT n FROM place WHERE device = @device AND model = @model)");
        }
        else if (filter.Device.Length > 0 || filter.Model.Length > 0)
        {
            string name = filter.Device.Length > 0 ? "device" : "model";
            where.Add("r.place " + string.Format(CultureInfo.InvariantCulture, among, $"SELECT n FROM place WHERE {name} = @{name}"));
        }

        if (filter.Usable)
        {
            where.Add(Usable);
        }

        StringBuilder sql = new($"SELECT r.seq, r.id, {(filter.Usable ? "''" : Flag)}, r.body FROM record r");
        sql.Append(where.Count > 0 ? " WHERE " + string.Join(" AND ", where) : "").Append(filter.NewestFirst ? " ORDER BY r.seq DESC" : " ORDER BY r.seq");
        return filter.Most > 0 ? sql.Append(CultureInfo.InvariantCulture, $" LIMIT {filter.Most}").ToString() : sql.ToString();
    }

    /// <summary>Gives a filter's values by their columns' names.</summary>
    public static void Parameters(EvidenceFilter filter, Action<string, object> add)
    {
        if (filter.Id.Length > 0)
        {
            add("id", Convert.FromHexString(filter.Id));
        }

        foreach ((string name, string value) in ((string, string)[])[("machine", filter.Machine), ("device", filter.Device), ("model", filter.Model), ("metric", filter.Metric)])
        {
            if (value.Length > 0)
            {
                add(name, value);
            }
        }

        if (filter.Kind is RecordKind kind)
        {
            add("kind", (int)kind);
        }
    }

    /// <summary>Reads every row back and holds its line against its id.</summary>
    public static IEnumerable<(long Sequence, string? Problem)> Damaged(IEnumerable<(long Sequence, byte[] Id, byte[] Line)> rows)
    {
        foreach ((long sequence, byte[] id, byte[] line) in rows)
        {
            List<string> problems = [];
            string? problem = !CryptographicOperations.FixedTimeEquals(RecordJson.Digest(line), id) ? $"record {sequence}: its line isn't what was written"
                : RecordJson.Read(line, problems) is null ? $"record {sequence}: {string.Join("; ", problems)}"
                : null;
            yield return (sequence, problem);
        }
    }
}
