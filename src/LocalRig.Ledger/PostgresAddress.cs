using Npgsql;

namespace LocalRig.Ledger;

/// <summary>Addresses of PostgreSQL databases (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS) as Npgsql takes them.</summary>
internal static class PostgresAddress
{
    /// <summary>Whether a text is one, or Npgsql's own form.</summary>
    public static bool Is(string text) =>
        text.StartsWith("postgresql://", StringComparison.Ordinal) || text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The connection string of an address.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string ToConnectionString(string text)
    {
        if (text.StartsWith("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address))
        {
            throw new ArgumentException("it is no address");
        }

        string[] user = address.UserInfo.Split(':', 2);
        NpgsqlConnectionStringBuilder builder = new()
        {
            Host = address.Host,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (address.Port > 0)
        {
            builder.Port = address.Port;
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (string part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            builder[pair[0] == "host" ? "Host" : pair[0]] = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
        }

        return builder.ConnectionString;
    }
}
