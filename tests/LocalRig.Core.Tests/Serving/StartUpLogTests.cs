using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Serving;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Serving;

/// <summary>serve against start-up logs of 2026 that others published. Half of them were drawn to be set aside before any was compared; docs/serving.md tells how far they were.</summary>
public class StartUpLogTests
{
    private const double WeightTolerance = 0.01;
    private const double Narrow = 0.15;
    private const double Rounding = 0.005; // GiB are printed to two digits

    [Fact]
    public void There_are_forty_logs_and_half_of_them_are_set_aside()
    {
        Assert.True(StartUpLog.All.Length >= 40);
        Assert.Equal(StartUpLog.All.Length / 2, StartUpLog.All.Count(l => l.HeldBack));
        Assert.All(StartUpLog.All, l => Assert.StartsWith("https://", l["source"], StringComparison.Ordinal));
        Assert.All(StartUpLog.All, l => Assert.StartsWith("2026", l["date"], StringComparison.Ordinal));
    }

    /// <summary>How many were right, and by name which were not and by how much.</summary>
    [Theory]
    [InlineData(false, "8 of 15", "11 of 15", "11 of 15")]
    [InlineData(true, "10 of 15", "5 of 13", "10 of 12")]
    public void Weights_are_within_one_percent_and_pools_within_their_bounds_as_often_as_the_documentation_says(bool held, string weights, string pools, string narrow)
    {
        List<string> misses = [];
        (int Right, int All) loaded = default;
        (int Right, int All) inside = default;
        (int Right, int All) width = default;
        foreach (StartUpLog log in StartUpLog.All.Where(l => l.HeldBack == held && l.IsPlanned))
        {
            if (log.TryPlan(out ServingPlan? plan) is { } refused)
            {
                Count(ref loaded, false, $"{log.Name}: {refused}");
                Count(ref inside, false, $"{log.Name}: {refused}");
                continue;
            }

            if (log.Loaded is double printed)
            {
                Count(ref loaded, printed >= plan!.Ranks[0].Weights.Low.Gibibytes * (1 - WeightTolerance) && printed <= plan!.Ranks[0].Weights.High.Gibibytes * (1 + WeightTolerance), $"{log.Name}: loaded {Text(plan!.Ranks[0].Weights)}, printed {printed}");
            }

            if (log.PoolOf(plan!) is { } pool)
            {
                Count(ref inside, pool.Printed >= pool.Low - Rounding && pool.Printed <= pool.High + Rounding, string.Create(CultureInfo.InvariantCulture, $"{log.Name}: {pool.What} {pool.Low:0.##} to {pool.High:0.##}, printed {pool.Printed:0.##}"));
                Count(ref width, (pool.High - pool.Low) / 2 <= Narrow * pool.Likely, string.Create(CultureInfo.InvariantCulture, $"{log.Name}: bounds of ±{(pool.High - pool.Low) / 2 / pool.Likely:0.0%}"));
            }
        }

        Assert.True((weights, pools, narrow) == (Said(loaded), Said(inside), Said(width)), $"{Said(loaded)}, {Said(inside)}, {Said(width)}\n{string.Join('\n', misses)}");

        void Count(ref (int Right, int All) counts, bool right, string miss)
        {
            counts = (counts.Right + (right ? 1 : 0), counts.All + 1);
            misses.AddRange(right ? [] : [miss]);
        }
    }

    /// <summary>Pages of a model that drafts with its own head: 17 layers a block, a longer convolution, three states more.</summary>
    [Theory]
    [InlineData(11.05, 623_873)] // noonghunna/club-3090 issue 642
    [InlineData(5.33, 300_220)] // noonghunna/club-3090 pull request 594
    public void A_pool_with_drafts_has_the_tokens_vllm_printed(double gib, long tokens)
    {
        Architecture shape = ModelCatalog.Default.Get("Qwen3.6-27B").ToModel("BF16").Architecture!;
        CachePages pages = CachePages.Of(shape, new(2, 1), 1, 3);
        long block = pages.BytesPerBlock(0, shape.Layers.Length);
        Assert.InRange(
            tokens,
            pages.Tokens(ByteSize.FromGibibytes(gib - Rounding).Bytes / block, 262_144, 8192),
            pages.Tokens(ByteSize.FromGibibytes(gib + Rounding).Bytes / block, 262_144, 8192));
    }

    private static string Said((int Right, int All) counts) => $"{counts.Right} of {counts.All}";

    private static string Text(SizeRange range) => string.Create(CultureInfo.InvariantCulture, $"{range.Low.Gibibytes:0.00} to {range.High.Gibibytes:0.00}");
}
