using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LocalRig.Ledger;

/// <summary>Records in one SQLite file with a write-ahead log. A transaction is acknowledged when the log is on the disk (synchronous=FULL,
/// https://www.sqlite.org/pragma.html#pragma_synchronous).</summary>
public sealed class SqliteStore : IEvidenceStore
{
    /// <summary>The schema this build writes.</summary>
    internal const int Version = 3;

    private const int ApplicationId = 0x4C524C47; // "LRLG": so that another program's file isn't taken for a ledger
    private const int Patience = 5; // seconds to wait for another writer, whose transactions take milliseconds

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE record (
          seq INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, machine TEXT NOT NULL, device TEXT NOT NULL, model TEXT NOT NULL,
          metric TEXT NOT NULL, flag TEXT NOT NULL, of BLOB, body TEXT NOT NULL) STRICT;
        CREATE INDEX record_id ON record(id);
        CREATE INDEX record_of ON record(of) WHERE of IS NOT NULL;
        CREATE INDEX record_place ON record(device, model, metric);
        CREATE INDEX record_machine ON record(machine);
        CREATE TRIGGER record_is_kept BEFORE DELETE ON record BEGIN SELECT raise(ABORT, 'records are never removed'); END;
        CREATE TRIGGER record_is_unchanged BEFORE UPDATE ON record BEGIN SELECT raise(ABORT, 'records are never changed'); END;
        """,
        """
        ALTER TABLE record RENAME TO record_1;
        DROP INDEX record_id; DROP INDEX record_of; DROP INDEX record_place; DROP INDEX record_machine; DROP TRIGGER record_is_kept; DROP TRIGGER record_is_unchanged;
        CREATE TABLE word (n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        INSERT INTO word (text) SELECT machine FROM record_1 UNION SELECT device FROM record_1 UNION SELECT model FROM record_1 UNION SELECT metric FROM record_1;
        CREATE TABLE record (
          seq INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, machine INTEGER NOT NULL, device INTEGER NOT NULL, model INTEGER NOT NULL,
          metric INTEGER NOT NULL, flag TEXT NOT NULL, body TEXT NOT NULL) STRICT;
        INSERT INTO record SELECT seq, id, kind, (SELECT n FROM word WHERE text = machine), (SELECT n FROM word WHERE text = device), (SELECT n FROM word WHERE text = model),
          (SELECT n FROM word WHERE text = metric), flag, body FROM record_1 ORDER BY seq;
        CREATE TABLE reference (of BLOB NOT NULL, kind INTEGER NOT NULL) STRICT;
        INSERT INTO reference SELECT of, kind FROM record_1 WHERE of IS NOT NULL AND flag <> 'quarantined';
        DROP TABLE record_1;
        CREATE INDEX record_id ON record(id);
        CREATE INDEX reference_of ON reference(of);
        CREATE INDEX record_place ON record(device, model, metric);
        CREATE INDEX record_machine ON record(machine);
        CREATE TRIGGER record_is_kept BEFORE DELETE ON record BEGIN SELECT raise(ABORT, 'records are never removed'); END;
        CREATE TRIGGER record_is_unchanged BEFORE UPDATE ON record BEGIN SELECT raise(ABORT, 'records are never changed'); END;
        CREATE TRIGGER reference_is_kept BEFORE DELETE ON reference BEGIN SELECT raise(ABORT, 'records are never removed'); END;
        CREATE TRIGGER reference_is_unchanged BEFORE UPDATE ON reference BEGIN SELECT raise(ABORT, 'records are never changed'); END;
        """,

        // A device and a model are one number, which an index compares faster than three.
        """
        DROP INDEX record_id; DROP INDEX record_place; DROP INDEX record_machine; DROP TRIGGER record_is_kept; DROP TRIGGER record_is_unchanged;
        ALTER TABLE record RENAME TO record_2;
        CREATE TABLE place (n INTEGER PRIMARY KEY, device TEXT NOT NULL, model TEXT NOT NULL, UNIQUE (device, model)) STRICT;
        INSERT INTO place (device, model) SELECT d.text, m.text FROM (SELECT DISTINCT device, model FROM record_2) p JOIN word d ON d.n = p.device JOIN word m ON m.n = p.model ORDER BY 1, 2;
        CREATE TABLE record (
          seq INTEGER PRIMARY KEY, id BLOB NOT NULL, kind INTEGER NOT NULL, machine INTEGER NOT NULL, place INTEGER NOT NULL, metric INTEGER NOT NULL,
          flag TEXT NOT NULL, body TEXT NOT NULL) STRICT;
        INSERT INTO record SELECT r.seq, r.id, r.kind, r.machine, p.n, r.metric, r.flag, r.body
          FROM record_2 r JOIN word d ON d.n = r.device JOIN word m ON m.n = r.model JOIN place p ON p.device = d.text AND p.model = m.text ORDER BY r.seq;
        DROP TABLE record_2;
        CREATE INDEX record_id ON record(id);
        CREATE INDEX record_place ON record(place);
        CREATE INDEX record_machine ON record(machine);
        CREATE TRIGGER record_is_kept BEFORE DELETE ON record BEGIN SELECT raise(ABORT, 'records are never removed'); END;
        CREATE TRIGGER record_is_unchanged BEFORE UPDATE ON record BEGIN SELECT raise(ABORT, 'records are never changed'); END;
        """,
    ];

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly KnownNumbers<string> _words = new();
    private readonly KnownNumbers<Place> _places = new();
    private SqliteInsert? _insert;
    private bool? _atOnce;

    private SqliteStore(string path, SqliteConnection connection, TimeProvider time) => (Name, _connection, _time) = (path, connection, time);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a ledger's file, and makes it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="LedgerException">It can't be opened: a newer program wrote it, the folder can't be written, the disk is full, it is damaged.</exception>
    public static SqliteStore Open(string path, TimeProvider? time = null)
    {
        SqliteStore? store = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = Patience }.ConnectionString);
            store = new(path, connection, time ?? TimeProvider.System);
            connection.Open();
            store.Prepare();
            return store;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            store?.Dispose();
            throw Told(path, e);
        }
        catch (LedgerException)
        {
            store?.Dispose();
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
            Sync(atOnce: !batch.MoreFollows);
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            SqliteInsert insert = _insert ??= new SqliteInsert(_connection);
            batch.FlagDuplicates(insert.Has);
            foreach (string word in _words.Missing(batch.Words()))
            {
                _words.Note(word, insert.Number(word));
            }

            foreach (Place place in _places.Missing(batch.Places()))
            {
                _places.Note(place, insert.Number(place));
            }

            for (int i = 0; i < batch.Rows.Count; i++)
            {
                insert.Add(batch.Rows[i], batch.Flags[i], _words, _places);
            }

            foreach (RecordRow row in batch.References())
            {
                insert.Refer(row);
            }

            transaction.Commit();
            return batch.Report();
        }
        catch (SqliteException e)
        {
            _words.Forget();
            _places.Forget();
            throw Told(Name, e);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredRecord> List(EvidenceFilter filter)
    {
        using SqliteSelect select = Asked(() => new SqliteSelect(_connection, StoreSql.Select(filter, "IN ({0})"), filter));
        while (Asked(select.Next))
        {
            yield return RecordRow.Read(select.Number(0), select.Bytes(1), select.Text(2), select.Bytes(3));
        }
    }

    /// <inheritdoc/>
    public LedgerCheck Check()
    {
        try
        {
            ImmutableArray<string>.Builder wrong = ImmutableArray.CreateBuilder<string>();
            using (SqliteCommand command = Command("PRAGMA integrity_check"))
            using (SqliteDataReader reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                    if (reader.GetString(0) is string said and not "ok")
                    {
                        wrong.Add(said);
                    }
                }
            }

            long count = 0;
            foreach (string problem in StoreSql.Damaged(Rows()).Select(p => p.Problem).OfType<string>())
            {
                wrong.Add(problem);
            }

            if (Scalar(StoreSql.Referring) != Scalar(StoreSql.References))
            {
                wrong.Add(StoreSql.Disagreeing);
            }

            count = Scalar("SELECT count(*) FROM record");
            return new LedgerCheck(count, Scalar("PRAGMA page_count") * Scalar("PRAGMA page_size"), wrong.ToImmutable());
        }
        catch (SqliteException e)
        {
            throw Told(Name, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert?.Dispose();
        _connection.Dispose();
    }

    private IEnumerable<(long Sequence, byte[] Id, byte[] Line)> Rows()
    {
        using SqliteCommand command = Command("SELECT seq, id, CAST(body AS BLOB) FROM record ORDER BY seq");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), (byte[])reader.GetValue(1), (byte[])reader.GetValue(2));
        }
    }

    private void Prepare()
    {
        long version = Scalar("PRAGMA user_version");
        long application = Scalar("PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || version != 0 || Scalar("SELECT count(*) FROM sqlite_schema") != 0))
        {
            throw new LedgerException($"{Name} is a database of another program.", "Name another file for the ledger (LOCALRIG_LEDGER).");
        }

        if (version > Version)
        {
            throw new LedgerException($"{Name} was written by a newer LocalRig (its schema is {version}, this one knows {Version}).", "Update this LocalRig; nothing was changed.");
        }

        Execute("PRAGMA journal_mode=WAL");
        Sync(atOnce: true);
        Execute("PRAGMA cache_size=-131072"); // 128 MiB at most: the rows of an import touch pages all over the indices (65 MB for a million records), and pages that don't fit are written twice
        if (version < Version)
        {
            Migrate();
        }
    }

    /// <summary>Whether a transaction is on the disk when it is acknowledged, or with a later one that is; the file is whole at any time either way. The log is carried
    /// over at 64 MB, or at 256 MB where more follows: a page that many transactions touch is then carried over once.</summary>
    private void Sync(bool atOnce)
    {
        if (_atOnce != atOnce)
        {
            Execute(atOnce ? "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000" : "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=64000");
            _atOnce = atOnce;
        }
    }

    /// <summary>Brings the schema up, all of it or nothing; who came second finds it done.</summary>
    private void Migrate()
    {
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        for (long at = Scalar("PRAGMA user_version", transaction); at < Version; at++)
        {
            Execute(Migrations[at], transaction);
        }

        Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version}"), transaction);
        transaction.Commit();
    }

    private T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SqliteException e)
        {
            throw Told(Name, e);
        }
    }

    private SqliteCommand Command(string sql, SqliteTransaction? transaction = null)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command;
    }

    private void Execute(string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = Command(sql, transaction);
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = Command(sql, transaction);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>What went wrong, in a sentence (result codes: https://www.sqlite.org/rescode.html).</summary>
    private static LedgerException Told(string path, Exception e) =>
        e switch
        {
            SqliteException { SqliteErrorCode: 5 or 6 } => new($"The ledger {path} is locked by another program for more than {Patience} s; nothing was added.", "Try again when that program is done.", e),
            SqliteException { SqliteErrorCode: 8 } or UnauthorizedAccessException => new($"The ledger {path} can't be written here; nothing was added.", "Name a file in a folder you may write to (LOCALRIG_LEDGER).", e),
            SqliteException { SqliteErrorCode: 13 } => new($"The disk of the ledger {path} is full; nothing was added, and what was there before is whole.", "Free some space and try again.", e),
            SqliteException { SqliteErrorCode: 14 } => new($"The ledger {path} can't be opened or made: the folder isn't there or can't be written.", "Name a file in a folder you may write to (LOCALRIG_LEDGER).", e),
            SqliteException { SqliteErrorCode: 11 or 26 } => new($"The ledger {path} is damaged or no ledger ({e.Message}).", "`localrig ledger check` says what is wrong; a copy of the file beside it lets you begin anew.", e),
            SqliteException { SqliteErrorCode: 10 } => new($"The disk of the ledger {path} failed or is full ({e.Message}); nothing was added.", "Look at the disk; what was there before is whole.", e),
            _ => new($"The ledger {path} can't be used: {e.Message}", "Name another file (LOCALRIG_LEDGER).", e),
        };
}
