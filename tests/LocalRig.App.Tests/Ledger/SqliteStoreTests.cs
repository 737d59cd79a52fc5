using System.Diagnostics;
using LocalRig.App.Tests.Sources;
using LocalRig.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>The contract in a file, and what can go wrong with one.</summary>
public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    protected override string Newer => "PRAGMA user_version = 99";

    protected override string Unguarded => "DROP TRIGGER record_is_unchanged";

    protected override string First =>
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
        PRAGMA application_id=1280461895; PRAGMA user_version=1;
        """;

    public void Dispose() => _folder.Dispose();

    protected override string Reference(string hex) => Bytes(hex);

    protected override string Bytes(string hex) => $"X'{hex}'";

    protected override string Fresh() => Path.Combine(_folder.Path, "data", $"ledger{_files++}.db");

    protected override void Execute(string place, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        using SqliteConnection connection = new($"Data Source={place};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_locked_ledger_is_told_in_a_sentence_and_keeps_what_it_has()
    {
        string place = Fresh();
        using IEvidenceStore store = EvidenceStores.Open(place);
        store.Append([Speed()]);
        using (SqliteConnection other = new($"Data Source={place};Pooling=false"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            LedgerException locked = Assert.Throws<LedgerException>(() => store.Append([Speed(43)]));
            Assert.Contains("is locked by another program for more than 5 s; nothing was added", locked.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new AppendReport(1, 1, 0, 0, 0), store.Append([Speed(43)]));
        Assert.Equal(2, store.List(new EvidenceFilter()).Count());
    }

    [Fact]
    public void A_folder_that_cant_be_written_is_told_in_a_sentence()
    {
        LedgerException refused = Assert.Throws<LedgerException>(() => EvidenceStores.Open("/proc/localrig/ledger.db"));
        Assert.Contains("/proc/localrig/ledger.db can't be", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LOCALRIG_LEDGER", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_programs_database_and_a_damaged_file_are_refused_and_left_alone()
    {
        string foreign = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        Execute(foreign, "CREATE TABLE theirs (x)");
        Assert.Contains("is a database of another program", Assert.Throws<LedgerException>(() => EvidenceStores.Open(foreign)).Message, StringComparison.Ordinal);
        string damaged = Fresh();
        byte[] rubbish = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7 % 256))];
        File.WriteAllBytes(damaged, rubbish);
        Assert.Contains("is damaged or no ledger", Assert.Throws<LedgerException>(() => EvidenceStores.Open(damaged)).Message, StringComparison.Ordinal);
        Assert.Equal(rubbish, File.ReadAllBytes(damaged));
    }

    [Fact]
    public void A_disk_that_cant_be_written_is_told_in_a_sentence()
    {
        string disk = Path.Combine(_folder.Path, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk) == 0, "Mounting a disk needs root.");
        try
        {
            string place = Path.Combine(disk, "ledger.db");
            using (IEvidenceStore store = EvidenceStores.Open(place))
            {
                store.Append([Speed()]);
            }

            Assert.Equal(0, Run("mount", "-o", "remount,ro", disk));
            LedgerException refused = Assert.Throws<LedgerException>(() =>
            {
                using IEvidenceStore store = EvidenceStores.Open(place);
                store.Append([Speed(43)]);
            });
            Assert.Equal($"The ledger {place} can't be opened or made: the folder isn't there or can't be written.", refused.Message);
            Assert.Equal(0, Run("mount", "-o", "remount,rw", disk));
            using IEvidenceStore again = EvidenceStores.Open(place);
            Assert.Equal(Speed(), Assert.Single(again.List(new EvidenceFilter())).Record);
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public void A_full_disk_is_told_in_a_sentence_and_loses_nothing()
    {
        string small = Path.Combine(_folder.Path, "small");
        Directory.CreateDirectory(small);
        Assert.SkipUnless(Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small) == 0, "Mounting a small disk needs root.");
        try
        {
            int added = 0;
            using (IEvidenceStore store = EvidenceStores.Open(Path.Combine(small, "ledger.db")))
            {
                LedgerException full = Assert.Throws<LedgerException>(() =>
                {
                    for (; added < 10_000; added++)
                    {
                        store.Append([Speed(1 + added)]);
                    }
                });
                Assert.Contains("full", full.Message, StringComparison.Ordinal);
                Assert.Contains("what was there before is whole", full.Message + full.Hint, StringComparison.Ordinal);
                Assert.True(added > 0);
                Assert.Equal(added, store.List(new EvidenceFilter()).Count());
            }

            File.Copy(Path.Combine(small, "ledger.db"), Path.Combine(_folder.Path, "copy.db"));
        }
        finally
        {
            Run("umount", small);
        }
    }

    private static int Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
