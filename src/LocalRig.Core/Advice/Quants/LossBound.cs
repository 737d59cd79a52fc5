using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LocalRig.Catalog;
using LocalRig.Evidence;
using LocalRig.Quantization;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Advice.Quants;

/// <summary>How much a quantization may diverge from the unquantized model and still be as good for most purposes (<c>data/advice/limits.csv</c>).</summary>
public static class LossBound
{
    private static readonly Lazy<double> Carried = new(() => CsvTable.Rows("advice/limits.csv").First(r => r["limit"] == "loss").Number("value") ?? 0);
    private static readonly ConditionalWeakTable<CatalogModel, string> Kept = [];

    /// <summary>Mean divergence, in nats.</summary>
    public static double Nats => Carried.Value;

    /// <summary>The measurements that count of some about one model: those of independent measurers, or vendors' where there are no others.</summary>
    public static IEnumerable<QualityMeasurement> Heard(IEnumerable<QualityMeasurement> measured)
    {
        QualityMeasurement[] divergences = [.. measured.Where(m => m.Metric == QualityMeasurement.MeanDivergence)];
        QualityMeasurement[] independent = [.. divergences.Where(m => !m.IsVendor)];
        return independent.Length > 0 ? independent : divergences;
    }

    /// <summary>What was measured of a model's files; where nobody measured how far they diverge, of the model whose shape it has, whose tensors a recipe treats
    /// alike. Each measurement names its model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ledger">Measurements.</param>
    public static ImmutableArray<QualityMeasurement> Measured(CatalogModel model, QualityLedger ledger)
    {
        ImmutableArray<QualityMeasurement> own = [.. ledger.Of(model.Id)];
        return model.Base is { } other && !own.Any(m => m.Metric == QualityMeasurement.MeanDivergence) ? [.. own, .. ledger.Of(other.Id)] : own;
    }

    /// <summary>The measurement that makes a quantization good enough: its worst, where even that is within the bound; null where nobody measured it or it isn't.</summary>
    /// <param name="quantization">A recipe or a publisher's mix.</param>
    /// <param name="measured">What was measured of the model.</param>
    public static QualityMeasurement? Within(string quantization, IEnumerable<QualityMeasurement> measured) =>
        Heard(measured).Where(m => m.IsOf(quantization)).MaxBy(m => m.Value) is { } worst && worst.Value <= Nats ? worst : null;

    /// <summary>The smallest quantization of a model that was measured to be good enough, by the ledger this build carries; null where there is none.</summary>
    internal static string? Smallest(CatalogModel model)
    {
        string found = Kept.GetValue(model, static m => Find(m, QualityLedger.Default) ?? "");
        return found.Length > 0 ? found : null;
    }

    private static string? Find(CatalogModel model, QualityLedger ledger)
    {
        ImmutableArray<QualityMeasurement> measured = Measured(model, ledger);
        return Heard(measured).Select(m => QuantChoice.TryParse(m.Quant)).OfType<QuantChoice>().Select(c => c.IsMix ? c.Name : c.Recipe.Name).Distinct()
            .Where(q => Within(q, measured) is not null && (QuantRecipe.TryParse(q, out _) || HasFile(model, q)))
            .Select(q => (Name: q, Size: Size(model, q))).Where(q => q.Size is not null)
            .OrderBy(q => q.Size!.Value).Select(q => q.Name).FirstOrDefault();
    }

    /// <summary>Whether a publisher's mix has a size somebody published; without one its bytes are a guess.</summary>
    private static bool HasFile(CatalogModel model, string mix) => model.Catalog is { } catalog && catalog.PublishedFilesOf(model, mix).Any();

    private static ByteSize? Size(CatalogModel model, string quantization)
    {
        try
        {
            return model.ToModel(quantization).Tensors.TotalSize;
        }
        catch (CatalogException)
        {
            return null;
        }
    }
}
