using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace LocalRig.Ledger;

/// <summary>The statements that look for a row and add one, bound by place: twice as fast as a command whose parameters are looked up by name.</summary>
internal sealed class SqliteInsert : IDisposable
{
    private const string Sql =
        """
        INSERT INTO record (id, kind, machine, place, metric, flag, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _find;
    private readonly sqlite3_stmt _word;
    private readonly sqlite3_stmt _place;
    private readonly sqlite3_stmt _refer;

    /// <summary>Prepares them.</summary>
    /// <exception cref="SqliteException">They can't be.</exception>
    public SqliteInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Need(sqlite3_prepare_v2(_database, Sql, out _insert));
        Need(sqlite3_prepare_v2(_database, "SELECT 1 FROM record WHERE id = ?1", out _find));
        Need(sqlite3_prepare_v2(_database, "INSERT INTO reference (of, kind) VALUES (?1, ?2)", out _refer));
        Need(sqlite3_prepare_v2(_database, "INSERT INTO word (text) VALUES (?1) ON CONFLICT DO UPDATE SET text = text RETURNING n", out _word));
        Need(sqlite3_prepare_v2(_database, "INSERT INTO place (device, model) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET model = model RETURNING n", out _place));
    }

    /// <summary>A word's number; it gets one where it has none.</summary>
    /// <exception cref="SqliteException">It can't be looked for.</exception>
    public int Number(string word)
    {
        Need(sqlite3_bind_text(_word, 1, word));
        return Number(_word);
    }

    /// <summary>A place's number; it gets one where it has none.</summary>
    /// <exception cref="SqliteException">It can't be looked for.</exception>
    public int Number(Place place)
    {
        Need(sqlite3_bind_text(_place, 1, place.Device));
        Need(sqlite3_bind_text(_place, 2, place.Model));
        return Number(_place);
    }

    /// <summary>Whether there is a record of this id.</summary>
    /// <exception cref="SqliteException">It can't be looked for.</exception>
    public bool Has(Guid id)
    {
        Id(_find, id);
        int found = sqlite3_step(_find);
        int reset = sqlite3_reset(_find);
        Need(found is SQLITE_ROW or SQLITE_DONE ? reset : found);
        return found == SQLITE_ROW;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="SqliteException">It wasn't added.</exception>
    public void Add(in RecordRow row, string flag, KnownNumbers<string> words, KnownNumbers<Place> places)
    {
        Id(_insert, row.Id);
        Need(sqlite3_bind_int(_insert, 2, (int)row.Kind));
        Need(sqlite3_bind_int(_insert, 3, words[row.Machine]));
        Need(sqlite3_bind_int(_insert, 4, places[row.Place]));
        Need(sqlite3_bind_int(_insert, 5, words[row.Metric]));
        Need(sqlite3_bind_text(_insert, 6, flag));
        Need(sqlite3_bind_text(_insert, 7, row.Line.Span));
        Run(_insert);
    }

    /// <summary>Notes that a row takes back or accepts another.</summary>
    /// <exception cref="SqliteException">It wasn't noted.</exception>
    public void Refer(in RecordRow row)
    {
        Id(_refer, row.Of!.Value);
        Need(sqlite3_bind_int(_refer, 2, (int)row.Kind));
        Run(_refer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _word.Dispose();
        _place.Dispose();
        _refer.Dispose();
    }

    /// <summary>The number that a statement gives back, to the statement's end: what it adds is there only then.</summary>
    private int Number(sqlite3_stmt statement)
    {
        int found = sqlite3_step(statement);
        int number = found == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
        found = found == SQLITE_ROW ? sqlite3_step(statement) : found;
        int reset = sqlite3_reset(statement);
        Need(found == SQLITE_DONE ? reset : found);
        return number;
    }

    private void Run(sqlite3_stmt statement)
    {
        int done = sqlite3_step(statement);
        int reset = sqlite3_reset(statement);
        Need(done == SQLITE_DONE ? reset : done);
    }

    private void Id(sqlite3_stmt statement, Guid id)
    {
        Span<byte> bytes = stackalloc byte[RecordJson.IdBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Need(sqlite3_bind_blob(statement, 1, bytes));
    }

    private void Need(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
