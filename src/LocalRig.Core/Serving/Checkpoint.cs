using System.Collections.Immutable;

namespace LocalRig.Serving;

/// <summary>A repository that stores a model's linear layers in another format than 16 bits.</summary>
/// <param name="ModelId">The model in the catalogue.</param>
/// <param name="Format">The format.</param>
/// <param name="Repository">Owner and name on the Hub.</param>
/// <param name="Released">Whether it is the model's own repository, so that there is none at 16 bits.</param>
public sealed record Checkpoint(string ModelId, WeightFormat Format, string Repository, bool Released)
{
    private const string Table = "checkpoints.csv";

    private static readonly Lazy<ImmutableArray<Checkpoint>> Embedded = new(() => Read([]));

    /// <summary>The repository of a model in a format, or null when LocalRig knows none.</summary>
    public static Checkpoint? Find(string modelId, WeightFormat format) => Embedded.Value.FirstOrDefault(c => c.ModelId == modelId && c.Format == format);

    /// <summary>The model's own repository where that isn't at 16 bits, else null.</summary>
    public static Checkpoint? ReleasedAs(string modelId) => Embedded.Value.FirstOrDefault(c => c.ModelId == modelId && c.Released);

    /// <summary>Models the table names, for tests.</summary>
    internal static IEnumerable<string> Models => Embedded.Value.Select(c => c.ModelId);

    /// <summary>Everything wrong with the table.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(problems);
        return [.. problems];
    }

    private static ImmutableArray<Checkpoint> Read(List<string> problems)
    {
        ImmutableArray<Checkpoint>.Builder all = ImmutableArray.CreateBuilder<Checkpoint>();
        foreach (string[] cells in ServingTable.Rows(Table, [0, 1, 2, 3, 4, 5], problems))
        {
            if ((cells[1] == WeightFormat.Other.Name ? WeightFormat.Other : WeightFormat.Find(cells[1])) is { } format && cells[3] is ("yes" or "no"))
            {
                all.Add(new Checkpoint(cells[0], format, cells[2], cells[3] == "yes"));
            }
            else
            {
                problems.Add($"{Table}: '{cells[0]}' has no known format, or its release is neither yes nor no.");
            }
        }

        return all.ToImmutable();
    }
}
