using PublicApiGenerator;
using Xunit;

namespace LocalRig.Core.Tests.House;

/// <summary>What other programs may use of the core, recorded in docs/public-surface.txt: a change of it is seen in review. After one that is
/// meant, run the tests with UPDATE_GOLDEN=1 and commit the file.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void It_is_what_was_recorded()
    {
        string path = Path.Combine(Repository.Root, "docs", "public-surface.txt");
        string surface = typeof(Questions.Desk).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, surface);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), surface);
    }
}
