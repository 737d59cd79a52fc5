using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Serving;

/// <summary>A repository that stores a model's linear layers in another format than 16 bits.</summary>
/// <param name="ModelId">The model in the catalogue.</param>
/// <param name="Format">The format.</param>
/// <param name="Repository">Owner and name on the Hub.</param>
/// <param name="Parts">Parts kept in another format.</param>
/// <param name="Released">Whether it is the model's own repository, so that there is none at 16 bits.</param>
public sealed record Checkpoint(string ModelId, WeightFormat Format, string Repository, ImmutableArray<CheckpointPart> Parts, bool Released)
{
    private const string Table = "checkpoints.csv";

    private static readonly Lazy<ImmutableArray<Checkpoint>> Embedded = new(() => Read([]));

    /// <summary>The repository of a model in a format, or null when LocalRig knows none.</summary>
    public static Checkpoint? Find(string modelId, WeightFormat format) => Embedded.Value.FirstOrDefault(c => c.ModelId == modelId && c.Format == format);

    /// <summary>The repository of that name for a model, or null when LocalRig doesn't know it.</summary>
    public static Checkpoint? Named(string modelId, string repository) =>
        Embedded.Value.FirstOrDefault(c => c.ModelId == modelId && c.Repository.Equals(repository, StringComparison.OrdinalIgnoreCase));

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

    private static ImmutableArray<CheckpointPart> PartsOf(CsvRow row)
    {
        ImmutableArray<CheckpointPart>.Builder parts = ImmutableArray.CreateBuilder<CheckpointPart>();
        foreach (string text in row["parts"].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (CheckpointPart.Parse(text) is { } part)
            {
                parts.Add(part);
            }
            else
            {
                row.Problem($"\"{text}\" is no part with a format");
            }
        }

        return parts.ToImmutable();
    }

    private static ImmutableArray<Checkpoint> Read(List<string> problems)
    {
        ImmutableArray<Checkpoint>.Builder all = ImmutableArray.CreateBuilder<Checkpoint>();
        foreach (CsvRow row in CsvTable.Rows(Table, CarriedFile.Text($"serving/{Table}"), problems))
        {
            bool released = row.Choice("released", "yes", "no") == "yes";
            string format = row["format"];
            row.Address("source");
            row.Needed("date");
            if ((format == WeightFormat.Other.Name ? WeightFormat.Other : WeightFormat.Find(format)) is { } known)
            {
                all.Add(new Checkpoint(row.Needed("model"), known, row.Needed("repository"), PartsOf(row), released));
            }
            else
            {
                row.Problem($"\"{format}\" is no known format");
            }
        }

        return all.ToImmutable();
    }
}
