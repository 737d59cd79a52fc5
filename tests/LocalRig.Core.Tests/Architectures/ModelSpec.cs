using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Architectures;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>A measured model's dimensions (tests/data/recipes/specs.json), put into the metadata its GGUF file had.</summary>
internal sealed class ModelSpec
{
    private static readonly Lazy<Dictionary<string, ModelSpec>> AllSpecs = new(Load);

    private readonly JsonElement _json;

    private ModelSpec(string name, JsonElement json)
    {
        Name = name;
        _json = json;
    }

    public static IReadOnlyDictionary<string, ModelSpec> All => AllSpecs.Value;

    public static IEnumerable<string> Names => All.Keys;

    public string Name { get; }

    public string Family => _json.GetProperty("arch").GetString()!;

    public WeightTraits Traits =>
        new()
        {
            TiedEmbeddings = Has("tied"),
            RotaryFactors = Has("rope_freqs"),
            QueryKeyNorm = Has("qk_norm"),
            ExpertBias = Has("exp_probs_b"),
        };

    public Architecture Architecture =>
        Assert.IsType<KnownArchitecture>(ArchitectureReader.Read(Metadata)).Architecture;

    public Metadata Metadata
    {
        get
        {
            var values = new Dictionary<string, object> { ["general.architecture"] = Family };
            void Add(string key, long value) => values[$"{Family}.{key}"] = value;
            Add("block_count", Int("n_layer") + Int("n_mtp"));
            Add("context_length", Int("n_ctx_train"));
            Add("embedding_length", Int("n_embd"));
            Add("vocab_size", Int("n_vocab"));
            Add("attention.head_count", Int("n_head"));
            Add("attention.head_count_kv", Family == "deepseek2" ? 1 : Int("n_head_kv"));
            AddOptional(Add, "feed_forward_length", "n_ff");
            AddOptional(Add, "attention.sliding_window", "swa");
            AddOptional(Add, "expert_count", "n_expert");
            AddOptional(Add, "expert_used_count", "n_expert_used");
            AddOptional(Add, "expert_shared_feed_forward_length", "n_ff_shexp");
            AddOptional(Add, "expert_shared_count", "n_shared");
            AddOptional(Add, "leading_dense_block_count", "n_dense_lead");
            AddOptional(Add, "nextn_predict_layers", "n_mtp");
            if (Family != "llama")
            {
                AddOptional(Add, "expert_feed_forward_length", "n_ff_exp");
            }

            AddAttention(Add);
            AddRouting(values);
            return new Metadata(values);
        }
    }

    /// <summary>How experts are weighed, as the synthetic files' metadata says it per family.</summary>
    private void AddRouting(Dictionary<string, object> values)
    {
        bool biased = Has("exp_probs_b");
        if (Family == "deepseek2")
        {
            values["deepseek2.expert_weights_scale"] = Has("exp_scale") ? _json.GetProperty("exp_scale").GetDouble() : 1.0;
            values["deepseek2.expert_gating_func"] = biased ? 2L : 1L;
            if (biased)
            {
                values["deepseek2.expert_weights_norm"] = true;
                values["deepseek2.expert_group_count"] = 8L;
                values["deepseek2.expert_group_used_count"] = 4L;
            }
        }
        else if (Family == "glm4moe")
        {
            values["glm4moe.expert_weights_scale"] = 1.0;
            values["glm4moe.expert_weights_norm"] = true;
            values["glm4moe.expert_gating_func"] = 2L;
        }
    }

    private void AddAttention(Action<string, long> add)
    {
        if (Family == "deepseek2")
        {
            add("attention.key_length", Int("kv_lora") + Int("qk_rope"));
            add("attention.value_length", Int("kv_lora"));
            add("attention.key_length_mla", Int("qk_nope") + Int("qk_rope"));
            add("attention.value_length_mla", Int("v_head"));
            add("attention.kv_lora_rank", Int("kv_lora"));
            add("rope.dimension_count", Int("qk_rope"));
            AddOptional(add, "attention.q_lora_rank", "q_lora");
            return;
        }

        add("attention.key_length", Int("head_dim"));
        add("attention.value_length", Int("head_dim"));
        add("rope.dimension_count", Has("n_rot") ? Int("n_rot") : Int("head_dim"));
        if (Has("ssm_conv"))
        {
            add("ssm.conv_kernel", Int("ssm_conv"));
            add("ssm.state_size", Int("ssm_state"));
            add("ssm.group_count", Int("ssm_groups"));
            add("ssm.time_step_rank", Int("ssm_dt_rank"));
            add("ssm.inner_size", Int("ssm_state") * Int("ssm_dt_rank"));
            add("full_attention_interval", Int("full_attention_interval"));
        }
    }

    private void AddOptional(Action<string, long> add, string key, string field)
    {
        if (Has(field))
        {
            add(key, Int(field));
        }
    }

    private bool Has(string field) => _json.TryGetProperty(field, out _);

    private long Int(string field) => _json.TryGetProperty(field, out JsonElement value) ? value.GetInt64() : 0;

    private static Dictionary<string, ModelSpec> Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path("recipes", "specs.json")));
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => new ModelSpec(p.Name, p.Value.Clone()));
    }
}
