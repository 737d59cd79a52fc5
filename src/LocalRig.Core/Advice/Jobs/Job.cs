using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Tables;

namespace LocalRig.Advice.Jobs;

/// <summary>What a model is wanted for, and what that asks of a machine (<c>data/advice/jobs.csv</c>).</summary>
/// <param name="Name">The job's word: <c>coding</c>.</param>
/// <param name="Words">The same in a few words.</param>
/// <param name="Context">Tokens of context that must fit.</param>
/// <param name="Least">Tokens per second of an answer below which a model is picked only where nothing is faster.</param>
/// <param name="Enough">Tokens per second of an answer that will do; what is slower comes after what isn't.</param>
/// <param name="Quick">Tokens per second of an answer beyond which more gains nothing worth naming.</param>
/// <param name="Reading">Tokens per second of a prompt that will do; 0 where that doesn't matter.</param>
/// <param name="Pictures">Whether the model must take pictures.</param>
public sealed record Job(string Name, string Words, int Context, double Least, double Enough, double Quick, double Reading, bool Pictures)
{
    private static readonly Lazy<ImmutableArray<Job>> Table = new(() => [.. Rows([])]);
    private static readonly Lazy<ImmutableHashSet<string>> Seeing = new(() => [.. CsvTable.Rows("advice/pictures.csv").Select(r => r["model"])]);

    /// <summary>Every job, what nobody named first.</summary>
    public static ImmutableArray<Job> All => Table.Value;

    /// <summary>What is meant where nobody says what for.</summary>
    public static Job General => All[0];

    /// <summary>The job of a word; null for a word that is none.</summary>
    public static Job? Find(string word) => All.FirstOrDefault(j => j.Name.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything wrong with the table; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        _ = Rows(problems).Count();
        return [.. problems];
    }

    /// <summary>Whether a model can do it at all: it was trained for the context, and takes pictures where there are some.</summary>
    public bool IsFor(CatalogModel model) => (model.ContextLength == 0 || model.ContextLength >= Context) && (!Pictures || Seeing.Value.Contains(model.Id));

    /// <summary>Whether a plan's speeds will do.</summary>
    public bool IsFastEnough(MemoryPlan plan) =>
        plan.Forecast is { } forecast && forecast.Decode.TokensPerSecond >= Enough && forecast.Prefill.TokensPerSecond >= Reading;

    private static IEnumerable<Job> Rows(List<string> problems) =>
        CsvTable.Rows("jobs.csv", CarriedFile.Text("advice/jobs.csv"), problems).Select(r => new Job(
            r.Needed("job"), r.Needed("words"), (int)(r.Number("context") ?? 0), r.Number("least") ?? 0, r.Number("enough") ?? 0, r.Number("quick") ?? 0, r.Number("reading") ?? 0,
            r.Choice("pictures", "yes", "no") == "yes"));
}
