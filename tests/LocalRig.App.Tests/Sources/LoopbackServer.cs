using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LocalRig.App.Tests.Sources;

/// <summary>An HTTP server on this machine that answers as file servers and the Hub do, with their faults on demand.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public LoopbackServer()
    {
        using (Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}/");
        }

        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>What lies where; a path that isn't here gives 404.</summary>
    public ConcurrentDictionary<string, Func<HttpListenerContext, Task>> Routes { get; } = new();

    /// <summary>Path, range and authorization of every request.</summary>
    public ConcurrentQueue<(string Path, string? Range, string? Authorization)> Requests { get; } = new();

    public long BytesSent;

    public string At(string path) => new Uri(Address, path).AbsoluteUri;

    /// <summary>A file served by ranges; the body is what bytes say, followed by zeros up to the length.</summary>
    public void File(string path, byte[] bytes, long length = 0) => Routes["/" + path] = c => RangeAsync(c, bytes, Math.Max(length, bytes.Length));

    /// <summary>A file served whole, whatever range is asked for.</summary>
    public void FileWithoutRanges(string path, byte[] bytes, long length = 0, bool tellLength = true) =>
        Routes["/" + path] = c => WholeAsync(c, bytes, Math.Max(length, bytes.Length), tellLength);

    public void Status(string path, int status, params (string Name, string Value)[] headers) => Routes["/" + path] = c =>
    {
        c.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
        {
            c.Response.Headers[name] = value;
        }

        c.Response.Close();
        return Task.CompletedTask;
    };

    public void Json(string path, string json, string? link = null) => Routes["/" + path] = c =>
    {
        if (link is not null)
        {
            c.Response.Headers["Link"] = link;
        }

        return SendAsync(c, System.Text.Encoding.UTF8.GetBytes(json));
    };

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Requests.Enqueue((context.Request.RawUrl!, context.Request.Headers["Range"], context.Request.Headers["Authorization"]));
        try
        {
            if (Routes.TryGetValue(context.Request.RawUrl!, out Func<HttpListenerContext, Task>? route))
            {
                await route(context);
            }
            else
            {
                context.Response.StatusCode = 404;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            context.Response.Abort(); // the client had enough
        }
    }

    private async Task RangeAsync(HttpListenerContext context, byte[] bytes, long length)
    {
        string range = context.Request.Headers["Range"]!;
        string[] ends = range["bytes=".Length..].Split('-');
        long from = long.Parse(ends[0], CultureInfo.InvariantCulture);
        long to = Math.Min(length - 1, long.Parse(ends[1], CultureInfo.InvariantCulture));
        if (from >= length)
        {
            context.Response.StatusCode = 416;
            context.Response.Headers["Content-Range"] = $"bytes */{length}";
            context.Response.Close();
            return;
        }

        byte[] body = new byte[to - from + 1];
        if (from < bytes.Length)
        {
            bytes.AsSpan((int)from, (int)Math.Min(body.Length, bytes.Length - from)).CopyTo(body);
        }

        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = $"bytes {from}-{to}/{length}";
        await SendAsync(context, body);
    }

    private async Task WholeAsync(HttpListenerContext context, byte[] bytes, long length, bool tellLength)
    {
        if (tellLength)
        {
            context.Response.ContentLength64 = length;
        }
        else
        {
            context.Response.SendChunked = true;
        }

        byte[] block = new byte[64 * 1024];
        for (long at = 0; at < length; at += block.Length)
        {
            int count = (int)Math.Min(block.Length, length - at);
            Array.Clear(block);
            if (at < bytes.Length)
            {
                bytes.AsSpan((int)at, (int)Math.Min(count, bytes.Length - at)).CopyTo(block);
            }

            await context.Response.OutputStream.WriteAsync(block.AsMemory(0, count));
            Interlocked.Add(ref BytesSent, count);
        }

        context.Response.Close();
    }

    private async Task SendAsync(HttpListenerContext context, byte[] body)
    {
        context.Response.ContentLength64 = body.Length;
        Interlocked.Add(ref BytesSent, body.Length); // before the client has them: a test may look as soon as it does
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }
}
