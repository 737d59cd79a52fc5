using System.Diagnostics;
using LocalRig.App.Tests.Sources;
using Npgsql;
using Xunit;

namespace LocalRig.App.Tests.Ledger;

/// <summary>A PostgreSQL of Debian's packages, started for the tests on a socket of its own; tests are skipped where there is none.</summary>
public sealed class PostgresServer : IDisposable
{
    private static int _databases;

    private readonly string _folder = Path.Combine("/tmp", $"localrig-pg-{Environment.ProcessId}");
    private readonly Process? _server;
    private readonly string _missing = "";

    public PostgresServer()
    {
        string? programs = !Directory.Exists("/usr/lib/postgresql") ? null
            : Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")));
        if (programs is null)
        {
            _missing = "No PostgreSQL in /usr/lib/postgresql: install Debian's package postgresql.";
            return;
        }

        Directory.CreateDirectory(_folder);
        Run("chown", "postgres", _folder);
        Run([.. AsPostgres, Path.Combine(programs, "initdb"), "-D", Path.Combine(_folder, "data"), "-A", "trust", "-U", "localrig", "--no-instructions"]);
        string[] serve = [.. AsPostgres, Path.Combine(programs, "postgres"), "-D", Path.Combine(_folder, "data"), "-k", _folder, "-c", "listen_addresses="];
        _server = Process.Start(new ProcessStartInfo(serve[0], serve[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _server.ErrorDataReceived += static (_, _) => { };
        _server.OutputDataReceived += static (_, _) => { };
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        for (int tries = 0; !File.Exists(Path.Combine(_folder, ".s.PGSQL.5432")); tries++)
        {
            Assert.True(tries < 600 && !_server.HasExited, "PostgreSQL didn't start");
            Thread.Sleep(100);
        }
    }

    private static string[] AsPostgres => Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : ["env"];

    /// <summary>An empty database; skips the running test where there is no server.</summary>
    public string Database()
    {
        Assert.SkipWhen(_missing.Length > 0, _missing);
        string name = $"ledger{Interlocked.Increment(ref _databases)}";
        for (int tries = 0; ; tries++)
        {
            try
            {
                Execute(Address("postgres"), $"CREATE DATABASE {name}");
                return Address(name);
            }
            catch (NpgsqlException) when (tries < 100)
            {
                Thread.Sleep(100); // the socket is there a moment before the server takes connections
            }
        }
    }

    /// <summary>An empty database on a disk of a few megabytes, which is gone with what is returned; skips the running test where no disk can be mounted.</summary>
    public IDisposable SmallDisk(out string place)
    {
        Assert.SkipWhen(_missing.Length > 0, _missing);
        Assert.SkipUnless(Environment.UserName == "root", "Mounting a small disk needs root.");
        string disk = Path.Combine(_folder, "small");
        Directory.CreateDirectory(disk);
        Run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk); // an empty database takes 7 MB of it
        Run("chown", "postgres", disk);
        string name = $"ledger{Interlocked.Increment(ref _databases)}";
        string own = Database();
        Execute(own, $"CREATE TABLESPACE small LOCATION '{disk}'");
        Execute(own, $"CREATE DATABASE {name} TABLESPACE small");
        place = Address(name);
        return new Unmounted(() =>
        {
            Execute(own, $"DROP DATABASE {name} (FORCE)");
            Execute(own, "DROP TABLESPACE small");
            Run("umount", disk);
        });
    }

    /// <summary>Says something to a database beside the ledger.</summary>
    public static void Execute(string database, string sql)
    {
        using NpgsqlConnection connection = new(database + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_server is null)
        {
            return;
        }

        string pid = File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First();
        Run("kill", "-QUIT", pid);
        _server.WaitForExit(TimeSpan.FromSeconds(30));
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Address(string database) => $"Host={_folder};Username=localrig;Database={database}";

    private static void Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
    }

    private sealed class Unmounted(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
