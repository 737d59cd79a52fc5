using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Proof.Verifying;

namespace LocalRig.Proof.Runtimes;

/// <summary>A llama-server of our own, on a port of its own, for as long as this object lives.</summary>
internal sealed class LlamaServer : IAsyncDisposable
{
    private static readonly TimeSpan LoadingPatience = TimeSpan.FromMinutes(30); // hundreds of gigabytes from a disk
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;

    private LlamaServer(ToolProcess process, HttpClient http) => (Process, _http) = (process, http);

    /// <summary>Its process.</summary>
    public ToolProcess Process { get; }

    /// <summary>Starts one and waits until it has loaded its model.</summary>
    /// <param name="tool">Its file.</param>
    /// <param name="arguments">What it is told, without host and port.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RequestException">It can't be started, or failed.</exception>
    public static async Task<LlamaServer> StartAsync(string tool, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        int port = FreePort();
        ToolProcess process = ToolProcess.Start(tool, [.. arguments, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--no-webui"]);
        LlamaServer server = new(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = LoadingPatience });
        try
        {
            await server.ReadyAsync(cancellation).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What it says of a completion (tools/server/README.md, POST /completion); null where it refuses.</summary>
    /// <param name="request">The request in JSON.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<JsonDocument?> CompleteAsync(string request, CancellationToken cancellation)
    {
        using StringContent body = new(request, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("completion", UriKind.Relative), body, cancellation).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.StopAsync().ConfigureAwait(false);
        Process.Dispose();
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LoadingPatience);
        while (true)
        {
            if (Process.HasEnded)
            {
                await Process.EndAsync(cancellation).ConfigureAwait(false);
                throw PlannedRun.Failed("llama-server", Process);
            }

            try
            {
                using HttpResponseMessage health = await _http.GetAsync(new Uri("health", UriKind.Relative), limit.Token).ConfigureAwait(false);
                if (health.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // it doesn't listen yet
            }

            await Task.Delay(Between, limit.Token).ConfigureAwait(false);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
