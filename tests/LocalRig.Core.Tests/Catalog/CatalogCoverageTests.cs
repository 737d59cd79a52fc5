using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>That the catalogue holds what people run, and every entry can be used.</summary>
public sealed class CatalogCoverageTests
{
    public static TheoryData<string> Models => [.. ModelCatalog.Default.Models.Where(m => !m.Nominal).Select(m => m.Id)];

    public static TheoryData<string, string, string, long> ListedSizes =>
        [.. ModelCatalog.Downloads.Where(d => d is { Format: "gguf", Size: not null }).Select(d => (d.Model, d.Repository, d.Quant, d.Size!.Value.Bytes))];

    [Fact]
    public void The_catalogue_holds_400_models_that_exist() => Assert.True(ModelCatalog.Default.Models.Count(m => !m.Nominal) >= 400);

    /// <summary>Whoever chooses wants to know how old a model is and whether a business may use it: both with a source, the day to the day.</summary>
    [Fact]
    public void Every_model_to_choose_from_has_a_day_of_release_and_a_licence_each_with_a_source() =>
        Assert.All(ModelCatalog.Default.Offered.Where(m => !m.Nominal), m =>
        {
            Assert.True(DateOnly.TryParseExact(m.Released, "yyyy-MM-dd", out DateOnly day) && day > new DateOnly(2022, 11, 30), $"{m.Id}: released {m.Released}");
            Assert.True(m.License.Length > 0 && LicenseTerms.BusinessUse(m.License).Length > 0, $"{m.Id}: licence {m.License}");
            Assert.True(m.Sources.GetValueOrDefault("released", "").Length > 0, $"{m.Id} says not where its day stands");
            Assert.StartsWith("https://", m.Sources.GetValueOrDefault("license", ""), StringComparison.Ordinal);
        });

    /// <summary>A shape in a GGUF header's words plans like one in a config's: the same tensors for the same model.</summary>
    [Fact]
    public void A_shape_may_be_given_in_a_headers_words()
    {
        const string Header = """{"models":[{"id":"Mine-8B","family":"Mine","sources":{"config":"my own"},"header":{"architecture":"qwen3","block_count":36,"embedding_length":4096,"feed_forward_length":12288,"attention.head_count":32,"attention.head_count_kv":8,"attention.key_length":128,"attention.value_length":128,"vocab_size":151936,"context_length":40960}}]}""";
        CatalogModel mine = ModelCatalog.Default.With(Header, "mine.json").Get("Mine-8B");
        CatalogModel theirs = ModelCatalog.Default.Get("Qwen3-8B");
        Assert.Equal(theirs.ToModel("Q4_K_M").Tensors.Tensors.Select(t => (t.Name, t.Type, t.Shape)), mine.ToModel("Q4_K_M").Tensors.Tensors.Select(t => (t.Name, t.Type, t.Shape)));
        Assert.Equal(40960, mine.ContextLength);
    }

    /// <summary>A name people say for every family of the last years, and the model it must be.</summary>
    [Theory]
    [InlineData("gemma-4-12b", "gemma-4-12B")]
    [InlineData("gemma2:27b", "gemma-2-27b")]
    [InlineData("google/gemma-3n-E4B-it", "gemma-3n-E4B")]
    [InlineData("seed-oss-36b", "Seed-OSS-36B")]
    [InlineData("allenai/OLMo-2-1124-13B-Instruct", "OLMo-2-13B")]
    [InlineData("granite-4.1-8b", "granite-4.1-8b")]
    [InlineData("hf.co/unsloth/Kimi-K3-GGUF", "Kimi-K3")]
    [InlineData("mistralai/Devstral-2-123B-Instruct-2512", "Devstral-2-123B")]
    [InlineData("EXAONE 4.0 32B", "EXAONE-4.0-32B")]
    [InlineData("codellama:13b", "CodeLlama-13B")]
    [InlineData("yi-1.5 34b", "Yi-1.5-34B")]
    [InlineData("hermes 4 14b", "Hermes-4-14B")]
    [InlineData("deepseek-ai/DeepSeek-V3-0324", "DeepSeek-V3-0324")]
    [InlineData("ministral-3:3b", "Ministral-3-3B")]
    [InlineData("mimo-7b", "MiMo-7B")]
    public void A_name_finds_its_model(string words, string id) => Assert.Equal(id, ModelCatalog.Default.Find(words)?.Id);

    /// <summary>Where only a rounded count is published, the computed one rounds to it: its last digit that isn't 0 is the rounding.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void A_rounded_count_is_the_computed_one_rounded(string id)
    {
        CatalogModel model = ModelCatalog.Default.Get(id);
        long nominal = model.Parameters.Nominal ?? model.ParameterCount;
        long unit = 1;
        while (nominal % (unit * 10) == 0)
        {
            unit *= 10;
        }

        Assert.InRange(model.ParameterCount, nominal - unit / 2, nominal + unit / 2);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_plans_with_8k_and_with_its_whole_context(string id)
    {
        CatalogModel listed = ModelCatalog.Default.Get(id);
        Model model = listed.ToModel(listed.Recipes.Any(r => r.Name == "Q4_K_M") ? "Q4_K_M" : listed.Recipes.First().Name);
        Rig rig = new() { Name = "large", Devices = [], Host = new Host { Memory = ByteSize.FromGibibytes(1 << 20) } };
        foreach (int context in (int[])[8192, Math.Max(listed.ContextLength, 8192)])
        {
            MemoryPlan plan = new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Sketch(model, new PlanQuestion { Workload = new Workload { Context = context } }, rig);
            Assert.True(plan.Total.Bytes >= model.Tensors.TotalSize.Bytes * 99 / 100, $"{plan.Total} of {model.Tensors.TotalSize}");
        }
    }

    [Fact]
    public void Every_download_is_of_a_model_in_the_catalogue_and_says_where_it_is_listed() =>
        Assert.All(ModelCatalog.Downloads, d =>
        {
            Assert.Equal(d.Model, ModelCatalog.Default.Get(d.Model).Id);
            Assert.Equal(2, d.Repository.Split('/').Length);
            Assert.StartsWith("https://github.com/", d.Source, StringComparison.Ordinal);
            Assert.True(d.File.Length == 0 || d.File.EndsWith(".gguf", StringComparison.Ordinal));
        });

    /// <summary>Sizes others published are near what is computed, or the file is another model's. Mixes of a publisher's own make (UD-…) are left
    /// out: they give single tensors any type.</summary>
    [Theory]
    [MemberData(nameof(ListedSizes))]
    public void A_listed_file_has_about_the_computed_size(string id, string repository, string quant, long bytes)
    {
        CatalogModel model = ModelCatalog.Default.Get(id);
        if (QuantChoice.TryParse(quant) is not { IsMix: false } choice || !model.Recipes.Contains(choice.Recipe) || model.NativeExperts is not null)
        {
            return; // MXFP4 files keep the released type
        }

        Model made = model.ToModel("recipe:" + choice.Recipe.Name);
        double low = made.WeightBounds?.Low.Bytes ?? made.Tensors.TotalSize.Bytes;
        double high = made.WeightBounds?.High.Bytes ?? made.Tensors.TotalSize.Bytes;
        Assert.True(bytes > low * 0.75 && bytes < high * 1.3 + 1e8, $"{repository} {quant}: {bytes} beside {low} to {high}");
    }

    [Fact]
    public void Abilities_are_of_models_in_the_catalogue_and_known_ones_are_right()
    {
        Assert.All(ModelCatalog.Abilities, a => Assert.NotNull(ModelCatalog.Default.Named(a.Key)));
        Assert.True(ModelCatalog.Abilities.Count >= 200);
        Assert.Equal("optional", ModelCatalog.Abilities["Qwen3.6-27B"].Thinks);
        Assert.True(ModelCatalog.Abilities["gemma-4-E4B"].Hears);
        Assert.Equal("no", LicenseTerms.BusinessUse("CC-BY-NC-4.0"));
    }

    [Fact]
    public void An_entry_on_anothers_shape_has_its_weights_and_its_own_context()
    {
        ModelCatalog own = ModelCatalog.Default.With(
            """{"models":[{"id":"Mine-8B","family":"Mine","sources":{"config":"my own"},"shapeOf":"Llama-3.1-8B","config":{"max_position_embeddings":4096}}]}""", "mine.json");
        Assert.Equal(ModelCatalog.Default.Get("Llama-3.1-8B").ParameterCount, own.Get("Mine-8B").ParameterCount);
        Assert.Equal(4096, own.Get("Mine-8B").ContextLength);
        CatalogException unknown = Assert.Throws<CatalogException>(() =>
            ModelCatalog.Default.With("""{"models":[{"id":"Mine-8B","family":"Mine","sources":{"config":"my own"},"shapeOf":"Nowhere-8B"}]}""", "mine.json"));
        Assert.Contains("'Nowhere-8B', is not in the catalogue", unknown.Message, StringComparison.Ordinal);
    }
}
