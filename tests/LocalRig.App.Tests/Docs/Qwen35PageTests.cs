using LocalRig.Core.Tests.House;
using Xunit;

namespace LocalRig.App.Tests.Docs;

/// <summary>docs/qwen3.5.md is what the commands answer today; eng/qwen3.5-page writes it anew.</summary>
public sealed class Qwen35PageTests
{
    [Fact]
    public async Task The_page_is_what_the_commands_answer()
    {
        string path = Path.Combine(Repository.Root, "docs", "qwen3.5.md");
        string page = await Qwen35Page.WriteAsync(Repository.Root);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal((await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), page);
    }
}
