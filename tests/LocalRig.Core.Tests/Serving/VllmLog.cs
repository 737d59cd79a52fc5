using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Runtimes;
using LocalRig.Serving;

namespace LocalRig.Core.Tests.Serving;

/// <summary>One row of tests/data/serving/vllm-logs.csv.</summary>
internal sealed record VllmLog(string ModelId, WeightFormat Format, bool CacheInFp8, Parallelism Parallelism, int Context, double? LoadedGib, double? PoolGib, long? Tokens, string Source)
{
    public Model Model => ModelCatalog.Default.Get(ModelId).ToModel("BF16");

    public static IEnumerable<VllmLog> All => File.ReadLines(TestData.Path("serving/vllm-logs.csv")).Skip(1).Select(line =>
    {
        string[] cells = line.Split(',');
        return new VllmLog(
            cells[0], WeightFormat.Find(cells[1])!, cells[2] == "fp8", new(int.Parse(cells[3], CultureInfo.InvariantCulture), int.Parse(cells[4], CultureInfo.InvariantCulture)),
            int.Parse(cells[5], CultureInfo.InvariantCulture), Number(cells[6]), Number(cells[7]), (long?)Number(cells[8]), cells[10]);
    });

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);
}
