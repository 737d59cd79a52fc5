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

    /// <summary>A folder whose tensors and config belong to different models, or that lacks one of them.</summary>
    [Theory]
    [InlineData("""{"model.layers.0.self_attn.q_proj.weight":{"dtype":"BF16","shape":[2048,1024],"data_offsets":[0,4194304]}}""", "q_proj.weight' has 1024 x 2048 elements where config.json demands 2048")]
    [InlineData("""{"model.embed_tokens.weight":{"dtype":"BF16","shape":[4,2048],"data_offsets":[0,16384]}}""", "embed_tokens.weight' has 2048 x 4 elements where config.json demands 2048 x 128256")]
    [InlineData("""{"model.layers.16.input_layernorm.weight":{"dtype":"BF16","shape":[2048],"data_offsets":[0,4096]}}""", "beyond the 16")]
    [InlineData("""{"model.layers.0.input_layernorm.weight":{"dtype":"BF16","shape":[2048],"data_offsets":[0,4096]}}""", "No tensor is there for layer 1 of the 16")]
    [InlineData("{}", "holds no weights")]
    public void Weights_of_another_model_than_the_config_are_refused(string header, string says)
    {
        using TemporaryFolder folder = Folder(Llama);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header);
        folder.Write("model.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. json], 8 + json.Length + (header.Contains("offsets", StringComparison.Ordinal) ? long.Parse(header.Split(',')[^1].TrimEnd(']', '}'), System.Globalization.CultureInfo.InvariantCulture) : 0));

        RequestException refused = Assert.Throws<RequestException>(() => FileModel.Of(ModelSource.Open(folder.Path), null));

        Assert.Equal(ErrorCode.ModelUnreadable, refused.Problems[0].Code);
        Assert.Contains(says, refused.Problems[0].Message, StringComparison.Ordinal);
    }

    /// <summary>As config.json says it, or not; of packed tensors no plain shape is demanded.</summary>
    [Theory]
    [InlineData(""","quantization_config":{"quant_method":"awq","bits":4,"group_size":128}""", "AWQ")]
    [InlineData(""","quantization":{"group_size":64,"bits":4}""", "a format of their own")]
    [InlineData(""","quantization_config":{"group_size":64,"bits":4}""", "a format of their own")]
    [InlineData(""","quantization_config":{"quant_method":"\ud800"}""", "a format of their own")]
    [InlineData("", "a format of their own")]
    public void A_format_of_its_own_is_said(string config, string says)
    {
        using TemporaryFolder folder = Folder(Llama.TrimEnd()[..^1] + config + "}");
        byte[] json = """{"model.layers.0.self_attn.q_proj.weight":{"dtype":"U32","shape":[2048,256],"data_offsets":[0,2097152]}}"""u8.ToArray();
        folder.Write("model.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. json], 8 + json.Length + 2_097_152);
        Assert.Contains(says, FileModel.Of(ModelSource.Open(folder.Path), null).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_without_a_config_are_one_clear_error()
    {
        using TemporaryFolder folder = Folder("{}");
        File.Delete(folder["config.json"]);
        Assert.Contains("has no config.json beside its weights", Assert.Throws<RequestException>(() => FileModel.Of(ModelSource.Open(folder.Path), null)).Problems[0].Message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Folder(string config)
    {
        TemporaryFolder folder = new();
        folder.Write("model.safetensors", SampleModels.Safetensors("a"));
        folder.Write("config.json", System.Text.Encoding.UTF8.GetBytes(config));
        return folder;
    }
}
