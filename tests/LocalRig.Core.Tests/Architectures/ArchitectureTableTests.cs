using System.Text;
using LocalRig.Architectures;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>What docs/engines.md says of each architecture is what LocalRig does with it.</summary>
public sealed class ArchitectureTableTests
{
    private const string Begin = "<!-- written by ArchitectureTableTests -->";
    private const string End = "<!-- end -->";

    private static string Document => Path.Combine(TestData.Root, "docs", "engines.md");

    private static string[] Names => File.ReadAllLines(Path.Combine(TestData.Root, "tests", "data", "architectures", "llama.cpp-0.7.0.txt"));

    [Fact]
    public void The_table_names_every_architecture_of_the_engine()
    {
        string whole = File.ReadAllText(Document);
        int begin = whole.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = whole.IndexOf(End, StringComparison.Ordinal);
        string table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Document, whole[..begin] + table + whole[end..]);
            return;
        }

        Assert.Equal(table, whole[begin..end]);
    }

    [Fact]
    public void Every_known_architecture_is_one_of_the_engines() => Assert.Empty(ArchitectureReader.KnownNames.Except(Names));

    [Fact]
    public void Every_row_of_traits_was_compared_with_the_real_engine() =>
        Assert.Empty(BlockTraitsTable.Families.Select(static f => f.Name).Except(ArchitectureSamples.All.Select(static s => s.Architecture)));

    private static string Table()
    {
        StringBuilder table = new("\n| architecture | LocalRig |\n|---|---|\n");
        foreach (string name in Names)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{name}` | {Says(name)} |\n");
        }

        return table.ToString();
    }

    private static string Says(string name) =>
        name == "minimax-m3" ? "exact at load, bounds in use"
        : ArchitectureReader.KnownNames.Contains(name) ? "exact"
        : FamilyTable.Find(name) is not null ? "weights exact, the rest bounds"
        : "bounds";
}
