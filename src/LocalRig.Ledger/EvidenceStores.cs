namespace LocalRig.Ledger;

/// <summary>Where this user's ledger is: <c>LOCALRIG_LEDGER</c>, a file or a PostgreSQL address; else a file among the user's data (XDG Base Directory
/// Specification, on Windows <c>%LOCALAPPDATA%</c>).</summary>
public static class EvidenceStores
{
    /// <summary>The variable of the environment that names it.</summary>
    public const string Variable = "LOCALRIG_LEDGER";

    /// <summary>The place.</summary>
    public static string Place =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
        : Path.Combine(
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
            "localrig", "ledger.db");

    /// <summary>Whether there is something to read at a place.</summary>
    public static bool Exists(string place) => PostgresAddress.Is(place) || File.Exists(place);

    /// <summary>Opens the store at a place.</summary>
    /// <exception cref="LedgerException">It can't be opened.</exception>
    public static IEvidenceStore Open(string place, TimeProvider? time = null) => PostgresAddress.Is(place) ? PostgresStore.Open(place, time) : SqliteStore.Open(place, time);
}
