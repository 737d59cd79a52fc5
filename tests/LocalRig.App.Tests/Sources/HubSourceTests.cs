using LocalRig.Local.Sources;
using Xunit;

namespace LocalRig.App.Tests.Sources;

public sealed class HubSourceTests : IDisposable
{
    private const string Tree = "api/models/owner/repo/tree/main?recursive=true";

    private readonly LoopbackServer _hub = new();

    private ModelSourceOptions Options => new()
    {
        HubEndpoint = _hub.Address,
        HubToken = "hf_token",
        Retries = 0,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _hub.Dispose();

    [Theory]
    [InlineData("hf:owner/repo:Model-Q4_K_M.gguf", "Model-Q4_K_M.gguf")]
    [InlineData("hf:owner/repo:Q4_K_M", "Model-Q4_K_M.gguf")]
    [InlineData("hf:owner/repo:q8_0", "Model-Q8_0.gguf")]
    [InlineData("hf:owner/repo:UD-Q4_K_M", "Model-UD-Q4_K_M.gguf")]
    [InlineData("hf:owner/repo:BF16", "BF16/Model-BF16-00001-of-00002.gguf")]
    public async Task A_file_is_chosen_by_name_or_quantization(string model, string expected)
    {
        List("README.md", "mmproj-BF16.gguf", "Model-Q4_K_M.gguf", "Model-UD-Q4_K_M.gguf", "Model-Q8_0.gguf",
            "BF16/Model-BF16-00001-of-00002.gguf", "BF16/Model-BF16-00002-of-00002.gguf");
        byte[][] split = SampleModels.SplitGguf(2);
        _hub.File("owner/repo/resolve/main/BF16/Model-BF16-00001-of-00002.gguf", split[0]);
        _hub.File("owner/repo/resolve/main/BF16/Model-BF16-00002-of-00002.gguf", split[1]);
        foreach (string file in new[] { "Model-Q4_K_M.gguf", "Model-UD-Q4_K_M.gguf", "Model-Q8_0.gguf" })
        {
            _hub.File("owner/repo/resolve/main/" + file, SampleModels.Gguf());
        }

        ModelFiles files = await ModelSource.OpenAsync(model, Options, Stop);

        Assert.IsType<GgufFiles>(files);
        Assert.EndsWith("owner/repo/resolve/main/" + expected, files.Location, StringComparison.Ordinal);
        Assert.All(_hub.Requests, r => Assert.Equal("Bearer hf_token", r.Authorization));
    }

    [Fact]
    public async Task Several_fitting_files_are_listed_not_guessed()
    {
        List("Model-Q4_K_M.gguf", "Model-Q8_0.gguf");

        ModelSourceException e = await FailsAsync("hf:owner/repo");

        Assert.Equal(ModelSourceError.Ambiguous, e.Error);
        Assert.Contains("Model-Q4_K_M.gguf, Model-Q8_0.gguf", e.Message, StringComparison.Ordinal);
        Assert.Contains("hf:owner/repo:Model-Q4_K_M.gguf", e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quantization_that_is_not_there_gets_the_list_of_those_that_are()
    {
        List("Model-Q4_K_M.gguf");

        ModelSourceException e = await FailsAsync("hf:owner/repo:Q5_K_M");

        Assert.Equal(ModelSourceError.NotFound, e.Error);
        Assert.Contains("Model-Q4_K_M.gguf", e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page()
    {
        _hub.Json(Tree, Entries("README.md"), $"<{_hub.At("page2")}>; rel=\"next\"");
        _hub.Json("page2", Entries("only.gguf"));
        _hub.File("owner/repo/resolve/main/only.gguf", SampleModels.Gguf());

        Assert.Equal("only", (await ModelSource.OpenAsync("hf:owner/repo", Options, Stop)).Name);
    }

    [Fact]
    public async Task Safetensors_come_by_their_index_with_config()
    {
        List("config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        _hub.Json("owner/repo/resolve/main/model.safetensors.index.json",
            """{"metadata":{"total_size":64},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""");
        _hub.Json("owner/repo/resolve/main/config.json", """{"model_type":"qwen3"}""");
        _hub.File("owner/repo/resolve/main/model-00001-of-00002.safetensors", SampleModels.Safetensors("a"));
        _hub.File("owner/repo/resolve/main/model-00002-of-00002.safetensors", SampleModels.Safetensors("b"));

        SafetensorsFiles files = Assert.IsType<SafetensorsFiles>(await ModelSource.OpenAsync("hf:owner/repo", Options, Stop));

        Assert.Equal([("a", 0), ("b", 1)], files.Model.Tensors.Select(t => (t.Name, t.Part)));
        Assert.Equal(64, files.Model.TotalSize.Bytes);
        Assert.NotNull(files.Config);
        Assert.Equal("repo", files.Name);
    }

    [Theory]
    [InlineData(401, "RepoNotFound", ModelSourceError.NotFound, "no repository owner/repo")]
    [InlineData(404, null, ModelSourceError.NotFound, "no repository owner/repo")]
    [InlineData(403, "GatedRepo", ModelSourceError.AccessDenied, "may not be read without leave")]
    [InlineData(503, null, ModelSourceError.Unreachable, "HTTP 503")]
    public async Task What_the_hub_refuses_is_said(int status, string? code, ModelSourceError error, string words)
    {
        _hub.Status(Tree, status, code is null ? [] : [("X-Error-Code", code)]);

        ModelSourceException e = await FailsAsync("hf:owner/repo");

        Assert.Equal(error, e.Error);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hf:")]
    [InlineData("hf:owner")]
    [InlineData("hf:owner/")]
    [InlineData("hf:owner/../etc")]
    [InlineData("hf:owner/..")]
    [InlineData("hf:owner/repo:")]
    [InlineData("hf:owner/re po")]
    public async Task A_name_that_is_no_repository_is_refused_before_any_request(string name)
    {
        Assert.Contains("does not name a model", (await FailsAsync(name)).Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public void The_environment_names_token_and_mirror()
    {
        Dictionary<string, string> set = new() { ["HF_TOKEN"] = "hf_x\n", ["HF_ENDPOINT"] = "https://mirror.example" };

        ModelSourceOptions options = ModelSourceOptions.FromEnvironment(set.GetValueOrDefault);

        Assert.Equal("hf_x", options.HubToken);
        Assert.Equal("https://mirror.example/", options.HubEndpoint.AbsoluteUri);
        Assert.Throws<ModelSourceException>(() => ModelSourceOptions.FromEnvironment(_ => "no address"));
    }

    private void List(params string[] files) => _hub.Json(Tree, Entries(files));

    private static string Entries(params string[] files) =>
        $"[{{\"type\":\"directory\",\"path\":\"BF16\"}},{string.Join(',', files.Select(f => $"{{\"type\":\"file\",\"path\":\"{f}\",\"size\":1}}"))}]";

    private Task<ModelSourceException> FailsAsync(string model) =>
        Assert.ThrowsAsync<ModelSourceException>(() => ModelSource.OpenAsync(model, Options, Stop));
}
