using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace LocalRig.Ledger;

/// <summary>A query whose columns are read where SQLite holds them, without a copy of each: half of a look-up's time is carrying lines about.</summary>
internal sealed class SqliteSelect : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _select;

    /// <summary>Prepares it.</summary>
    /// <exception cref="SqliteException">It can't be.</exception>
    public SqliteSelect(SqliteConnection connection, string sql, EvidenceFilter filter)
    {
        _database = connection.Handle!;
        Need(sqlite3_prepare_v2(_database, sql, out _select));
        StoreSql.Parameters(filter, (name, value) =>
        {
            int place = sqlite3_bind_parameter_index(_select, "@" + name);
            Need(value switch
            {
                byte[] id => sqlite3_bind_blob(_select, place, id),
                int kind => sqlite3_bind_int(_select, place, kind),
                _ => sqlite3_bind_text(_select, place, (string)value),
            });
        });
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SqliteException">It can't be read.</exception>
    public bool Next()
    {
        int found = sqlite3_step(_select);
        if (found is not (SQLITE_ROW or SQLITE_DONE))
        {
            Need(found);
        }

        return found == SQLITE_ROW;
    }

    /// <summary>A whole number of the row.</summary>
    public long Number(int column) => sqlite3_column_int64(_select, column);

    /// <summary>The bytes of a blob, or of a text in UTF-8, until the next row is gone to.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => sqlite3_column_blob(_select, column);

    /// <summary>A short text of the row.</summary>
    public string Text(int column) => Bytes(column) is { Length: > 0 } bytes ? Encoding.UTF8.GetString(bytes) : "";

    /// <inheritdoc/>
    public void Dispose() => _select.Dispose();

    private void Need(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
