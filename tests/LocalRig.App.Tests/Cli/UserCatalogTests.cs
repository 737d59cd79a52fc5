using LocalRig.Local.Sources;
using LocalRig.App.Tests.Sources;
using LocalRig.Catalog;
using LocalRig.Contract;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Catalogue files of the user's own.</summary>
public sealed class UserCatalogTests
{
    private const string Mine = """{ "models": [ { "id": "my-7b", "family": "Mine", "sources": { "x": "y" }, "standIn": "Llama-2-7B", "nominal": true, "nearest": [ "Llama-2-7B" ] } ] }""";

    [Fact]
    public void Models_of_a_users_file_are_found_beside_ours()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "mine.json");
        File.WriteAllText(file, Mine);
        ModelCatalog catalog = UserCatalog.Load([file]);
        Assert.NotNull(catalog.Find("my-7b"));
        Assert.NotNull(catalog.Find("Qwen3.5-27B"));
    }

    [Fact]
    public void A_file_that_is_missing_or_wrong_is_one_clear_error()
    {
        using TemporaryFolder folder = new();
        string wrong = Path.Combine(folder.Path, "wrong.json");
        File.WriteAllText(wrong, "{ \"models\": [ { \"id\": \"A\", \"family\": \"F\" } ] }");
        Assert.Contains("no source", Assert.Throws<RequestException>(() => UserCatalog.Load([wrong])).Combined.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.json", Assert.Throws<RequestException>(() => UserCatalog.Load([Path.Combine(folder.Path, "nowhere.json")])).Combined.Message, StringComparison.Ordinal);
    }
}
