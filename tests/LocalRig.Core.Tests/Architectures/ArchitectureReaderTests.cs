using System.Collections.Immutable;
using System.Text;
using LocalRig.Architectures;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

public sealed class ArchitectureReaderTests
{
    [Fact]
    public void An_unknown_family_is_a_value_with_a_reason_and_its_dimensions()
    {
        Metadata metadata = With(("general.architecture", "newfangled"), ("newfangled.block_count", 30L), ("newfangled.embedding_length", 4096L),
            ("newfangled.attention.head_count", 32L), ("newfangled.attention.head_count_kv", ImmutableArray.Create(4L, 8L)));
        UnknownArchitecture unknown = Assert.IsType<UnknownArchitecture>(ArchitectureReader.Read(metadata));
        Assert.Contains("newfangled", unknown.Reason, StringComparison.Ordinal);
        Assert.Equal(30, unknown.Dimensions.Layers);
        Assert.Equal(8, unknown.Dimensions.KeyValueHeads);
        Assert.Equal(128, unknown.Dimensions.KeyLength);
    }

    [Fact]
    public void A_header_without_what_its_family_needs_says_what_is_missing()
    {
        UnknownArchitecture unknown = Assert.IsType<UnknownArchitecture>(ArchitectureReader.Read(With(("general.architecture", "llama"))));
        Assert.Contains("llama.block_count is missing", unknown.Reason, StringComparison.Ordinal);
        Assert.Contains("llama.embedding_length is missing", unknown.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block_count", -1L)]
    [InlineData("block_count", long.MaxValue)]
    [InlineData("embedding_length", 0L)]
    [InlineData("attention.head_count", 0L)]
    [InlineData("attention.key_length", 4_000_000_000L)]
    [InlineData("expert_count", 1_000_000L)]
    [InlineData("feed_forward_length", 0L)]
    [InlineData("nextn_predict_layers", 99L)]
    [InlineData("rope.dimension_count", 64L)]
    public void An_impossible_dimension_is_a_reason_and_no_exception(string key, long value)
    {
        var values = ModelSpec.All["llama-3.1-8b"].Metadata.Values.ToDictionary();
        values["llama." + key] = value;
        UnknownArchitecture unknown = Assert.IsType<UnknownArchitecture>(ArchitectureReader.Read(new Metadata(values)));
        Assert.StartsWith("The 'llama' header cannot be used", unknown.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Gemma3_sees_everything_in_every_sixth_layer()
    {
        ImmutableArray<Layer> layers = ModelSpec.All["gemma3-27b"].Architecture.Layers;
        Assert.Equal(62, layers.Length);
        Assert.All(layers.Select((l, i) => (l, i)), p => Assert.Equal(p.i % 6 != 5, p.l.Attention is SlidingAttention { Window: 1024 }));
    }

    [Fact]
    public void Gpt_oss_slides_in_every_other_layer()
    {
        ImmutableArray<Layer> layers = ModelSpec.All["gpt-oss-20b"].Architecture.Layers;
        Assert.All(layers.Select((l, i) => (l, i)), p => Assert.Equal(p.i % 2 == 0, p.l.Attention is SlidingAttention { Window: 128 }));
    }

    [Fact]
    public void Heads_and_windows_may_be_listed_per_layer()
    {
        var values = ModelSpec.All["gemma3-4b"].Metadata.Values.ToDictionary();
        values["gemma3.attention.head_count_kv"] = Enumerable.Range(0, 34).Select(i => i == 3 ? 2L : 4L).ToImmutableArray();
        values["gemma3.attention.sliding_window_pattern"] = Enumerable.Range(0, 34).Select(i => i == 3 ? 0L : 1L).ToImmutableArray();
        ImmutableArray<Layer> layers = Assert.IsType<KnownArchitecture>(ArchitectureReader.Read(new Metadata(values))).Architecture.Layers;
        Assert.Equal(2, ((FullAttention)layers[3].Attention).KeyValueHeads);
        Assert.Equal([3], Enumerable.Range(0, 34).Where(i => layers[i].Attention is not SlidingAttention));
    }

    [Fact]
    public void Hybrid_models_keep_a_state_in_three_of_four_layers_and_a_cache_in_their_prediction_layer()
    {
        Architecture qwen = ModelSpec.All["qwen3.5-27b-mtp"].Architecture;
        Assert.Equal(48, qwen.Layers.Count(l => l.Attention is RecurrentAttention));
        Assert.IsType<FullAttention>(Assert.Single(qwen.MtpLayers).Attention);
    }

    [Fact]
    public void A_vision_models_config_is_read_from_its_text_part()
    {
        const string Config = """
            { "architectures": ["Gemma3ForConditionalGeneration"], "vision_config": { "hidden_size": 1152 },
              "text_config": { "hidden_size": 2560, "num_hidden_layers": 34, "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256,
                "intermediate_size": 10240, "vocab_size": 262208, "sliding_window": 1024, "max_position_embeddings": 131072 } }
            """;
        HuggingFaceModel model = HuggingFaceConfig.Read(Encoding.UTF8.GetBytes(Config));
        Architecture architecture = Assert.IsType<KnownArchitecture>(ArchitectureReader.Read(model.Metadata)).Architecture;
        Assert.Equal(ModelSpec.All["gemma3-4b"].Architecture.Layers, architecture.Layers);
        Assert.True(model.Traits.TiedEmbeddings);
    }

    [Fact]
    public void A_config_of_an_unknown_class_keeps_its_name_as_reason()
    {
        HuggingFaceModel model = HuggingFaceConfig.Read("""{ "architectures": ["BrandNewForCausalLM"], "hidden_size": 64 }"""u8.ToArray());
        UnknownArchitecture unknown = Assert.IsType<UnknownArchitecture>(ArchitectureReader.Read(model.Metadata));
        Assert.Contains("BrandNewForCausalLM", unknown.Reason, StringComparison.Ordinal);
    }

    private static Metadata With(params (string Key, object Value)[] values) => new(values.ToDictionary(v => v.Key, v => v.Value));
}
