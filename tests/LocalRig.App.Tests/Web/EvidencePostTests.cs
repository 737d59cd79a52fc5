using System.Net;
using System.Text;
using LocalRig.App.Tests.Ledger;
using LocalRig.App.Tests.Sources;
using LocalRig.Cli.Commands;
using LocalRig.Ledger;
using LocalRig.Questions;
using LocalRig.Web;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>A public site takes results of others: into quarantine, or not at all.</summary>
public sealed class EvidencePostTests
{
    [Fact]
    public async Task Results_wait_in_quarantine_until_they_are_accepted()
    {
        using TemporaryFolder folder = new();
        string line = RecordJson.Line(StoreContract.Speed());
        Assert.Equal((HttpStatusCode.Accepted, """{"quarantined":1}"""), await SendAsync(folder["l.db"], line));
        using IEvidenceStore store = EvidenceStores.Open(folder["l.db"]);
        StoredRecord waiting = Assert.Single(store.List(new EvidenceFilter()));
        Assert.Equal(("quarantined", "community"), (waiting.Flag, waiting.Record.Who));
        Assert.Empty(store.List(new EvidenceFilter { Usable = true }));
    }

    [Fact]
    public async Task The_impossible_and_the_foreign_are_refused_whole()
    {
        using TemporaryFolder folder = new();
        string good = RecordJson.Line(StoreContract.Speed());
        string impossible = RecordJson.Line(StoreContract.Speed(900) with { Ceiling = 100 });
        string retraction = RecordJson.Line(new EvidenceRecord { Kind = RecordKind.Retraction, At = StoreContract.Speed().At, Of = RecordJson.IdOf(StoreContract.Speed()) });
        (HttpStatusCode status, string body) = await SendAsync(folder["l.db"], $"{good}\n{impossible}\n{retraction}\nnonsense");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("line 2: it can't be true: it is above what data sheets allow (100 tok/s); line 3: only measurements are taken; line 4: no JSON", body, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["l.db"]));
    }

    [Fact]
    public async Task Without_the_option_there_is_no_such_address()
    {
        (HttpStatusCode status, _) = await SendAsync(null, "{}");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(string? ledger, string lines)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        WebOptions options = new() { Listen = ListenAddress.Parse("127.0.0.1:0"), Evidence = ledger is null ? null : new LedgerIntake(ledger, TimeProvider.System) };
        await using WebServer server = await WebServer.StartAsync(new Desk(), options, stop);
        using HttpClient http = new() { BaseAddress = server.Address };
        using StringContent content = new(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/api/v1/evidence", UriKind.Relative), content, stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
    }
}
