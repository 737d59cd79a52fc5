using System.Net.Http.Headers;

namespace LocalRig.Local.Sources;

/// <summary>Holds a server's wish to be asked later against how long anybody waits for a header.</summary>
internal static class RetryAfter
{
    /// <summary>Refuses at once what would take too long; a shorter wait is waited.</summary>
    /// <exception cref="ModelSourceException">The server wants more patience than there is.</exception>
    public static void Check(Uri address, HttpResponseMessage response, TimeSpan longest)
    {
        if (response.Headers.RetryAfter is { } asked && !response.IsSuccessStatusCode && Wait(asked) is TimeSpan wait && wait > longest)
        {
            response.Dispose();
            throw new ModelSourceException(
                ModelSourceError.Unreachable,
                HttpTrouble.Show(address),
                $"{address.Authority} (HTTP {(int)response.StatusCode}) asks to be left alone for {Words(wait)}.",
                "Ask again then, or download the file and name its path.");
        }
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue asked) => asked.Delta ?? (asked.Date is { } date ? date - DateTimeOffset.UtcNow : null);

    private static string Words(TimeSpan wait) =>
        wait.TotalMinutes < 2 ? $"{wait.TotalSeconds:0} s" : wait.TotalHours < 2 ? $"{wait.TotalMinutes:0} minutes" : wait.TotalDays < 2 ? $"{wait.TotalHours:0} hours" : $"{wait.TotalDays:N0} days";
}
