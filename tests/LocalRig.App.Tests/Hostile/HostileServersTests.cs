using LocalRig.App.Tests.Sources;
using LocalRig.Local.Sources;
using Xunit;

namespace LocalRig.App.Tests.Hostile;

/// <summary>Servers that lie, drip, lead away or never end: one sentence in a bounded time, and nothing secret told to anybody.</summary>
public sealed class HostileServersTests : IDisposable
{
    private static readonly ModelSourceOptions Options = new() { RequestTimeout = TimeSpan.FromSeconds(30), RetryDelay = TimeSpan.FromMilliseconds(1), FirstChunk = 4096, Token = "SECRET" };

    private readonly LoopbackServer _server = new();
    private readonly LoopbackServer _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_chain_that_went_elsewhere_gets_no_token_when_it_comes_back()
    {
        _server.File("m.gguf", Sources.SampleModels.Gguf());
        _server.Status("start.gguf", 302, ("Location", _other.At("away.gguf")));
        _other.Status("away.gguf", 302, ("Location", _server.At("m.gguf")));
        await ModelSource.OpenAsync(_server.At("start.gguf"), Options, Stop);
        Assert.Equal("Bearer SECRET", _server.Requests.First().Authorization);
        Assert.Null(_other.Requests.First().Authorization);
        Assert.All(_server.Requests.Where(r => r.Path == "/m.gguf"), r => Assert.Null(r.Authorization));
    }

    [Theory]
    [InlineData("3600", "60 minutes")]
    [InlineData("2147483647", "24,855 days")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "days")]
    public async Task Patience_nobody_has_is_said_at_once(string retryAfter, string says)
    {
        _server.Status("m.gguf", 429, ("Retry-After", retryAfter));
        Assert.Contains(says, (await FailsAsync("m.gguf")).Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    public async Task Patience_that_is_no_number_is_no_patience(string retryAfter)
    {
        _server.Status("m.gguf", 429, ("Retry-After", retryAfter));
        Assert.Contains("429", (await FailsAsync("m.gguf")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_drips_is_given_up(bool ranges)
    {
        byte[] model = Sources.SampleModels.Gguf(vocabulary: 20_000);
        _server.Routes["/m.gguf"] = async c =>
        {
            c.Response.StatusCode = ranges ? 206 : 200;
            if (ranges)
            {
                c.Response.Headers["Content-Range"] = "bytes 0-4095/100000";
            }

            c.Response.ContentLength64 = ranges ? 4096 : 100_000;
            for (int i = 0; i < 100; i++)
            {
                await c.Response.OutputStream.WriteAsync(model.AsMemory(i, 1));
                await c.Response.OutputStream.FlushAsync();
                await Task.Delay(200);
            }
        };
        Assert.Contains("too slowly", (await FailsAsync("m.gguf")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../secret/m.gguf")]
    [InlineData("/etc/m.gguf")]
    [InlineData("a\\b.gguf")]
    [InlineData("a//b.gguf")]
    [InlineData("\\u001b[31m.gguf")]
    public async Task A_listing_names_files_of_its_repository(string path)
    {
        string json = path.StartsWith("\\u", StringComparison.Ordinal) ? path : path.Replace("\\", "\\\\", StringComparison.Ordinal);
        _server.Json("api/models/o/r/tree/main?recursive=true", $$"""[{"type":"file","path":"{{json}}"}]""");
        ModelSourceException failed = await Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync("hf:o/r", Options with { HubEndpoint = _server.Address }, Stop));
        Assert.Contains("no path inside the repository", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failed.Message, char.IsControl);
    }

    [Fact]
    public async Task What_only_the_writer_of_an_address_may_know_is_not_repeated()
    {
        string address = _server.At("nothing.gguf?token=HIDDEN").Replace("http://", "http://user:HIDDEN@", StringComparison.Ordinal);
        ModelSourceException failed = await Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync(address, Options, Stop));
        Assert.DoesNotContain("HIDDEN", failed.Message + failed.Hint + failed.Where, StringComparison.Ordinal);
        ModelSourceException folder = await Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync("https://user:HIDDEN@example.com/?q=HIDDEN", Options, Stop));
        Assert.DoesNotContain("HIDDEN", folder.Message + folder.Hint + folder.Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_shorter_than_what_came_is_refused()
    {
        byte[] model = Sources.SampleModels.Gguf();
        _server.Routes["/m.gguf"] = async c =>
        {
            c.Response.StatusCode = 206;
            c.Response.Headers["Content-Range"] = $"bytes 0-{model.Length - 1}/10";
            c.Response.ContentLength64 = model.Length;
            await c.Response.OutputStream.WriteAsync(model);
            c.Response.Close();
        };
        Assert.Contains("another part", (await FailsAsync("m.gguf")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_never_ends_is_given_up()
    {
        byte[] beginning = [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[8], 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, .. "a.b"u8, 9, 0, 0, 0, 8, 0, 0, 0, 0x80, 0xC3, 0xC9, 0x01, 0, 0, 0, 0];
        _server.FileWithoutRanges("m.gguf", beginning, 100_000_000_000, tellLength: false);
        Assert.Contains("more than 8 MiB", (await FailsAsync("m.gguf", Options with { LargestHeader = 8 << 20 })).Message, StringComparison.Ordinal);
    }

    private Task<ModelSourceException> FailsAsync(string path, ModelSourceOptions? options = null) =>
        Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync(_server.At(path), options ?? Options, Stop));
}
