using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace LocalRig.Ledger;

/// <summary>Records in PostgreSQL, for teams and public sites: the same contract as <see cref="SqliteStore"/>. A transaction is acknowledged when the server's
/// log is on its disk (synchronous_commit, on unless the server's owner turned it off).</summary>
public sealed class PostgresStore : IEvidenceStore
{
    private const long AppendLock = MigrationLock + 1;
    private const long MigrationLock = 0x4C524C47; // any number that other programs in the same database don't use for theirs
    private const int Patience = 5; // seconds to wait for another writer, as in a file
    private const int PreparedStatements = 20; // more than there are: planning a look-up takes longer than the look-up

    private const int ReadBytes = 256 * 1024; // the records of a look-up: read in a few turns, not one for every thirteen of them

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _time;
    private readonly KnownNumbers<string> _words = new();
    private readonly KnownNumbers<Place> _places = new();
    private long _room = -1;

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
            builder.ConnectionStringBuilder.MaxAutoPrepare = PreparedStatements;
            builder.ConnectionStringBuilder.ReadBufferSize = ReadBytes;
            builder.EnableTransportSecurity();
            builder.EnableArrays();
            source = builder.Build();
            PostgresStore store = new(source, source.OpenConnection(), time ?? TimeProvider.System);
            store.Settle();
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
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    public AppendReport Append(RecordBatch batch)
    {
        try
        {
            Revive();
            using NpgsqlTransaction transaction = _connection.BeginTransaction();
            Execute("SET LOCAL enable_seqscan = off"); // a batch's ids are many, and never as many as the records: they are looked for by the index
            if (batch.MoreFollows)
            {
                Execute("SET LOCAL synchronous_commit = off"); // what follows takes along to the disk what is before it in the log
            }

            Execute(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({AppendLock})")); // one writer after another: what is looked for is there, or comes later
            MakeRoom(batch.Rows.Count);
            HashSet<Guid> there = There([.. batch.Rows.Select(r => r.Id)]);
            batch.FlagDuplicates(there.Contains);
            Number([.. _words.Missing(batch.Words())]);
            Number([.. _places.Missing(batch.Places())]);
            Copy(batch);
            Refer([.. batch.References()]);
            transaction.Commit();
            return batch.Report();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            _room = -1;
            _words.Forget();
            _places.Forget();
            throw Told(Name, e);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredRecord> List(EvidenceFilter filter)
    {
        using NpgsqlCommand command = Command(StoreSql.Select(filter, "= ANY(ARRAY({0}))"));
        StoreSql.Parameters(filter, (name, value) => command.Parameters.AddWithValue(name, value is byte[]? NpgsqlDbType.Uuid : value is int ? NpgsqlDbType.Integer : NpgsqlDbType.Text, value is byte[] id ? new Guid(id, bigEndian: true) : value));
        using NpgsqlDataReader reader = Asked(() => command.ExecuteReader());
        while (Asked(reader.Read))
        {
            yield return RecordRow.Read(reader.GetInt64(0), reader.GetGuid(1).ToByteArray(bigEndian: true), reader.GetString(2), Line(reader, 3));
        }
    }

    /// <inheritdoc/>
    public LedgerCheck Check()
    {
        ImmutableArray<string> wrong = Asked<ImmutableArray<string>>(() => [.. StoreSql.Damaged(Rows()).Select(p => p.Problem).OfType<string>()]);
        wrong = Asked(() => Scalar(StoreSql.Referring) != Scalar(StoreSql.References)) ? wrong.Add(StoreSql.Disagreeing) : wrong;
        return new LedgerCheck(Asked(() => Scalar("SELECT count(*) FROM record")), Asked(() => Scalar("SELECT sum(pg_total_relation_size(inhrelid)) + pg_total_relation_size('word') + pg_total_relation_size('place') FROM pg_inherits WHERE inhparent = 'record'::regclass")), wrong);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _source.Dispose();
    }

    private IEnumerable<(long Sequence, byte[] Id, byte[] Line)> Rows()
    {
        using NpgsqlCommand command = Command("SELECT seq, id, body FROM record ORDER BY seq");
        using NpgsqlDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), reader.GetGuid(1).ToByteArray(bigEndian: true), Line(reader, 2));
        }
    }

    /// <summary>Connects again where the connection broke; a server that was restarted, or one that ended a copy for which it had no room.</summary>
    private void Revive()
    {
        if (_connection.FullState.HasFlag(ConnectionState.Broken) || _connection.State == ConnectionState.Closed)
        {
            _connection.Close();
            _connection.Open();
            Settle();
        }
    }

    private void Settle() => Execute(string.Create(CultureInfo.InvariantCulture, $"SET jit = off; SET lock_timeout = '{Patience}s'")); // compiling a look-up takes fifty times as long as running it

    private static byte[] Line(NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>Sees to it that as many records more have a room.</summary>
    private void MakeRoom(int records)
    {
        long last = Scalar("SELECT last_value FROM record_number") + records;
        if (last / PostgresSchema.RoomRecords > _room)
        {
            Execute(string.Create(CultureInfo.InvariantCulture, $"SELECT record_room({last})"));
            _room = last / PostgresSchema.RoomRecords;
        }
    }

    /// <summary>Which of some ids there are.</summary>
    private HashSet<Guid> There(Guid[] ids)
    {
        using NpgsqlCommand command = Command("SELECT id FROM record WHERE id = ANY(@ids)");
        command.Parameters.AddWithValue("ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid, ids);
        using NpgsqlDataReader reader = command.ExecuteReader();
        HashSet<Guid> there = [];
        while (reader.Read())
        {
            there.Add(reader.GetGuid(0));
        }

        return there;
    }

    /// <summary>Gives numbers to words that have none, and notes them.</summary>
    private void Number(string[] words)
    {
        if (words.Length == 0)
        {
            return;
        }

        using NpgsqlCommand command = Command(
            """
            WITH given AS (INSERT INTO word (text) SELECT unnest(@words) ON CONFLICT DO NOTHING RETURNING n, text)
            SELECT n, text FROM given UNION ALL SELECT n, text FROM word WHERE text = ANY(@words)
            """);
        command.Parameters.AddWithValue("words", NpgsqlDbType.Array | NpgsqlDbType.Text, words);
        using NpgsqlDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            _words.Note(reader.GetString(1), reader.GetInt32(0));
        }
    }

    /// <summary>Gives numbers to places that have none, and notes them.</summary>
    private void Number(Place[] places)
    {
        if (places.Length == 0)
        {
            return;
        }

        using NpgsqlCommand command = Command(
            """
            WITH wanted AS (SELECT * FROM unnest(@devices, @models) AS w(device, model)),
              given AS (INSERT INTO place (device, model) SELECT device, model FROM wanted ON CONFLICT DO NOTHING RETURNING n, device, model)
            SELECT n, device, model FROM given UNION ALL SELECT p.n, p.device, p.model FROM place p JOIN wanted w ON p.device = w.device AND p.model = w.model
            """);
        command.Parameters.AddWithValue("devices", NpgsqlDbType.Array | NpgsqlDbType.Text, places.Select(p => p.Device).ToArray());
        command.Parameters.AddWithValue("models", NpgsqlDbType.Array | NpgsqlDbType.Text, places.Select(p => p.Model).ToArray());
        using NpgsqlDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            _places.Note(new Place(reader.GetString(1), reader.GetString(2)), reader.GetInt32(0));
        }
    }

    /// <summary>Notes which rows take back or accept others.</summary>
    private void Refer(RecordRow[] rows)
    {
        if (rows.Length > 0)
        {
            using NpgsqlCommand command = Command("INSERT INTO reference SELECT * FROM unnest(@of, @kind)");
            command.Parameters.AddWithValue("of", NpgsqlDbType.Array | NpgsqlDbType.Uuid, rows.Select(r => r.Of!.Value).ToArray());
            command.Parameters.AddWithValue("kind", NpgsqlDbType.Array | NpgsqlDbType.Integer, rows.Select(r => (int)r.Kind).ToArray());
            command.ExecuteNonQuery();
        }
    }

    private void Copy(RecordBatch batch)
    {
        using NpgsqlRawCopyStream stream = _connection.BeginRawBinaryCopy($"COPY record ({PostgresCopy.Columns}) FROM STDIN (FORMAT BINARY)");
        try
        {
            PostgresCopy copy = new(stream);
            copy.Start();
            for (int i = 0; i < batch.Rows.Count; i++)
            {
                RecordRow row = batch.Rows[i];
                copy.Row(row, Encoding.ASCII.GetBytes(batch.Flags[i]), _words[row.Machine], _places[row.Place], _words[row.Metric]);
            }

            copy.End();
        }
        catch
        {
            stream.Cancel(); // else ending the stream would complete the copy
            throw;
        }
    }

    private void Migrate()
    {
        using NpgsqlTransaction transaction = _connection.BeginTransaction();
        Execute(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MigrationLock})")); // who came second waits, and finds it done
        Execute("CREATE TABLE IF NOT EXISTS ledger_version (version int NOT NULL)");
        long version = Scalar("SELECT coalesce(max(version), 0) FROM ledger_version");
        if (version > PostgresSchema.Version)
        {
            throw new LedgerException($"{Name} was written by a newer LocalRig (its schema is {version}, this one knows {PostgresSchema.Version}).", "Update this LocalRig; nothing was changed.");
        }

        for (long at = version; at < PostgresSchema.Version; at++)
        {
            Execute(PostgresSchema.Migrations[at]);
            Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ledger_version VALUES ({at + 1})"));
        }

        transaction.Commit();
    }

    private T Asked<T>(Func<T> ask)
    {
        try
        {
            Revive();
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
            PostgresException { SqlState: "55P03" or "57014" } => new($"{name} is locked by another program for more than {Patience} s; nothing was added.", "Try again when that program is done.", e),
            PostgresException told => new($"{name} refused: {told.MessageText}", "Nothing was added.", e),
            ArgumentException => new($"That is no connection to PostgreSQL: {e.Message}", "Write it as postgresql://user@host/database.", e),
            _ => new($"{name} can't be reached: {(e.InnerException ?? e).Message}", "Is the server running, and is the address right?", e),
        };
}
