using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>The contract in PostgreSQL, and what can go wrong with a server.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract, IClassFixture<PostgresServer>
{
    protected override string Newer => "INSERT INTO ledger_version VALUES (99)";

    protected override string Unguarded => "DROP TRIGGER record_is_kept ON record";

    protected override string First =>
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
        CREATE TABLE ledger_version (version int NOT NULL);
        INSERT INTO ledger_version VALUES (1);
        """;

    protected override string Reference(string hex) => $"'{hex}'";

    protected override string Bytes(string hex) => $"'\\x{hex}'";

    protected override string Fresh() => server.Database();

    protected override void Execute(string place, string sql) => PostgresServer.Execute(place, sql);

    [Fact]
    public void A_server_that_isnt_there_is_told_in_a_sentence()
    {
        LedgerException gone = Assert.Throws<LedgerException>(() => EvidenceStores.Open("postgresql://nobody@127.0.0.1:1/ledger"));
        Assert.StartsWith("PostgreSQL can't be reached: ", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_takes_no_writing_is_told_in_a_sentence()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed()]);
        string name = place[(place.LastIndexOf('=') + 1)..];
        PostgresServer.Execute(place, $"ALTER DATABASE {name} SET default_transaction_read_only = on");
        LedgerException refused = Assert.Throws<LedgerException>(() => EvidenceStores.Open(place).Append([Speed(43)]));
        Assert.Contains("takes no writing now", refused.Message, StringComparison.Ordinal);
        Assert.Single(store.List(new EvidenceFilter()));
    }

    [Fact]
    public void A_ledger_another_program_locks_is_told_in_a_sentence_and_keeps_what_it_has()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed()]);
        using (Npgsql.NpgsqlConnection other = new(place + ";Pooling=false"))
        {
            other.Open();
            using Npgsql.NpgsqlCommand command = new("BEGIN; LOCK TABLE record IN SHARE MODE", other);
            command.ExecuteNonQuery();
            LedgerException locked = Assert.Throws<LedgerException>(() => store.Append([Speed(43)]));
            Assert.Contains("is locked by another program for more than 5 s; nothing was added", locked.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new AppendReport(1, 1, 0, 0, 0), store.Append([Speed(43)]));
        Assert.Equal(2, store.List(new EvidenceFilter()).Count());
    }

    [Fact]
    public void A_servers_full_disk_is_told_in_a_sentence_and_loses_nothing()
    {
        using IDisposable small = server.SmallDisk(out string place);
        using IEvidenceStore store = EvidenceStores.Open(place);
        int added = 0;
        LedgerException full = Assert.Throws<LedgerException>(() =>
        {
            for (; added < 1000; added++)
            {
                store.Append([.. Enumerable.Range(0, 100).Select(i => Speed(1 + added * 100 + i))]);
            }
        });
        Assert.Contains("is full; nothing was added, and what was there before is whole.", full.Message, StringComparison.Ordinal);
        Assert.True(added > 0);
        Assert.Equal(added * 100, store.List(new EvidenceFilter()).Count());
    }

    [Fact]
    public void A_new_room_is_made_when_the_last_one_is_full()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed()]);
        PostgresServer.Execute(place, "SELECT setval('record_number', 3999999)"); // a room ends at four million
        Assert.Equal(new AppendReport(3, 2, 0, 1, 0), store.Append([Speed(43), Speed(44), Speed()]));
        Assert.Equal([1L, 4_000_000, 4_000_001, 4_000_002], store.List(new EvidenceFilter()).Select(r => r.Sequence));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => PostgresServer.Execute(place, "DELETE FROM record_room_1"));
    }

    [Theory]
    [InlineData("postgresql://me:p%40ss@db.example:5433/led%20ger?sslmode=require", "Host=db.example;Database=\"led ger\";Username=me;Port=5433;Password=p@ss;SSL Mode=Require")]
    [InlineData("Host=/run/postgresql;Database=ledger", "Host=/run/postgresql;Database=ledger")]
    public void Addresses_are_read_as_libpq_reads_them(string address, string expected) =>
        Assert.Equal(new Npgsql.NpgsqlConnectionStringBuilder(expected).ConnectionString, new Npgsql.NpgsqlConnectionStringBuilder(PostgresAddress.ToConnectionString(address)).ConnectionString);
}
