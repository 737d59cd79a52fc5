using LocalRig.Catalog;
using LocalRig.Devices;
using Xunit;

namespace LocalRig.Core.Tests.Catalog;

/// <summary>What is read for one model or device alone is what stands among all.</summary>
public sealed class ReadWhenNeededTests
{
    [Fact]
    public void A_model_asked_for_by_its_id_is_the_one_among_all()
    {
        ModelCatalog fresh = new();
        List<CatalogModel?> alone = [.. ModelCatalog.Default.Models.Select(m => fresh.Named(m.Id))];
        Assert.Equal(fresh.Models, alone);
        Assert.Equal(ModelCatalog.Default.Models.Select(m => m.Id), fresh.Models.Select(m => m.Id));
    }

    [Fact]
    public void Every_id_is_found_in_its_family_without_the_others() =>
        Assert.All(ModelCatalog.Default.Models, m => Assert.NotNull(new ModelCatalog().Sooner(m.Id)));

    [Fact]
    public void A_name_in_other_letters_or_an_alias_finds_the_same_before_and_after_all_are_read()
    {
        ModelCatalog fresh = new();
        Assert.Same(fresh.Find("Qwen3.5-27B"), fresh.Find("qwen3.5-27b"));
        Assert.Null(fresh.Named("qwen3.5-27b"));
        Assert.Null(fresh.Find("no-such-model"));
    }

    [Fact]
    public void The_downloads_of_a_model_are_its_lines_of_the_list() =>
        Assert.All(ModelCatalog.Default.Models, m =>
            Assert.Equal(ModelCatalog.Downloads.Where(d => d.Model == m.Id), ModelCatalog.DownloadEntries().Of(m.Id)));

    [Fact]
    public void The_published_files_of_a_model_are_its_lines_of_the_list() =>
        Assert.All(ModelCatalog.Default.Models, m =>
            Assert.Equal(ModelCatalog.Default.Files.Where(f => f.Model == m.Id), ModelCatalog.PublishedEntries().Of(m.Id)));

    [Fact]
    public void Who_asks_for_many_models_gets_the_same_as_who_asks_for_one()
    {
        ModelEntries<Download> often = ModelCatalog.DownloadEntries();
        Assert.All(ModelCatalog.Default.Models, m => Assert.Equal(ModelCatalog.DownloadEntries().Of(m.Id), often.Of(m.Id)));
    }

    [Fact]
    public void A_device_asked_for_by_its_id_is_the_one_among_all() =>
        Assert.All(DeviceCatalog.Default.All, d => Assert.Same(d, DeviceCatalog.Default.Find(d.Id)));

    [Fact]
    public void Devices_with_a_word_in_a_name_are_among_those_with_it_in_their_row() =>
        Assert.All(DeviceCatalog.Default.All, d => Assert.Contains(d, DeviceCatalog.Default.WithText([d.Product.ToUpperInvariant().Split(' ')[0]])));
}
