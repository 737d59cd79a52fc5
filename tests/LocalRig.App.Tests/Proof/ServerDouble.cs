using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LocalRig.App.Tests.Proof;

/// <summary>A server on a port of its own that answers as a runtime's documentation shows it.</summary>
internal sealed class ServerDouble : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, string Body)> _asked = [];

    /// <summary>Starts it.</summary>
    /// <param name="answer">The answer to a path; null for 404.</param>
    public ServerDouble(Func<string, string?> answer)
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using StreamReader body = new(context.Request.InputStream);
                string path = context.Request.Url!.AbsolutePath;
                lock (_asked)
                {
                    _asked.Add((path, body.ReadToEnd()));
                }

                string? text = answer(path);
                context.Response.StatusCode = text is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text ?? ""));
                context.Response.Close();
            }
        });
    }

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>What was sent to a path.</summary>
    public string[] Asked(string path)
    {
        lock (_asked)
        {
            return [.. _asked.Where(a => a.Path == path).Select(a => a.Body)];
        }
    }

    public void Dispose() => _listener.Close();
}
