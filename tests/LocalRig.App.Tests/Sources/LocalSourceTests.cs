using LocalRig.Formats;
using LocalRig.Local.Sources;
using Xunit;

namespace LocalRig.App.Tests.Sources;

public sealed class LocalSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_gguf_file_is_read_without_its_weights()
    {
        const long Large = 3_000_000_000; // beyond what one array can hold
        string path = _folder.Write("Llama-Q4_K_M.gguf", SampleModels.Gguf(), Large);

        GgufFiles files = Assert.IsType<GgufFiles>(ModelSource.Open(path));

        Assert.Equal(("Llama-Q4_K_M", Large), (files.Name, files.FileBytes));
        Assert.Equal("llama", files.Model.Metadata.Architecture);
        Assert.Equal(576, Assert.Single(files.Model.Tensors).Size.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Any_part_stands_for_the_whole_split_model(int named)
    {
        byte[][] parts = SampleModels.SplitGguf(3);
        string[] paths = [.. parts.Select((p, i) => _folder.Write($"m-0000{i + 1}-of-00003.gguf", p))];

        GgufFiles files = Assert.IsType<GgufFiles>(ModelSource.Open(paths[named - 1]));

        Assert.Equal(3, files.Model.Tensors.Length);
        Assert.Equal(parts.Sum(p => p.LongLength), files.FileBytes);
    }

    [Fact]
    public void A_missing_part_is_named()
    {
        string first = _folder.Write("m-00001-of-00002.gguf", SampleModels.SplitGguf(2)[0]);

        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(first));

        Assert.Equal(ModelSourceError.NotFound, e.Error);
        Assert.Contains("m-00002-of-00002.gguf", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_part_is_told_from_a_whole_model()
    {
        string path = _folder.Write("renamed.gguf", SampleModels.SplitGguf(2)[0]);

        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(path));

        Assert.Contains("has 2 parts, 1 are here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_safetensors_is_read_by_its_index()
    {
        _folder.Write("1.safetensors", SampleModels.Safetensors("a", "c"));
        _folder.Write("2.safetensors", SampleModels.Safetensors("b"));
        _folder.Write("config.json", "{}"u8.ToArray());
        _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"1.safetensors","b":"2.safetensors","c":"1.safetensors"}}"""u8.ToArray());

        foreach (string named in new[] { _folder.Path, _folder["2.safetensors"] })
        {
            SafetensorsFiles files = Assert.IsType<SafetensorsFiles>(ModelSource.Open(named));

            Assert.Equal([("a", 0), ("c", 0), ("b", 1)], files.Model.Tensors.Select(t => (t.Name, t.Part)));
            Assert.Equal(96, files.Model.TotalSize.Bytes);
            Assert.Equal("{}"u8.ToArray(), files.Config!.Value.ToArray());
        }
    }

    [Fact]
    public void A_shard_that_is_not_there_is_named()
    {
        _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"gone.safetensors"}}"""u8.ToArray());

        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(_folder.Path));

        Assert.Equal(ModelSourceError.NotFound, e.Error);
        Assert.Contains("gone.safetensors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_files_without_an_index_are_not_thrown_together()
    {
        _folder.Write("1.safetensors", SampleModels.Safetensors("a"));
        _folder.Write("2.safetensors", SampleModels.Safetensors("b"));

        Assert.Equal(ModelSourceError.Ambiguous, Assert.Throws<ModelSourceException>(() => ModelSource.Open(_folder.Path)).Error);
        Assert.Equal("a", Assert.Single(Assert.IsType<SafetensorsFiles>(ModelSource.Open(_folder["1.safetensors"])).Model.Tensors).Name);
    }

    [Fact]
    public void A_folder_with_one_gguf_model_stands_for_it()
    {
        byte[][] parts = SampleModels.SplitGguf(2);
        _folder.Write("m-00001-of-00002.gguf", parts[0]);
        _folder.Write("m-00002-of-00002.gguf", parts[1]);

        Assert.Equal("m", ModelSource.Open(_folder.Path).Name);

        _folder.Write("other.gguf", SampleModels.Gguf());
        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(_folder.Path));
        Assert.Equal(ModelSourceError.Ambiguous, e.Error);
        Assert.Contains("m-00001-of-00002.gguf, other.gguf", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_model_gets_one_sentence()
    {
        Fails(_folder["absent.gguf"], ModelSourceError.NotFound, "There is no file");
        Fails(_folder["absent/folder/m.gguf"], ModelSourceError.NotFound, "There is no file");
        Fails(_folder.Path, ModelSourceError.NotAModel, "neither safetensors nor GGUF");
        Fails(_folder.Write("empty.gguf", []), ModelSourceError.NotAModel, "is empty");
        Fails(_folder.Write("text.gguf", "Not found"u8.ToArray()), ModelSourceError.NotAModel, "not a GGUF file");
        Fails(_folder.Write("cut.gguf", SampleModels.Gguf()[..^100]), ModelSourceError.NotAModel, "the file ends 100 bytes before");
    }

    [Fact]
    public void A_truncated_file_carries_the_format_error()
    {
        string path = _folder.Write("cut.gguf", SampleModels.Gguf()[..100]);

        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(path));

        Assert.IsType<TruncatedModelException>(e.InnerException);
        Assert.Contains("Download it again", e.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hf:owner/repo", true)]
    [InlineData("https://server/m.gguf", true)]
    [InlineData("some/where/m.gguf", true)]
    [InlineData("./model", true)]
    [InlineData("Qwen3.5-27B", false)]
    public void Locations_are_told_from_catalogue_names(string model, bool location) => Assert.Equal(location, ModelSource.IsLocation(model));

    private static void Fails(string path, ModelSourceError error, string words)
    {
        ModelSourceException e = Assert.Throws<ModelSourceException>(() => ModelSource.Open(path));

        Assert.Equal(error, e.Error);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
