using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace LocalRig.Ledger;

/// <summary>The statement that adds a row, bound by place: twice as fast as a command whose parameters are looked up by name.</summary>
internal sealed class SqliteInsert : IDisposable
{
    private const string Sql =
        """
        INSERT INTO record (id, kind, machine, device, model, metric, flag, of, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?7 <> 'impossible' AND EXISTS (SELECT 1 FROM record WHERE id = ?1) THEN 'duplicate' ELSE ?7 END, ?8, ?9)
        RETURNING flag
        """;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[1024];

    /// <summary>Prepares it.</summary>
    /// <exception cref="SqliteException">It can't be.</exception>
    public SqliteInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Need(sqlite3_prepare_v2(_database, Sql, out _statement));
    }

    /// <summary>Adds a row and gives its flag.</summary>
    /// <exception cref="SqliteException">It wasn't added.</exception>
    public string Run(in RecordRow row)
    {
        Need(sqlite3_bind_blob(_statement, 1, row.Id));
        Need(sqlite3_bind_int(_statement, 2, (int)row.Record.Kind));
        Text(3, row.Record.Machine);
        Text(4, row.Record.Device);
        Text(5, row.Record.Model);
        Text(6, row.Record.Metric);
        Text(7, row.Flag);
        Need(row.Of() is byte[] of ? sqlite3_bind_blob(_statement, 8, of) : sqlite3_bind_null(_statement, 8));
        Text(9, row.Body);
        int done = sqlite3_step(_statement);
        string flag = done == SQLITE_ROW ? sqlite3_column_text(_statement, 0).utf8_to_string() : "";
        while (done == SQLITE_ROW)
        {
            done = sqlite3_step(_statement);
        }

        int reset = sqlite3_reset(_statement);
        Need(done == SQLITE_DONE ? reset : done);
        return flag;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Text(int place, string value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }

        int bytes = Encoding.UTF8.GetBytes(value, _text);
        Need(sqlite3_bind_text(_statement, place, _text.AsSpan(0, bytes)));
    }

    private void Need(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
