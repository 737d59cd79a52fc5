using System.Net;
using LocalRig.Local.Sources;
using Xunit;

namespace LocalRig.App.Tests.Sources;

public sealed class HttpSourceTests : IDisposable
{
    private const long Terabyte = 1_000_000_000_000;

    private static readonly ModelSourceOptions Quick = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(30), // no test waits for it; a busy machine may be slow
        RetryDelay = TimeSpan.FromMilliseconds(1),
        FirstChunk = 4096,
    };

    private readonly LoopbackServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Only_header_bytes_are_fetched_by_ranges()
    {
        byte[] model = SampleModels.Gguf(vocabulary: 20_000);
        _server.File("m.gguf", model, Terabyte);

        GgufFiles files = Assert.IsType<GgufFiles>(await ModelSource.OpenAsync(_server.At("m.gguf"), Quick, Stop));

        Assert.Equal("llama", files.Model.Metadata.Architecture);
        Assert.Equal("token_embd.weight", Assert.Single(files.Model.Tensors).Name);
        Assert.Equal(Terabyte, files.FileBytes);
        Assert.Equal("m", files.Name);
        Assert.InRange(_server.BytesSent, files.Model.Parts[0].HeaderBytes, files.Model.Parts[0].HeaderBytes + 4 * Quick.FirstChunk);
        Assert.Equal("bytes=0-4095", _server.Requests.First().Range);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_without_ranges_is_read_until_the_header_ends(bool tellLength)
    {
        _server.FileWithoutRanges("m.gguf", SampleModels.Gguf(vocabulary: 20_000), 500_000_000, tellLength);

        GgufFiles files = Assert.IsType<GgufFiles>(await ModelSource.OpenAsync(_server.At("m.gguf"), Quick, Stop));

        Assert.Single(files.Model.Tensors);
        Assert.Equal(tellLength ? 500_000_000 : null, files.FileBytes);
        Assert.Single(_server.Requests);
        Assert.InRange(_server.BytesSent, 0, 50_000_000); // what the sockets' buffers had taken before the connection closed
    }

    [Fact]
    public async Task Parts_of_a_split_model_are_found_beside_the_named_one()
    {
        byte[][] parts = SampleModels.SplitGguf(3);
        for (int i = 0; i < 3; i++)
        {
            _server.File($"a/m-0000{i + 1}-of-00003.gguf", parts[i]);
        }

        GgufFiles files = Assert.IsType<GgufFiles>(await ModelSource.OpenAsync(_server.At("a/m-00002-of-00003.gguf"), Quick, Stop));

        Assert.Equal(["blk.0.ffn_up.weight", "blk.1.ffn_up.weight", "blk.2.ffn_up.weight"], files.Model.Tensors.Select(t => t.Name));
        Assert.Equal([0, 1, 2], files.Model.Tensors.Select(t => t.Part));
        Assert.Equal(parts.Sum(p => p.LongLength), files.FileBytes);
        Assert.Equal("m", files.Name);
    }

    [Fact]
    public async Task A_missing_part_is_named()
    {
        _server.File("m-00001-of-00002.gguf", SampleModels.SplitGguf(2)[0]);

        ModelSourceException e = await FailsAsync("m-00001-of-00002.gguf");

        Assert.Equal(ModelSourceError.NotFound, e.Error);
        Assert.Contains("Part 2 of 2 of the split model is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("m-00002-of-00002.gguf", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_followed_and_other_servers_never_get_the_token()
    {
        using LoopbackServer store = new();
        store.File("blob", SampleModels.Gguf());
        _server.Status("m.gguf", 302, ("Location", "/here"));
        _server.Status("here", 307, ("Location", store.At("blob")));

        await ModelSource.OpenAsync(_server.At("m.gguf"), Quick with { Token = "secret" }, Stop);

        Assert.All(_server.Requests, r => Assert.Equal("Bearer secret", r.Authorization));
        Assert.All(store.Requests, r => Assert.Null(r.Authorization));
        Assert.NotEmpty(store.Requests);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        _server.Status("m.gguf", 302, ("Location", "/m.gguf"));

        Assert.Contains("redirects more than", (await FailsAsync("m.gguf")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, ModelSourceError.NotFound, "There is no")]
    [InlineData(410, ModelSourceError.NotFound, "There is no")]
    [InlineData(401, ModelSourceError.AccessDenied, "wants a token")]
    [InlineData(403, ModelSourceError.AccessDenied, "does not allow")]
    [InlineData(500, ModelSourceError.Unreachable, "failed to give")]
    [InlineData(429, ModelSourceError.Unreachable, "no more requests")]
    public async Task A_refusal_is_one_clear_sentence(int status, ModelSourceError error, string words)
    {
        _server.Status("m.gguf", status);

        ModelSourceException e = await FailsAsync("m.gguf");

        Assert.Equal(error, e.Error);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_reported_as_a_damaged_file()
    {
        byte[] half = SampleModels.Gguf(20_000)[..10_000];
        _server.Routes["/m.gguf"] = c => // a server that doesn't tell the length
        {
            bool first = c.Request.Headers["Range"]!.StartsWith("bytes=0-", StringComparison.Ordinal);
            c.Response.StatusCode = first ? 206 : 416;
            c.Response.Headers["Content-Range"] = first ? "bytes 0-4095/*" : "bytes */*";
            c.Response.Close(first ? half[..4096] : [], willBlock: true);
            return Task.CompletedTask;
        };

        ModelSourceException e = await FailsAsync("m.gguf");

        Assert.Equal(ModelSourceError.NotAModel, e.Error);
        Assert.Contains("ends before its header does", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_no_model()
    {
        _server.File("m.gguf", []);

        ModelSourceException e = await FailsAsync("m.gguf");

        Assert.Equal(ModelSourceError.NotAModel, e.Error);
        Assert.Contains("the file is empty", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_file_says_how_much_is_missing()
    {
        byte[] model = SampleModels.Gguf();
        _server.File("m.gguf", model[..^36]);

        ModelSourceException e = await FailsAsync("m.gguf");

        Assert.Contains("ends 36 bytes before its tensor data does", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_server_is_given_up()
    {
        _server.Routes["/m.gguf"] = _ => Task.Delay(TimeSpan.FromSeconds(30), Stop);

        ModelSourceException e = await FailsAsync("m.gguf", Quick with { RequestTimeout = TimeSpan.FromSeconds(1), Retries = 1 });

        Assert.Equal(ModelSourceError.Unreachable, e.Error);
        Assert.Contains("did not answer within 1 s", e.Message, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 0, 1); // not asked again: what was waited for in vain once would be waited for twice as long
    }

    [Fact]
    public async Task A_cut_connection_is_tried_again()
    {
        byte[] model = SampleModels.Gguf();
        int answers = 0;
        _server.Routes["/m.gguf"] = async c =>
        {
            c.Response.StatusCode = 206;
            c.Response.Headers["Content-Range"] = $"bytes 0-{model.Length - 1}/{model.Length}";
            c.Response.ContentLength64 = model.Length;
            bool cut = Interlocked.Increment(ref answers) < 3;
            await c.Response.OutputStream.WriteAsync(model.AsMemory(0, cut ? 50 : model.Length), Stop);
            if (cut)
            {
                await c.Response.OutputStream.FlushAsync(Stop);
                c.Response.Abort();
            }
            else
            {
                c.Response.Close();
            }
        };

        ModelFiles files = await ModelSource.OpenAsync(_server.At("m.gguf"), Quick, Stop);

        Assert.IsType<GgufFiles>(files);
        Assert.Equal(3, answers);
    }

    [Fact]
    public async Task Nobody_listening_and_no_such_server_are_clear()
    {
        _server.Dispose();
        ModelSourceException refused = await FailsAsync("m.gguf", Quick with { Retries = 0 });
        Assert.Contains("refuses connections", refused.Message, StringComparison.Ordinal);

        ModelSourceException noName = await Assert.ThrowsAsync<ModelSourceException>(
            () => ModelSource.OpenAsync("https://no-such-server.invalid/m.gguf", Quick with { Retries = 0 }, Stop));
        Assert.Equal(ModelSourceError.Unreachable, noName.Error);
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("https://server/")]
    [InlineData("https://server/folder/")]
    public async Task An_address_that_names_no_file_is_refused(string address)
    {
        ModelSourceException e = await Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync(address, Quick, Stop));

        Assert.Equal(ModelSourceError.NotFound, e.Error);
    }

    [Fact]
    public async Task A_safetensors_file_brings_its_config()
    {
        _server.File("x/model.safetensors", SampleModels.Safetensors("a", "b"));
        _server.File("x/config.json", "{\"model_type\":\"llama\"}"u8.ToArray());

        SafetensorsFiles files = Assert.IsType<SafetensorsFiles>(await ModelSource.OpenAsync(_server.At("x/model.safetensors"), Quick, Stop));

        Assert.Equal(["a", "b"], files.Model.Tensors.Select(t => t.Name));
        Assert.Equal("{\"model_type\":\"llama\"}"u8.ToArray(), files.Config!.Value.ToArray());
    }

    private Task<ModelSourceException> FailsAsync(string path, ModelSourceOptions? options = null) =>
        Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync(_server.At(path), options ?? Quick, Stop));
}
