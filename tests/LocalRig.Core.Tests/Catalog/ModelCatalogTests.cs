using LocalRig.Architectures;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Core.Tests.Quantization;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

public sealed class ModelCatalogTests
{
    /// <summary>Why a release's published count differs from the weights llama.cpp keeps, beside its multi-token-prediction layer.</summary>
    private static readonly Dictionary<string, long> KnownDifferences = new()
    {
        // the tied embedding counted twice, and no scale of each layer's output; the encoders' counts of the two differ by the projection to the wider state alone, 1152 x (5376 - 2816)
        ["gemma-4-31B"] = 262144L * 5376 - 60,
        ["gemma-4-26B-A4B"] = 262144L * 2816 - 30,
        ["gemma-4-E4B"] = -42,
        // a second copy of embedding and head in the multi-token-prediction layer: 2 x vocabulary x width
        ["GLM-4.5-Air"] = 2L * 151552 * 4096,
        ["GLM-4.7"] = 2L * 151552 * 5120,
        ["GLM-4.7-Flash"] = 2L * 154880 * 2048,
        // the same, and one F32 scale per 128 x 128 block of FP8 weights
        ["DeepSeek-V3"] = 2L * 129280 * 7168 + 41540496,
        ["DeepSeek-R1"] = 2L * 129280 * 7168 + 41540496,
        ["MiniMax-M2.5"] = 13880064,
        // alpha_p and alpha_n of xIELU in 32 layers, which a GGUF file has in its header
        ["Apertus-8B"] = 2 * 32,
        // the multi-token-prediction layer: attention, a dense feed-forward network, the projection that joins embedding and state, five norms and those of queries and keys
        ["K-EXAONE-236B-A23B"] = (2L * 6144 * 8192) + (2L * 6144 * 1024) + (3L * 6144 * 18432) + (2L * 6144 * 6144) + (5L * 6144) + (2L * 128),
        // three multi-token-prediction layers: sliding attention with 96 heads and its gates, the same, and a head of their own each
        ["Step-3.5-Flash"] = 3 * ((2L * 4096 * 12288) + (2L * 4096 * 1024) + (4096L * 96) + (3L * 4096 * 11264) + (2L * 4096 * 4096) + (128896L * 4096) + (5L * 4096) + (2L * 128)),
        // the router's corrections are not counted: one for each expert and layer of experts
        ["LFM2-8B-A1B"] = -22L * 32,
        ["Nemotron-3-Nano-30B-A3B"] = -23L * 128,
        ["Nemotron-Cascade-2-30B-A3B"] = -23L * 128,
        // matrices alone are counted: biases of queries, keys and values, norms and shared experts' gates are not
        ["Qwen1.5-MoE-A2.7B"] = -2048L * ((24 * 3) + (24 * 2) + 1 + 24),
        // 64 numbers more in each of 27 layers: its GGUF file has none of them (A_file_of_Moonlight_has_the_tensors_it_was_loaded_with)
        ["Moonlight-16B-A3B"] = 27L * 64,
        // rows of the embedding that no token has
        ["nomic-embed-text"] = 6L * 768,
        // the pooler (a matrix and its bias), which files do without; of XLM-RoBERTa also the two places of the padding
        ["jina-embeddings-v2-base-en"] = (768L * 768) + 768,
        ["bge-m3"] = (1024L * 1024) + 1024 + (2L * 1024),
        // the same, and five adapters of rank 4: of embeddings, token types, the matrices of 24 layers and the pooler
        ["jina-embeddings-v3"] = (1024L * 1024) + 1024 + (5L * 4 * ((250002L + 1024) + (1 + 1024) + (24L * ((1024 + 3072) + (1024 + 1024) + (2 * (1024 + 4096)))) + (1024 + 1024))),
        // masks and rotary frequencies are counted
        ["pythia-6.9b"] = 32L * ((2048L * 2048) + 16),
        ["pythia-12b"] = 36L * ((2048L * 2048) + 16),
    };

    // released with vision (and for Kimi 4-bit packing) that the count includes and no source splits off
    private static readonly string[] CountedWithVision = ["gemma-4-E2B", "Kimi-K2.5", "LFM2-VL-450M", "LFM2-VL-1.6B", "LFM2.5-VL-1.6B", "LFM2-VL-3B", "Kimi-VL-A3B"];

    public static TheoryData<string> Models => [.. ModelCatalog.Default.Models.Select(m => m.Id)];

    public static TheoryData<string> Specs => [.. ModelSpec.Names];

    public static TheoryData<string, string, long> MeasuredFiles
    {
        get
        {
            var data = new TheoryData<string, string, long>();
            foreach (string line in File.ReadLines(TestData.Path("catalog", "measured-files.tsv")).Skip(1))
            {
                string[] fields = line.Split('\t');
                data.Add(fields[0], fields[1], long.Parse(fields[2]));
            }

            return data;
        }
    }

    [Fact]
    public void The_catalogue_has_no_problem() => Assert.Empty(ModelCatalog.Validate());

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_add_up_to_the_published_parameter_count(string id)
    {
        CatalogModel model = ModelCatalog.Default.Get(id);
        if (model.Parameters.Text is { } text)
        {
            Assert.Equal(text, model.ParameterCount);
        }

        if (model.Parameters.Published is { } published && !CountedWithVision.Contains(id))
        {
            long withMtp = Elements(model.ToModel("F32", withMtp: true));
            long rest = published - (model.Parameters.Vision ?? 0) - KnownDifferences.GetValueOrDefault(id);
            Assert.Contains(rest, new[] { model.ParameterCount, withMtp });
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_has_weights_for_every_recipe(string id)
    {
        CatalogModel model = ModelCatalog.Default.Get(id);
        foreach (QuantRecipe recipe in model.Recipes)
        {
            Assert.Equal(model.ToModel(recipe.Name).Tensors.TotalSize, model.SizeOf(recipe));
            Assert.True(model.SizeOf(recipe) > ByteSize.Zero);
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_model_from_its_config_has_the_weights_its_file_has(string spec)
    {
        bool withMtp = spec.EndsWith("-mtp", StringComparison.Ordinal);
        TensorLayout layout = ModelCatalog.Default.Get(spec).ToModel("Q4_K_M", withMtp: withMtp).Tensors;
        Dictionary<string, WeightShape> recorded = RecordedRecipes.All[spec].Weights;
        Assert.Equal(recorded.Keys.Order(), layout.Tensors.Select(t => t.Name).Order());
        Assert.All(layout.Tensors, t => Assert.Equal(recorded[t.Name].Shape, t.Shape));
    }

    [Theory]
    [MemberData(nameof(MeasuredFiles))]
    public void Every_measured_file_has_a_layout_of_about_its_size(string id, string quant, long bytes)
    {
        Model model = ModelCatalog.Default.Get(id).ToModel(quant, new ByteSize(bytes));
        Assert.NotEmpty(model.BoundedBecause);

        // a header is the only thing between a file's size and its tensors: at most 65 bytes a token of vocabulary
        long vocabulary = model.Tensors.Find("token_embd.weight")!.Shape.Ne1;
        Assert.InRange(model.Tensors.TotalSize.Bytes, bytes - 65 * vocabulary - bytes / 200, bytes + bytes / 200);
    }

    /// <summary>The log of https://github.com/ikawrakow/ik_llama.cpp/issues/737 (2025-08-28) tells 430 tensors of Moonlight's file: what its published
    /// count has besides isn't among them.</summary>
    [Fact]
    public void A_file_of_Moonlight_has_the_tensors_it_was_loaded_with() =>
        Assert.Equal(430, ModelCatalog.Default.Get("Moonlight-16B-A3B").ToModel("F16").Tensors.Tensors.Length);

    [Fact]
    public void A_model_of_the_guide_that_does_not_exist_says_so_and_names_the_nearest()
    {
        CatalogModel model = ModelCatalog.Default.Get("Qwen3.5-32B");
        Assert.True(model.Nominal);
        Assert.StartsWith("Qwen3.5 has no 32B; nearest: 27B, 35B-A3B.", model.Notice);
        Model planned = model.ToModel("Q4_K_M");
        Assert.True(planned.Nominal);
        Assert.Equal(ModelCatalog.Default.Get("Qwen3-32B").ToModel("Q4_K_M").Tensors.TotalSize, planned.Tensors.TotalSize);
    }

    [Theory]
    [InlineData("qwen3.5-27b")]
    [InlineData("Qwen/Qwen3.5-27B")]
    [InlineData("qwen3.5:27b")]
    [InlineData("Qwen3.5 27B")]
    [InlineData("Qwen3.5-27B-Instruct")]
    public void A_model_answers_however_its_name_is_put(string name) =>
        Assert.Equal("Qwen3.5-27B", ModelCatalog.Default.Find(name)?.Id);

    [Theory]
    [InlineData("Qwen3.5-72B", "of Qwen3.5 it has Qwen3.5-0.8B")]
    [InlineData("Lama-3.1-8B", "did you mean Llama-3.1-8B")]
    [InlineData("gemma-3-28b", "of Gemma 3 it has gemma-3-4b")]
    public void A_mistyped_name_gets_a_suggestion_and_another_size_those_there_are(string name, string said)
    {
        CatalogException e = Assert.Throws<CatalogException>(() => ModelCatalog.Default.Get(name));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_publishers_mix_takes_its_published_size_and_says_whose()
    {
        Model mix = ModelCatalog.Default.Get("Qwen3.5-27B").ToModel("UD-Q4_K_XL");
        Assert.Contains("unsloth", mix.BoundedBecause, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(mix.Tensors.TotalSize.Gibibytes, 16.3, 16.42); // published: 16.411 GiB with header
    }

    [Fact]
    public void A_recipe_named_as_such_is_exact()
    {
        Assert.Empty(ModelCatalog.Default.Get("Qwen3.5-27B").ToModel("recipe:Q4_K_M").BoundedBecause);
        Assert.Empty(ModelCatalog.Default.Get("Qwen3.5-27B").ToModel("i1-Q4_K_M").BoundedBecause);
    }

    [Fact]
    public void A_name_whose_published_file_the_recipe_reproduces_is_exact() => Assert.Empty(ModelCatalog.Default.Get("Llama-3.1-70B").ToModel("Q4_K_M").BoundedBecause);

    /// <summary>Qwen3.5-35B-A3B Q4_K_M as people download it: 18.49 GiB of Unsloth's first upload, 19.77 of bartowski's (the pages that
    /// published-files.json names), 20.60 as issues of 2026-07 report it. The recipe gives 19.70.</summary>
    [Fact]
    public void A_name_on_files_of_several_makes_is_bounded_by_all_of_them_and_planned_at_the_largest()
    {
        Model model = ModelCatalog.Default.Get("Qwen3.5-35B-A3B").ToModel("Q4_K_M");
        Assert.NotEmpty(model.BoundedBecause);
        Assert.True(model.WeightBounds!.Low.Gibibytes <= 18.49);
        Assert.True(model.WeightBounds.High.Gibibytes >= 20.60);
        Assert.InRange(model.Tensors.TotalSize.Gibibytes, 19.74, 19.78);
    }

    [Fact]
    public void A_name_without_a_published_file_is_bounded_by_what_publishers_do()
    {
        Model model = ModelCatalog.Default.Get("MiniMax-M2.5").ToModel("Q4_K_M");
        Assert.NotEmpty(model.BoundedBecause);
        Assert.True(model.WeightBounds!.Low < model.Tensors.TotalSize && model.WeightBounds.High > model.Tensors.TotalSize);
    }

    /// <summary>Nemotron-3-Nano-30B-A3B Q4_K_M is 22.96 GiB as published; its parameter count in Q4_K's 4.5 bits is 16.54.</summary>
    [Fact]
    public void Weights_known_as_a_count_only_are_bounded_by_what_rows_may_fall_back_to()
    {
        Assert.InRange(ModelCatalog.Default.Get("Nemotron-3-Nano-30B-A3B").ToModel("Q4_K_M").Tensors.TotalSize.Gibibytes / 22.96, 0.99, 1.01);
        const string Count = """{"models":[{"id":"Counted-30B","family":"Counted","sources":{"parameters":"my own"},"parameters":{"published":31577937344}}]}""";
        Model model = ModelCatalog.Default.With(Count, "counted.json").Get("Counted-30B").ToModel("Q4_K_M");
        Assert.NotEmpty(model.BoundedBecause);
        Assert.InRange(22.96, model.WeightBounds!.Low.Gibibytes, model.WeightBounds.High.Gibibytes);
        Assert.Equal(model.WeightBounds.High, model.Tensors.TotalSize);
    }

    [Fact]
    public void An_entry_without_shape_and_parameter_count_is_refused()
    {
        ModelCatalog own = ModelCatalog.Default.With("""{"models":[{"id":"Mine-1B","family":"Mine","sources":{"config":"my own"},"config":{"architectures":["MineForCausalLM"],"num_hidden_layers":2}}]}""", "mine.json");
        Assert.Contains("parameter count", Assert.Throws<CatalogException>(() => own.Get("Mine-1B").ToModel("Q4_K_M")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_llama_quantize_cannot_make_is_refused()
    {
        CatalogModel model = ModelCatalog.Default.Get("gpt-oss-20b");
        Assert.DoesNotContain(model.Recipes, r => r.FileType == FileType.Q1_0);
        Assert.Throws<CatalogException>(() => model.ToModel("Q1_0"));
    }

    [Fact]
    public void A_file_size_that_cannot_be_is_refused()
    {
        CatalogModel model = ModelCatalog.Default.Get("Qwen3.5-27B");
        Assert.Throws<CatalogException>(() => model.ToModel("Q4_K_M", ByteSize.FromGibibytes(1)));
        Assert.Throws<CatalogException>(() => model.ToModel("Q4_K_XXL"));
    }

    [Fact]
    public void A_users_own_model_joins_the_catalogue()
    {
        const string Json = """
            { "models": [ { "id": "My-7B", "family": "Mine", "sources": { "config": "my notes" },
              "config": { "architectures": "LlamaForCausalLM", "num_hidden_layers": 32, "hidden_size": 4096, "num_attention_heads": 32,
                "intermediate_size": 11008, "vocab_size": 32000, "max_position_embeddings": 4096, "tie_word_embeddings": false } } ] }
            """;
        ModelCatalog catalog = ModelCatalog.Default.With(Json, "mine.json");
        Assert.Equal(ModelCatalog.Default.Get("Llama-2-7B").ParameterCount, catalog.Get("my-7b").ParameterCount);
        Assert.NotNull(catalog.Find("Qwen3.5-27B"));
        Assert.Null(ModelCatalog.Default.Find("my-7b"));
    }

    [Fact]
    public void A_second_file_of_the_users_adds_to_the_first()
    {
        const string One = """{ "models": [ { "id": "my-one", "family": "Mine", "sources": { "x": "y" }, "standIn": "Llama-2-7B", "nominal": true, "nearest": [ "Llama-2-7B" ] } ] }""";
        ModelCatalog catalog = ModelCatalog.Default.With(One, "one.json").With(One.Replace("my-one", "my-two", StringComparison.Ordinal), "two.json");
        Assert.NotNull(catalog.Find("my-one"));
        Assert.NotNull(catalog.Find("my-two"));
    }

    [Fact]
    public void All_problems_of_a_users_file_are_told_at_once()
    {
        const string Json = """
            { "models": [ { "id": "A", "family": "F" }, { "family": "F" },
              { "id": "B", "family": "F", "nominal": true, "sources": { "x": "y" }, "nearest": [ "Nowhere-1B" ] },
              { "id": "C", "family": "F", "sources": { "x": "y" }, "config": { "architectures": "LlamaForCausalLM", "hidden_size": 64 } } ] }
            """;
        CatalogException e = Assert.Throws<CatalogException>(() => ModelCatalog.Default.With(Json, "mine.json"));
        foreach (string part in (string[])["needs an \"id\"", "no source", "Nowhere-1B", "needs a stand-in", "block_count is missing"])
        {
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"models\": 3 }")]
    [InlineData("{ \"models\": [ 3 ] }")]
    public void A_users_file_that_is_no_catalogue_is_refused(string json) =>
        Assert.Throws<CatalogException>(() => ModelCatalog.Default.With(json, "mine.json"));

    private static long Elements(Model model) =>
        model.Tensors.Tensors.Where(t => !t.Name.StartsWith("rope_", StringComparison.Ordinal)).Sum(t => t.Shape.Elements);
}
