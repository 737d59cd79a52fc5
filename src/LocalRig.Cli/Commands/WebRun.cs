using LocalRig.Web;

namespace LocalRig.Cli.Commands;

/// <summary>A server from its start to its end, as somebody at a terminal sees it.</summary>
internal static class WebRun
{
    /// <summary>Serves until it is told to stop; answers in flight are finished.</summary>
    public static async Task<int> RunAsync(Surroundings surroundings, WebOptions options, bool browser, CancellationToken cancellation)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration cancelled = cancellation.Register(() => stop.TrySetResult());
        using IDisposable? taken = surroundings.Signals?.Instead(() => stop.TrySetResult());
        await using WebServer server = await WebServer.StartAsync(surroundings.Desk, options, cancellation);
        Terminal terminal = surroundings.Terminal;
        await terminal.Output.WriteLineAsync($"LocalRig answers at {server.Address}");
        await terminal.Output.FlushAsync(cancellation);
        string? said = options switch
        {
            { Listen: { IsLoopback: false }, Token: null } => "Anybody who reaches this address is answered, without encryption.",
            { Listen: { IsLoopback: false } } => "Who shows the token is answered. The connection isn't encrypted: put a reverse proxy with TLS before it, or use it in a network you trust.",
            _ => null,
        };
        if (said is not null)
        {
            await terminal.Error.WriteLineAsync(said);
        }

        if (browser && server.HasPage && DesktopBrowser.IsThere)
        {
            DesktopBrowser.Open(options.Token is string token ? new Uri(server.Address, "?token=" + Uri.EscapeDataString(token)) : server.Address);
        }

        await stop.Task;
        await server.StopAsync();
        return 0;
    }
}
