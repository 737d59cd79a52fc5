using LocalRig.App.Tests.Sources;
using LocalRig.Contract;
using LocalRig.Local.Sources;
using LocalRig.Models;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class FileModelTests
{
    /// <summary>The fields of meta-llama/Llama-3.2-1B's config.json that sizes depend on.</summary>
    private const string Llama =
        """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_size":2048,"intermediate_size":8192,"num_hidden_layers":16,
         "num_attention_heads":32,"num_key_value_heads":8,"head_dim":64,"vocab_size":128256,"max_position_embeddings":131072,
         "rms_norm_eps":1e-05,"rope_theta":500000.0,"tie_word_embeddings":true,
         "rope_scaling":{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"}}
        """;

    /// <summary>Parameters meta-llama/Llama-3.2-1B publishes (safetensors metadata), and the 32 rotary factors the converter adds.</summary>
    private const long Parameters = 1_235_814_400 + 32;

    [Fact]
    public void A_safetensors_folder_is_planned_as_the_file_the_converter_would_make()
    {
        using TemporaryFolder folder = Folder(Llama);

        Model model = FileModel.Of(ModelSource.Open(folder.Path), null);

        Assert.Equal(("llama", "BF16", Parameters), (model.Architecture?.Name, model.QuantName, model.Tensors.Elements));
    }

    [Fact]
    public void A_safetensors_folder_can_be_planned_quantized()
    {
        using TemporaryFolder folder = Folder(Llama);

        Model model = FileModel.Of(ModelSource.Open(folder.Path), "Q4_K_M");

        Assert.Equal(("Q4_K_M", Parameters), (model.QuantName, model.Tensors.Elements));
        Assert.InRange(model.Tensors.BitsPerWeight, 4.5, 5.5);
    }

    [Theory]
    [InlineData("""{"architectures":["NobodyKnowsThis"],"hidden_size":8}""")]
    [InlineData("[1, 2]")]
    [InlineData("not json")]
    public void A_config_that_tells_no_shape_is_one_clear_error(string config)
    {
        using TemporaryFolder folder = Folder(config);

        RequestException refused = Assert.Throws<RequestException>(() => FileModel.Of(ModelSource.Open(folder.Path), null));

        Assert.Equal(ErrorCode.ModelUnreadable, refused.Problems[0].Code);
    }

    private static TemporaryFolder Folder(string config)
    {
        TemporaryFolder folder = new();
        folder.Write("model.safetensors", SampleModels.Safetensors("a"));
        folder.Write("config.json", System.Text.Encoding.UTF8.GetBytes(config));
        return folder;
    }
}
