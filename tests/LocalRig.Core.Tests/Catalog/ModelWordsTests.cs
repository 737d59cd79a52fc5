using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;
using LocalRig.Catalog;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>Models as people write and paste them (tests/data/words/models.tsv; the README beside it explains the columns).</summary>
public sealed class ModelWordsTests
{
    public static TheoryData<string, string, string> References()
    {
        TheoryData<string, string, string> references = [];
        foreach (string[] line in File.ReadLines(TestData.Path("words", "models.tsv")).Select(l => l.Split('\t')))
        {
            references.Add(line[0], line[1], line[2]);
        }

        return references;
    }

    [Theory]
    [MemberData(nameof(References))]
    public void A_reference_means_what_its_registry_means(string words, string id, string quant)
    {
        (CatalogModel Model, ModelName Name)? understood = ModelCatalog.Default.Understand(words);
        if (id.Length == 0)
        {
            Assert.Null(understood);
            return;
        }

        Assert.Matches(new Regex($"^(?:{id})$"), Assert.NotNull(understood).Model.Id);
        Assert.Equal(quant, understood.Value.Name.Quant ?? "", ignoreCase: true);
    }

    /// <summary>Any model of the catalogue by its id, with any recipe, however they are joined and whoever publishes it.</summary>
    [Fact]
    public void Every_model_is_found_with_every_recipe_however_it_is_written()
    {
        CatalogModel[] models = [.. ModelCatalog.Default.Models];
        QuantRecipe[] recipes = [.. QuantRecipe.All];
        string[] forms = ["{0} {1}", "{0}:{1}", "{0}-{1}.gguf", "hf.co/someone/{0}-GGUF:{1}", "{0}-UD-{1}", "https://huggingface.co/someone/{0}-GGUF/resolve/main/{1}/{0}-{1}-00001-of-00002.gguf"];
        Gen.Select(Of(models), Of(recipes), Of(forms), Gen.Bool).Sample((model, recipe, form, small) =>
        {
            string words = string.Format(form, model.Id, small ? recipe.Name.ToLowerInvariant() : recipe.Name);
            (CatalogModel found, ModelName name) = Assert.NotNull(ModelCatalog.Default.Understand(words));
            Assert.Equal(model.Id, found.Id);
            Assert.EndsWith(recipe.Name, name.Quant, StringComparison.OrdinalIgnoreCase);
        }, iter: 5000);
    }

    /// <summary>A name with another number in it is another model: refused, or one that has exactly this number.</summary>
    [Fact]
    public void Another_number_is_never_answered_with_this_model()
    {
        CatalogModel[] models = [.. ModelCatalog.Default.Models.Where(m => m.Id.Any(char.IsAsciiDigit))];
        Gen.Select(Of(models), Gen.Int[0, 9], Gen.Int[0, 100]).Sample((model, digit, place) =>
        {
            int[] places = [.. Enumerable.Range(0, model.Id.Length).Where(i => char.IsAsciiDigit(model.Id[i]))];
            int at = places[place % places.Length];
            string other = $"{model.Id[..at]}{digit}{model.Id[(at + 1)..]}";
            CatalogModel? found = ModelCatalog.Default.Find(other);
            Assert.True(found is null || found.Id != model.Id || other == model.Id || model.Aliases.Contains(other), $"{other} was taken for {found?.Id}");
        }, iter: 5000);
    }

    [Theory]
    [InlineData("Qwen3.5-27B-abliterated", "It has Qwen3.5-27B; whether this one has its shape only its own file tells.")]
    [InlineData("Qwen3.5-28B", "of Qwen3.5 it has Qwen3.5-0.8B")]
    public void What_is_another_model_is_refused_with_what_there_is(string words, string said) =>
        Assert.Contains(said, Assert.Throws<CatalogException>(() => ModelCatalog.Default.Get(words)).Message, StringComparison.Ordinal);

    [Fact]
    public void Long_and_odd_texts_are_refused_at_once()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Null(ModelCatalog.Default.Find(new string('q', 100_000)));
        Assert.Null(ModelCatalog.Default.Find("a\0b\u001b[31m:"));
        Assert.Null(ModelCatalog.Default.Find(":::///"));
        Assert.Null(ModelCatalog.Default.Find(""));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"took {watch.Elapsed}");
    }

    private static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
