using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace LocalRig.Ledger;

/// <summary>Records in PostgreSQL, for teams and public sites: the same contract as <see cref="SqliteStore"/>. A transaction is acknowledged when the server's
/// log is on its disk (synchronous_commit, on unless the server's owner turned it off).</summary>
public sealed class PostgresStore : IEvidenceStore
{
    private const int Version = 1;
    private const long MigrationLock = 0x4C524C47; // any number that other programs in the same database don't use for theirs
    private const string Columns = "id, kind, machine, device, model, metric, flag, of, body";

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE record (
          seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bytea NOT NULL, kind int NOT NULL, machine text NOT NULL, device text NOT NULL, model text NOT NULL,
          metric text NOT NULL, flag text NOT NULL, of bytea, body text NOT NULL);
        CREATE INDEX record_id ON record(id);
        CREATE INDEX record_of ON record(of) WHERE of IS NOT NULL;
        CREATE INDEX record_place ON record(device, model, metric);
        CREATE INDEX record_machine ON record(machine);
        CREATE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''records are never changed or removed''; END';
        CREATE TRIGGER record_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON record FOR EACH STATEMENT EXECUTE FUNCTION record_is_kept();
        """,
    ];

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _time;
    private bool _staged;

    private PostgresStore(NpgsqlDataSource source, NpgsqlConnection connection, TimeProvider time) =>
        (_source, _connection, _time, Name) = (source, connection, time, $"{connection.Host}/{connection.Database}");

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Connects to a server, and makes the table where there is none.</summary>
    /// <param name="connectionString">Npgsql's (<c>Host=…;Database=…;Username=…</c>) or an address (<c>postgresql://user@host/database</c>).</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="LedgerException">It can't be reached or used.</exception>
    public static PostgresStore Open(string connectionString, TimeProvider? time = null)
    {
        NpgsqlDataSource? source = null;
        try
        {
            NpgsqlSlimDataSourceBuilder builder = new(PostgresAddress.ToConnectionString(connectionString));
            builder.ConnectionStringBuilder.Pooling = false;
            builder.EnableTransportSecurity();
            source = builder.Build();
            PostgresStore store = new(source, source.OpenConnection(), time ?? TimeProvider.System);
            store.Migrate();
            return store;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException or IOException)
        {
            source?.Dispose();
            throw Told("PostgreSQL", e);
        }
        catch (LedgerException)
        {
            source?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public AppendReport Append(IReadOnlyList<EvidenceRecord> records, bool quarantine = false)
    {
        try
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (!_staged)
            {
                Execute("CREATE TEMPORARY TABLE arriving (n int, id bytea, kind int, machine text, device text, model text, metric text, flag text, of bytea, body text)");
                _staged = true;
            }

            using NpgsqlTransaction transaction = _connection.BeginTransaction();
            Execute("TRUNCATE arriving");
            Copy(records, quarantine, now);
            List<string> flags = [];
            using (NpgsqlCommand insert = Command(
                $"""
                INSERT INTO record ({Columns})
                SELECT id, kind, machine, device, model, metric,
                  CASE WHEN flag <> 'impossible' AND (row_number() OVER (PARTITION BY id ORDER BY n) > 1 OR EXISTS (SELECT 1 FROM record k WHERE k.id = a.id)) THEN 'duplicate' ELSE flag END, of, body
                FROM arriving a ORDER BY n RETURNING flag
                """))
            using (NpgsqlDataReader reader = insert.ExecuteReader())
            {
                while (reader.Read())
                {
                    flags.Add(reader.GetString(0));
                }
            }

            transaction.Commit();
            return RecordRow.Report(flags);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw Told(Name, e);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredRecord> List(EvidenceFilter filter)
    {
        using NpgsqlCommand command = Command(StoreSql.Select(filter, "@", "kind"));
        StoreSql.Parameters(filter, (name, value) => command.Parameters.AddWithValue(name, value is byte[]? NpgsqlDbType.Bytea : value is int ? NpgsqlDbType.Integer : NpgsqlDbType.Text, value));
        using NpgsqlDataReader reader = Asked(() => command.ExecuteReader());
        while (Asked(reader.Read))
        {
            yield return RecordRow.Read(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2), reader.GetString(3));
        }
    }

    /// <inheritdoc/>
    public LedgerCheck Check()
    {
        ImmutableArray<string> wrong = Asked<ImmutableArray<string>>(() => [.. StoreSql.Damaged(Rows()).Select(p => p.Problem).OfType<string>()]);
        return new LedgerCheck(Asked(() => Scalar("SELECT count(*) FROM record")), Asked(() => Scalar("SELECT pg_total_relation_size('record')")), wrong);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _source.Dispose();
    }

    private IEnumerable<(long Sequence, byte[] Id, string Body)> Rows()
    {
        using NpgsqlCommand command = Command("SELECT seq, id, body FROM record ORDER BY seq");
        using NpgsqlDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2));
        }
    }

    private void Copy(IReadOnlyList<EvidenceRecord> records, bool quarantine, DateTimeOffset now)
    {
        using NpgsqlBinaryImporter copy = _connection.BeginBinaryImport($"COPY arriving (n, {Columns}) FROM STDIN (FORMAT BINARY)");
        for (int i = 0; i < records.Count; i++)
        {
            RecordRow row = RecordRow.Of(records[i], quarantine, now);
            copy.StartRow();
            copy.Write(i, NpgsqlDbType.Integer);
            copy.Write(row.Id, NpgsqlDbType.Bytea);
            copy.Write((int)row.Record.Kind, NpgsqlDbType.Integer);
            copy.Write(row.Record.Machine, NpgsqlDbType.Text);
            copy.Write(row.Record.Device, NpgsqlDbType.Text);
            copy.Write(row.Record.Model, NpgsqlDbType.Text);
            copy.Write(row.Record.Metric, NpgsqlDbType.Text);
            copy.Write(row.Flag, NpgsqlDbType.Text);
            if (row.Of() is byte[] of)
            {
                copy.Write(of, NpgsqlDbType.Bytea);
            }
            else
            {
                copy.WriteNull();
            }

            copy.Write(row.Body, NpgsqlDbType.Text);
        }

        copy.Complete();
    }

    private void Migrate()
    {
        using NpgsqlTransaction transaction = _connection.BeginTransaction();
        Execute(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MigrationLock})")); // who came second waits, and finds it done
        Execute("CREATE TABLE IF NOT EXISTS ledger_version (version int NOT NULL)");
        long version = Scalar("SELECT coalesce(max(version), 0) FROM ledger_version");
        if (version > Version)
        {
            throw new LedgerException($"{Name} was written by a newer LocalRig (its schema is {version}, this one knows {Version}).", "Update this LocalRig; nothing was changed.");
        }

        for (long at = version; at < Version; at++)
        {
            Execute(Migrations[at]);
            Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ledger_version VALUES ({at + 1})"));
        }

        transaction.Commit();
    }

    private T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw Told(Name, e);
        }
    }

    private NpgsqlCommand Command(string sql) => new(sql, _connection);

    private void Execute(string sql)
    {
        using NpgsqlCommand command = Command(sql);
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql)
    {
        using NpgsqlCommand command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>What went wrong, in a sentence (classes: https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
    private static LedgerException Told(string name, Exception e) =>
        e switch
        {
            PostgresException { SqlState: "53100" } => new($"The disk of {name} is full; nothing was added, and what was there before is whole.", "Free some space on the server and try again.", e),
            PostgresException { SqlState: "25006" } => new($"{name} takes no writing now (read-only).", "Name the server that does.", e),
            PostgresException { SqlState: "42501" } => new($"{name} doesn't let this user write: {e.Message}", "Ask its owner for the right to create and to insert.", e),
            PostgresException { SqlState: "55P03" or "57014" } => new($"{name} is locked by another program; nothing was added.", "Try again when that program is done.", e),
            PostgresException told => new($"{name} refused: {told.MessageText}", "Nothing was added.", e),
            ArgumentException => new($"That is no connection to PostgreSQL: {e.Message}", "Write it as postgresql://user@host/database.", e),
            _ => new($"{name} can't be reached: {(e.InnerException ?? e).Message}", "Is the server running, and is the address right?", e),
        };
}
