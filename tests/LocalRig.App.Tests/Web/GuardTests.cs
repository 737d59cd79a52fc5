using System.Net;
using System.Text.Json;
using LocalRig.App.Tests.Sources;
using LocalRig.Contract;
using LocalRig.Local.Desks;
using LocalRig.Local.Sources;
using LocalRig.Web;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>Who is answered, and what is reached for them.</summary>
public class GuardTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.nip.io", 421)]
    [InlineData("10.0.0.7", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:99", 200)]
    public async Task Only_its_own_names_are_answered(string host, int status)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, "api/v1/doctor", ("Host", host));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("own", 200)]
    public async Task Only_its_own_page_may_ask(string origin, int status)
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        string own = served.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Post, "api/v1/doctor", ("Origin", origin == "own" ? own : origin));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        using HttpResponseMessage mcp = await served.SendAsync(HttpMethod.Post, "mcp", ("Origin", origin == "own" ? own : origin));
        Assert.Equal(status == 403, (int)mcp.StatusCode == 403);
    }

    [Fact]
    public async Task Every_answer_tells_a_browser_what_it_may_do()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        foreach (string path in (string[])["", "api/v1", "api/v1/nothing", "healthz", "nothing"])
        {
            using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, path);
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }

        using HttpResponseMessage embedded = await served.SendAsync(HttpMethod.Get, "embed");
        Assert.Contains("frame-ancestors *", embedded.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_shown_as_a_header_or_once_in_an_address()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Token = Token });
        using HttpResponseMessage none = await served.SendAsync(HttpMethod.Get, "api/v1");
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal("Bearer", none.Headers.WwwAuthenticate.ToString());
        using HttpResponseMessage wrong = await served.SendAsync(HttpMethod.Get, "api/v1", ("Authorization", "Bearer " + Token + "0"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using HttpResponseMessage right = await served.SendAsync(HttpMethod.Get, "api/v1", ("Authorization", "Bearer " + Token));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using HttpResponseMessage health = await served.SendAsync(HttpMethod.Get, "healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using HttpResponseMessage tools = await served.SendAsync(HttpMethod.Post, "mcp");
        Assert.Equal(HttpStatusCode.Unauthorized, tools.StatusCode);
        using HttpResponseMessage figures = await served.SendAsync(HttpMethod.Get, "metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, figures.StatusCode);

        using HttpResponseMessage once = await served.SendAsync(HttpMethod.Get, $"api/v1/plan?model=Qwen3.5-9B&token={Token}&rig=rtx-3090");
        Assert.Equal(HttpStatusCode.SeeOther, once.StatusCode);
        Assert.Equal("/api/v1/plan?model=Qwen3.5-9B&rig=rtx-3090", once.Headers.Location!.ToString());
        string cookie = once.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        using HttpResponseMessage kept = await served.SendAsync(HttpMethod.Get, once.Headers.Location.ToString(), ("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using HttpResponseMessage away = await served.SendAsync(HttpMethod.Get, $"{served.Client.BaseAddress}/evil.example/?token={Token}");
        Assert.Equal("/", away.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("0.0.0.0:0", null, "--token")]
    [InlineData("[::]:0", null, "--open")]
    [InlineData("127.0.0.1:0", "short", "guessed")]
    public async Task Others_are_answered_only_where_that_was_said(string listen, string? token, string says)
    {
        RequestException refused = await Assert.ThrowsAsync<RequestException>(() =>
            WebServer.StartAsync(NativeDesk.Make(), ServedDesk.Usual with { Listen = ListenAddress.Parse(listen), Token = token }, TestContext.Current.CancellationToken));
        Assert.Contains(says, refused.Combined.Message + refused.Combined.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:80", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("::1", true)]
    [InlineData("[::ffff:127.0.0.1]:80", true)]
    [InlineData("0.0.0.0:80", false)]
    [InlineData("192.168.0.7", false)]
    public void Addresses_are_known_as_private_or_not(string text, bool isPrivate) => Assert.Equal(isPrivate, ListenAddress.Parse(text).IsLoopback);

    [Theory]
    [InlineData("here")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("127.0.0.1:x")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string text) => Assert.Throws<RequestException>(() => ListenAddress.Parse(text));

    [Fact]
    public async Task Others_are_not_told_what_this_machine_is()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Listen = ListenAddress.Parse("0.0.0.0:0"), Open = true });
        using HttpResponseMessage doctor = await served.PostAsync("api/v1/doctor", "{}");
        await ApiTests.IsProblem(doctor, 422, "rig-unknown");
        using HttpResponseMessage plan = await served.PostAsync("api/v1/plan", """{"model":"Qwen3.5-9B"}""");
        await ApiTests.IsProblem(plan, 422, "rig-unknown");
        await using ServedDesk told = await ServedDesk.StartAsync(ServedDesk.Usual with { Listen = ListenAddress.Parse("0.0.0.0:0"), Open = true, ThisMachine = true });
        using HttpResponseMessage known = await told.PostAsync("api/v1/doctor", "{}");
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait()
    {
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Limits = new WebLimits { RequestsPerSecond = 1, Burst = 3 } });
        List<HttpStatusCode> statuses = [];
        TimeSpan? wait = null;
        for (int i = 0; i < 12; i++)
        {
            using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, "api/v1");
            statuses.Add(response.StatusCode);
            wait ??= response.Headers.RetryAfter?.Delta;
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.InRange(wait!.Value.TotalSeconds, 1, 10);
    }

    [Fact]
    public async Task Files_are_read_in_the_allowed_folder_alone()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder outside = new();
        folder.Write("model.gguf", Sources.SampleModels.Gguf());
        outside.Write("secret.gguf", Sources.SampleModels.Gguf());
        File.WriteAllText(outside["guide.md"], "An RTX 3090 has 24 GB of VRAM.");
        File.WriteAllText(folder["guide.md"], "An RTX 3090 has 24 GB of VRAM.");
        File.CreateSymbolicLink(folder["link.gguf"], outside["secret.gguf"]);
        Directory.CreateSymbolicLink(folder["away"], outside.Path);
        Directory.CreateDirectory(folder["sub"]);
        File.Copy(folder["model.gguf"], Path.Combine(folder["sub"], "inner.gguf"));
        File.CreateSymbolicLink(Path.Combine(folder["sub"], "home.gguf"), folder["model.gguf"]);
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Files = folder.Path });
        foreach (string good in (string[])["./model.gguf", "sub/inner.gguf", "sub/home.gguf", "./sub/../sub/inner.gguf", Path.Combine(folder["sub"], "inner.gguf")])
        {
            using HttpResponseMessage read = await served.PostAsync("api/v1/inspect", JsonSerializer.Serialize(new Dictionary<string, string> { ["model"] = good }));
            Assert.True(read.StatusCode == HttpStatusCode.OK, $"{good}: {await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            Assert.Null(read.Headers.ETag);
        }

        string up = Path.GetRelativePath(folder.Path, outside["secret.gguf"]);
        foreach (string bad in (string[])[up, outside["secret.gguf"], "link.gguf", "away/secret.gguf", "./../" + Path.GetFileName(outside.Path) + "/secret.gguf", "nothing.gguf", "../../../../../../etc/passwd.gguf"])
        {
            using HttpResponseMessage read = await served.PostAsync("api/v1/inspect", JsonSerializer.Serialize(new Dictionary<string, string> { ["model"] = bad }));
            await ApiTests.IsProblem(read, 404, "model-not-found");
        }

        Assert.DoesNotContain("\"error\"", await served.AskAsync("audit", """{"file":"guide.md"}"""), StringComparison.Ordinal);
        foreach (string bad in (string[])[outside["guide.md"], "away/guide.md", "../" + Path.GetFileName(outside.Path) + "/guide.md", "/etc/passwd"])
        {
            using HttpResponseMessage read = await served.PostAsync("api/v1/audit", JsonSerializer.Serialize(new Dictionary<string, string> { ["file"] = bad }));
            await ApiTests.IsProblem(read, 400, "usage");
        }
    }

    [Fact]
    public async Task Servers_of_this_machine_and_its_neighbours_are_never_asked()
    {
        using LoopbackServer neighbour = new();
        neighbour.File("model.gguf", Sources.SampleModels.Gguf());
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Hosts = [neighbour.Address.Authority, $"localhost:{neighbour.Address.Port}", "169.254.169.254", $"[::ffff:127.0.0.1]:{neighbour.Address.Port}", "huggingface.co"] });
        foreach (string address in (string[])[neighbour.At("model.gguf"), $"http://localhost:{neighbour.Address.Port}/model.gguf", "http://169.254.169.254/latest/model.gguf", $"http://[::ffff:127.0.0.1]:{neighbour.Address.Port}/model.gguf"])
        {
            using HttpResponseMessage read = await served.PostAsync("api/v1/inspect", JsonSerializer.Serialize(new Dictionary<string, string> { ["model"] = address }));
            await ApiTests.IsProblem(read, 422, "model-unreadable");
            Assert.Contains("private network", await served.AskAsync("inspect", JsonSerializer.Serialize(new Dictionary<string, string> { ["model"] = address })), StringComparison.Ordinal);
        }

        using HttpResponseMessage other = await served.PostAsync("api/v1/inspect", """{"model":"https://example.com/model.gguf"}""");
        await ApiTests.IsProblem(other, 422, "model-unreadable");
        Assert.Empty(neighbour.Requests);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:7f00:1::", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.Has(IPAddress.Parse(address)));
}
