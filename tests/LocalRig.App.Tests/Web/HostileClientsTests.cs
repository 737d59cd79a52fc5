using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalRig.Web;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>Clients that mean no good, or don't know what they do: the server refuses in words, and goes on serving.</summary>
public class HostileClientsTests
{
    private const int Requests = 3000;
    private const int AtOnce = 64; // many wait for a time-out of the server's

    private static readonly string[] Methods = ["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "", "G\u0000T", "BREW"];

    private static readonly string[] Targets =
    [
        "/", "/api/v1", "/api/v1/plan", "/api/v1/batch", "/api/v1/doctor", "/api/v1/schema/plan", "/api/v1/schema/%00", "/mcp", "/metrics", "/healthz", "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd", "//evil.example/", "/api/v1/plan?q={", "/api/v1/plan?model=%ff", "/api/v1/plan?rig=[", "/api/v1/%2e%2e", "/\\..\\..", "http://evil.example/", "*", "", "/a b", "/%", "/api/v1/plan?" + "a=1&",
        "/embed/../api/v1", "/api//v1/plan", "/api/v1/plan/", "/API/V1/PLAN", "/assets/%2e%2e/x.js", "/index.html%00.js",
    ];

    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "evil.example", "", "127.0.0.1:80:80", "[::1", "localhost\u0000", "127.0.0.1, evil.example", "@evil.example"];

    private static readonly string[] Headers =
    [
        "Content-Type: application/json", "Content-Type: text/plain", "Content-Type: ;;;", "Content-Type: application/json; charset=utf-16", "Content-Encoding: gzip", "Origin: http://evil.example", "Origin: null", "Origin: \u0001",
        "Accept-Encoding: br, gzip, deflate", "Accept-Encoding: ;q=;,,", "If-None-Match: *", "If-None-Match: \"", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked, identity", "Content-Length: -1", "Content-Length: 5, 6",
        "Content-Length: 99999999999999999999", "Expect: 100-continue", "Authorization: Bearer x", "Cookie: localrig=\u0007", "X-Forwarded-For: 127.0.0.1", "Upgrade: h2c", "Connection: upgrade", "Range: bytes=0-", "Mcp-Session-Id: ../..",
        "Accept: application/json, text/event-stream", "MCP-Protocol-Version: 1999-01-01", "NoColon", " Folded: 1", "Host: second.example",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "{", "[]", "null", "\"x\"", "{\"model\":\"Qwen3.5-9B\",\"rig\":\"rtx-3090\"}", "{\"model\":\"\\ud800\"}", "{\"model\":\"../../etc/passwd\"}", "{\"question\":\"doctor\"}", "{\"question\":{}}", "{\"a\":1,\"a\":2}",
        "{\"model\":" + "[[[[[[[[", "\u0000\u0001\u0002", "{\"rig\":{\"devices\":[{}]}}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nothing\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":7}", "[{\"jsonrpc\":\"2.0\"}]", "5\r\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\n", "-1\r\n\r\n",
    ];

    /// <summary>A server that waits a second for what should have come; Kestrel takes no less.</summary>
    private static WebOptions Impatient => ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { HeaderTime = TimeSpan.FromSeconds(1), IdleTime = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(1.1), BodyBytesPerSecond = 1000 } };

    [Fact]
    public async Task Thousands_of_malformed_requests_leave_it_serving()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(Impatient);
        string before = await served.AskAsync("plan", """{"model":"Qwen3.5-9B","rig":"rtx-3090"}""");
        Random random = new(7333);
        byte[][] requests = [.. Enumerable.Range(0, Requests).Select(_ => Request(random))];
        Dictionary<int, int> statuses = [];
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (request, stop) =>
        {
            int status = await StatusAsync(served.Server.Address.Port, request, stop);
            lock (statuses)
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        });
        string seen = string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
        Assert.True(!statuses.ContainsKey(500), seen);
        Assert.True(statuses.GetValueOrDefault(400) > 0 && statuses.GetValueOrDefault(421) > 0 && statuses.GetValueOrDefault(200) > 0, seen);
        Assert.Equal(before, await served.AskAsync("plan", """{"model":"Qwen3.5-9B","rig":"rtx-3090"}"""));
        Assert.Equal("ok", await served.Client.GetStringAsync("healthz", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 415)]
    [InlineData("POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n", 413)]
    [InlineData("POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", 400)]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", 400)]
    public async Task What_is_no_request_is_refused(string request, int status)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        Assert.Equal(status, await StatusAsync(served.Server.Address.Port, Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        string many = string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: y\r\n"));
        Assert.Equal(431, await StatusAsync(served.Server.Address.Port, Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), TestContext.Current.CancellationToken));
        string large = new('y', 40_000);
        Assert.Equal(431, await StatusAsync(served.Server.Address.Port, Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {large}\r\n\r\n"), TestContext.Current.CancellationToken));
        Assert.Equal(414, await StatusAsync(served.Server.Address.Port, Encoding.Latin1.GetBytes($"GET /{large} HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_sends_too_slowly_is_not_waited_for()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(Impatient);
        int head = await StatusAsync(served.Server.Address.Port, "GET / HTTP/1.1\r\nHost: local"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(408, head);
        int body = await StatusAsync(served.Server.Address.Port, "POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(408, body);
    }

    [Fact]
    public async Task More_answers_than_can_wait_are_turned_away()
    {
        WebLimits narrow = ServedDesk.Usual.Limits with { Answers = 1, Waiting = 1 };
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = narrow });
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => served.PostAsync("api/v1/match", $$"""{"rig":"rtx-3090","ctx":{{8192 + i}}}""")));
        Assert.Contains(responses, r => r.StatusCode == HttpStatusCode.OK);
        HttpResponseMessage turned = Assert.IsType<HttpResponseMessage>(responses.FirstOrDefault(r => r.StatusCode == HttpStatusCode.ServiceUnavailable));
        Assert.NotNull(turned.Headers.RetryAfter);
        Array.ForEach(responses, r => r.Dispose());
    }

    [Fact]
    public async Task Who_goes_away_stops_the_work()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = ServedDesk.Usual.Limits with { Answers = 1, Waiting = 100 } });
        using CancellationTokenSource gone = new();
        Task[] asked = [.. Enumerable.Range(0, 20).Select(i => served.Client.PostAsync("api/v1/match", new StringContent($$"""{"tiers":true,"ctx":{{9000 + i}}}""", Encoding.UTF8, "application/json"), gone.Token))];
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await gone.CancelAsync();
        await Task.WhenAll(asked.Select(a => a.ContinueWith(_ => { }, TaskScheduler.Default)));

        // Twenty such answers would take far longer than one.
        Assert.Contains("rtx-3090", await served.AskAsync("rig", """{"words":"rtx-3090"}""").WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static byte[] Request(Random random)
    {
        string One(string[] of) => of[random.Next(of.Length)];
        StringBuilder text = new();
        text.Append(One(Methods)).Append(' ').Append(One(Targets)).Append(random.Next(10) == 0 ? "" : " HTTP/1.1").Append("\r\n");
        if (random.Next(12) > 0)
        {
            text.Append("Host: ").Append(random.Next(3) > 0 ? "localhost" : One(Hosts)).Append("\r\n");
        }

        string body = One(Bodies);
        for (int i = random.Next(4); i > 0; i--)
        {
            text.Append(One(Headers)).Append("\r\n");
        }

        if (random.Next(3) > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        }

        byte[] bytes = Encoding.Latin1.GetBytes(text.Append("\r\n").Append(body).ToString());
        for (int i = random.Next(4) == 0 ? random.Next(5) : 0; i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    /// <summary>The status a request gets; 0 where the connection ends without one.</summary>
    private static async Task<int> StatusAsync(int port, byte[] request, CancellationToken stop)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        byte[] head = new byte[16];
        int filled = 0;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, stop);
            await socket.SendAsync(request, stop);
            while (filled < head.Length && await socket.ReceiveAsync(head.AsMemory(filled), stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), stop) is int read && read > 0)
            {
                filled += read;
            }
        }
        catch (SocketException)
        {
            // It was cut off, as it may be.
        }
        catch (TimeoutException)
        {
            Assert.Fail($"No answer to {Encoding.Latin1.GetString(request)}");
        }

        string line = Encoding.Latin1.GetString(head, 0, filled);
        return line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : 0;
    }
}
