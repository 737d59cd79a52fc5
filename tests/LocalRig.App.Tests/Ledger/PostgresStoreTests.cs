using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>The contract in PostgreSQL, and what can go wrong with a server.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract, IClassFixture<PostgresServer>
{
    protected override string Newer => "INSERT INTO ledger_version VALUES (99)";

    protected override string Unguarded => "DROP TRIGGER record_is_kept ON record";

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

    [Theory]
    [InlineData("postgresql://me:p%40ss@db.example:5433/led%20ger?sslmode=require", "Host=db.example;Database=\"led ger\";Username=me;Port=5433;Password=p@ss;SSL Mode=Require")]
    [InlineData("Host=/run/postgresql;Database=ledger", "Host=/run/postgresql;Database=ledger")]
    public void Addresses_are_read_as_libpq_reads_them(string address, string expected) =>
        Assert.Equal(new Npgsql.NpgsqlConnectionStringBuilder(expected).ConnectionString, new Npgsql.NpgsqlConnectionStringBuilder(PostgresAddress.ToConnectionString(address)).ConnectionString);
}
