using LocalRig.Ledger;
using LocalRig.LedgerTrial;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>What every store of records keeps to, held against real servers and files.</summary>
public abstract class StoreContract
{
    /// <summary>A place without a store yet; skips the test where there can be none.</summary>
    protected abstract string Fresh();

    /// <summary>Says something to the database past the store.</summary>
    protected abstract void Execute(string place, string sql);

    /// <summary>What makes the schema a newer one.</summary>
    protected abstract string Newer { get; }

    /// <summary>What undoes the guard against changes.</summary>
    protected abstract string Unguarded { get; }

    /// <summary>The table as the first schema made it.</summary>
    protected abstract string First { get; }

    /// <summary>How the database writes an id.</summary>
    protected abstract string Reference(string hex);

    /// <summary>How the database writes bytes.</summary>
    protected abstract string Bytes(string hex);

    public static EvidenceRecord Speed(double value = 42, string model = "Qwen3.5-9B", DateTimeOffset? at = null) =>
        new()
        {
            Kind = RecordKind.Measurement,
            At = at ?? new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero),
            Device = "rtx-3090",
            Model = model,
            Quant = "Q4_K_M",
            Metric = "decode",
            Tokens = 128,
            Value = value,
            Unit = "tok/s",
            Samples = 5,
        };

    [Fact]
    public void What_was_appended_is_there_after_opening_again()
    {
        string place = Fresh();
        using (IEvidenceStore store = EvidenceStores.Open(place))
        {
            Assert.Equal(new AppendReport(2, 2, 0, 0, 0), store.Append([Speed(), Speed(43)]));
        }

        using IEvidenceStore again = EvidenceStores.Open(place);
        StoredRecord[] records = [.. again.List(new EvidenceFilter())];
        Assert.Equal([Speed(), Speed(43)], records.Select(r => r.Record));
        Assert.Equal([RecordJson.IdOf(Speed()), RecordJson.IdOf(Speed(43))], records.Select(r => r.Id));
        Assert.True(records[0].Sequence < records[1].Sequence);
        Assert.Equal(43, Assert.Single(again.List(new EvidenceFilter { NewestFirst = true, Most = 1 })).Record.Value);
    }

    [Fact]
    public void Records_are_found_by_what_they_are_about()
    {
        using IEvidenceStore store = EvidenceStores.Open(Fresh());
        store.Append([Speed(), Speed(model: "gpt-oss-20b"), Speed() with { Metric = "prefill", Device = "rtx-4090", Machine = "abc" }]);
        Assert.Equal(2, store.List(new EvidenceFilter { Model = "Qwen3.5-9B" }).Count());
        Assert.Single(store.List(new EvidenceFilter { Device = "rtx-3090", Model = "gpt-oss-20b", Metric = "decode", Kind = RecordKind.Measurement }));
        Assert.Single(store.List(new EvidenceFilter { Machine = "abc", Usable = true }));
        Assert.Single(store.List(new EvidenceFilter { Id = RecordJson.IdOf(Speed()) }));
        Assert.Empty(store.List(new EvidenceFilter { Kind = RecordKind.Claim }));
    }

    [Fact]
    public void The_impossible_and_the_duplicated_are_kept_flagged_and_never_used()
    {
        using IEvidenceStore store = EvidenceStores.Open(Fresh());
        Assert.Equal(new AppendReport(4, 1, 2, 1, 0), store.Append([Speed(), Speed(), Speed(900) with { Ceiling = 100 }, Speed(0)]));
        Assert.Equal(new AppendReport(1, 0, 0, 1, 0), store.Append([Speed()]));
        Assert.Equal(["", "duplicate", "impossible", "impossible", "duplicate"], store.List(new EvidenceFilter()).Select(r => r.Flag));
        Assert.Equal(42, Assert.Single(store.List(new EvidenceFilter { Usable = true })).Record.Value);
    }

    [Fact]
    public void What_is_taken_back_is_kept_and_no_longer_used()
    {
        using IEvidenceStore store = EvidenceStores.Open(Fresh());
        store.Append([Speed(), Speed(43)]);
        store.Append([new EvidenceRecord { Kind = RecordKind.Retraction, At = Speed().At, Of = RecordJson.IdOf(Speed()) }]);
        Assert.Equal(["retracted", "", ""], store.List(new EvidenceFilter()).Select(r => r.Flag));
        Assert.Equal(43, Assert.Single(store.List(new EvidenceFilter { Usable = true, Kind = RecordKind.Measurement })).Record.Value);
    }

    [Fact]
    public void What_is_in_quarantine_is_used_once_it_is_accepted()
    {
        using IEvidenceStore store = EvidenceStores.Open(Fresh());
        Assert.Equal(new AppendReport(1, 0, 0, 0, 1), store.Append([Speed()], quarantine: true));
        Assert.Empty(store.List(new EvidenceFilter { Usable = true }));

        // Nobody lets himself out: an acceptance in quarantine counts for nothing.
        store.Append([new EvidenceRecord { Kind = RecordKind.Acceptance, At = Speed().At, Of = RecordJson.IdOf(Speed()) }], quarantine: true);
        Assert.Empty(store.List(new EvidenceFilter { Usable = true, Kind = RecordKind.Measurement }));
        store.Append([new EvidenceRecord { Kind = RecordKind.Acceptance, At = Speed().At, Of = RecordJson.IdOf(Speed()), Conditions = "seen" }]);
        Assert.Single(store.List(new EvidenceFilter { Usable = true, Kind = RecordKind.Measurement }));
    }

    [Fact]
    public void Records_are_never_changed_or_removed()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed()]);
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute(place, "UPDATE record SET body = ''"));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute(place, "DELETE FROM record"));
        Assert.Equal(Speed(), Assert.Single(store.List(new EvidenceFilter())).Record);
        Assert.Empty(store.Check().Wrong);
    }

    [Fact]
    public void A_record_that_isnt_what_was_written_is_found_by_a_check()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed(), Speed(43)]);
        Execute(place, Unguarded);
        Execute(place, "UPDATE record SET body = replace(body, '43', '430') WHERE body LIKE '%43%'");
        Assert.Equal("record 2: its line isn't what was written", Assert.Single(store.Check().Wrong));
        Execute(place, $"INSERT INTO reference (of, kind) VALUES ({Reference(RecordJson.IdOf(Speed()))}, 3)");
        Assert.Equal("the list of what was taken back or accepted is not that of the records", store.Check().Wrong[1]);
        Assert.Equal(2, store.Check().Records);
    }

    [Fact]
    public async Task Two_writers_at_once_lose_nothing()
    {
        const int Each = 25;
        string place = Fresh();
        EvidenceStores.Open(place).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            using IEvidenceStore store = EvidenceStores.Open(place);
            for (int i = 0; i < Each; i++)
            {
                store.Append([Speed(1 + i, $"writer-{writer}"), Speed(1000 + i, $"writer-{writer}")]);
            }
        })));
        using IEvidenceStore all = EvidenceStores.Open(place);
        Assert.Equal(4 * Each, all.List(new EvidenceFilter { Usable = true }).Count());
        Assert.Equal(Enumerable.Range(0, Each).SelectMany(i => new double[] { 1 + i, 1000 + i }), all.List(new EvidenceFilter { Model = "writer-1" }).Select(r => r.Record.Value));
        Assert.Empty(all.Check().Wrong);
    }

    [Fact]
    public void A_newer_schema_is_refused_in_a_sentence_and_left_alone()
    {
        string place = Fresh();
        using (IEvidenceStore store = EvidenceStores.Open(place))
        {
            store.Append([Speed()]);
        }

        Execute(place, Newer);
        LedgerException refused = Assert.Throws<LedgerException>(() => EvidenceStores.Open(place));
        Assert.Contains("written by a newer LocalRig (its schema is 99, this one knows 3)", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Update this LocalRig; nothing was changed.", refused.Hint);
    }

    [Fact]
    public void A_clock_that_jumps_spoils_no_order_and_is_told()
    {
        using IEvidenceStore store = EvidenceStores.Open(Fresh());
        store.Append([Speed(1)]);
        store.Append([Speed(2, at: DateTimeOffset.UnixEpoch), Speed(3, at: DateTimeOffset.UtcNow.AddYears(10))]);
        store.Append([Speed(4)]);
        Assert.Equal([1.0, 2, 3, 4], store.List(new EvidenceFilter()).Select(r => r.Record.Value));
        Assert.Equal([1.0, 4], store.List(new EvidenceFilter { Usable = true }).Select(r => r.Record.Value));
        Assert.Equal("its time is before 2020: the clock was wrong", RecordRules.Impossible(Speed(at: DateTimeOffset.UnixEpoch), DateTimeOffset.UtcNow));
    }

    [Fact]
    public void A_ledger_of_the_first_schema_is_brought_up_and_says_the_same()
    {
        string place = Fresh();
        EvidenceRecord[] records =
        [
            Speed() with { Machine = "m" }, Speed(43), Speed(44), Speed(900) with { Ceiling = 100 },
            new EvidenceRecord { Kind = RecordKind.Retraction, At = Speed().At, Of = RecordJson.IdOf(Speed(43)) }, new EvidenceRecord { Kind = RecordKind.Acceptance, At = Speed().At, Of = RecordJson.IdOf(Speed(44)) },
        ];
        string[] flags = ["", "", "quarantined", "impossible", "", ""];
        Execute(place, First);
        foreach ((EvidenceRecord r, string flag) in records.Zip(flags))
        {
            Execute(place, $"INSERT INTO record (id, kind, machine, device, model, metric, flag, of, body) VALUES ({Bytes(RecordJson.IdOf(r))}, {(int)r.Kind}, '{r.Machine}', '{r.Device}', '{r.Model}', '{r.Metric}', '{flag}', {(r.Of.Length > 0 ? Bytes(r.Of) : "NULL")}, '{RecordJson.Line(r)}')");
        }

        using IEvidenceStore store = EvidenceStores.Open(place);
        Assert.Equal(records, store.List(new EvidenceFilter()).Select(r => r.Record));
        Assert.Equal([1L, 2, 3, 4, 5, 6], store.List(new EvidenceFilter()).Select(r => r.Sequence));
        Assert.Equal(["", "retracted", "", "impossible", "", ""], store.List(new EvidenceFilter()).Select(r => r.Flag));
        Assert.Equal(Speed() with { Machine = "m" }, Assert.Single(store.List(new EvidenceFilter { Machine = "m", Usable = true })).Record);
        Assert.Empty(store.Check().Wrong);
        Assert.Equal(new AppendReport(2, 1, 0, 1, 0), store.Append([Speed(44), Speed(45)]));
        Assert.Equal([7L, 8], store.List(new EvidenceFilter()).Select(r => r.Sequence).Skip(6));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute(place, "DELETE FROM reference"));
    }

    [Fact]
    public void A_writer_that_is_killed_loses_nothing_it_was_told_is_there()
    {
        const int Kills = 6; // eng/LedgerTrial kills 500 times; docs/performance.md has what came of it
        KillReport report = KillTrial.Run(Fresh(), Kills, TestContext.Current.TestOutputHelper!.WriteLine);
        Assert.True(report.Acknowledged > 0);
        Assert.Equal(0, report.Losses);
        Assert.Empty(report.Check.Wrong);
    }
}
