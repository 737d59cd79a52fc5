using System.Net;
using LocalRig.App.Tests.Sources;
using LocalRig.Web;
using Xunit;

namespace LocalRig.App.Tests.Web;

/// <summary>The built page as files: types, codings, caching, addresses of its own.</summary>
public class PageTests
{
    [Fact]
    public async Task Files_are_served_as_what_they_are()
    {
        using TemporaryFolder folder = Page();
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Page = folder.Path });
        Assert.True(served.Server.HasPage);
        foreach ((string path, string type, bool forever) in new[]
        {
            ("", "text/html", false), ("index.html", "text/html", false), ("assets/app-Ab3_x-9Z.js", "text/javascript", true), ("assets/app.js", "text/javascript", false), ("worker.mjs", "text/javascript", false),
            ("_framework/dotnet.native.1yu5zb8mdl.wasm", "application/wasm", true), ("_framework/Microsoft.extensions.wasm", "application/wasm", false), ("_framework/icudt.dat", "application/octet-stream", false),
            ("app.webmanifest", "application/manifest+json", false),
        })
        {
            using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, path);
            Assert.True(response.StatusCode == HttpStatusCode.OK, path);
            Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(forever, response.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal));
            using HttpResponseMessage known = await served.SendAsync(HttpMethod.Get, path, ("If-None-Match", response.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        }
    }

    [Fact]
    public async Task Codings_that_lie_beside_a_file_are_sent_to_who_takes_them()
    {
        using TemporaryFolder folder = Page();
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Page = folder.Path });
        foreach ((string accepted, string coding, string body) in new[] { ("br, gzip", "br", "brotli"), ("gzip", "gzip", "gzipped"), ("identity", "", "plain"), ("br;q=0, gzip", "gzip", "gzipped") })
        {
            using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, "assets/app-Ab3_x-9Z.js", ("Accept-Encoding", accepted));
            Assert.Equal(coding, response.Content.Headers.ContentEncoding.ToString());
            Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        using HttpResponseMessage alone = await served.SendAsync(HttpMethod.Get, "worker.mjs", ("Accept-Encoding", "br, gzip"));
        Assert.Empty(alone.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("plan", 200)]
    [InlineData("embed/plan", 200)]
    [InlineData("model/Qwen3", 200)]
    [InlineData("missing.js", 404)]
    [InlineData("assets/missing", 404)]
    [InlineData("assets/app-Ab3_x-9Z.js.br", 404)]
    [InlineData("api/v2", 404)]
    [InlineData("../secret.txt", 404)]
    [InlineData("..%2f..%2fetc%2fpasswd.txt", 404)]
    [InlineData("%2e%2e/%2e%2e/etc/hosts.txt", 404)]
    public async Task Addresses_of_the_page_lead_to_it_and_others_nowhere(string path, int status)
    {
        using TemporaryFolder folder = Page();
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Page = folder.Path });
        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Get, path);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_built_anew_is_served_anew()
    {
        using TemporaryFolder folder = Page();
        await using ServedDesk served = await ServedDesk.StartAsync(ServedDesk.Usual with { Page = folder.Path });
        Assert.Equal("<!doctype html>", await served.Client.GetStringAsync("", TestContext.Current.CancellationToken));
        File.WriteAllText(folder["new.js"], "new");
        File.WriteAllText(folder["index.html"], "<!doctype html><title>new</title>");
        Assert.Contains("new", await served.Client.GetStringAsync("", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("new", await served.Client.GetStringAsync("new.js", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_page_it_says_so_and_answers()
    {
        await using ServedDesk served = await ServedDesk.StartAsync();
        Assert.False(served.Server.HasPage);
        Assert.Contains("isn't built", await served.Client.GetStringAsync("", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("rtx-3090", await served.AskAsync("rig", """{"words":"rtx-3090"}"""), StringComparison.Ordinal);
    }

    private static TemporaryFolder Page()
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["assets"]);
        Directory.CreateDirectory(folder["_framework"]);
        foreach ((string name, string text) in new[]
        {
            ("index.html", "<!doctype html>"), ("assets/app-Ab3_x-9Z.js", "plain"), ("assets/app-Ab3_x-9Z.js.br", "brotli"), ("assets/app-Ab3_x-9Z.js.gz", "gzipped"), ("assets/app.js", "app"), ("worker.mjs", "worker"),
            ("_framework/dotnet.native.1yu5zb8mdl.wasm", "wasm"), ("_framework/Microsoft.extensions.wasm", "wasm"), ("_framework/icudt.dat", "dat"), ("app.webmanifest", "{}"),
        })
        {
            File.WriteAllText(folder[name], text);
        }

        return folder;
    }
}
