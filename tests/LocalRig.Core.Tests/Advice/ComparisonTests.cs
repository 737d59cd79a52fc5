using CsCheck;
using LocalRig.Advice;
using LocalRig.Advice.Comparing;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

public class ComparisonTests
{
    private static readonly string[] ModelIds = ["Llama-3.2-1B", "Qwen3.5-9B", "Qwen3-30B-A3B"];
    private static readonly string[] Quants = ["Q8_0", "Q4_K_M", "Q3_K_M"];

    private static readonly Gen<ComparedSide> Sides =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[2, 26], Gen.Int[1, 8], Gen.Bool)
            .Select((model, quant, gibibytes, steps, small) => Side(ModelIds[model], Quants[quant], gibibytes, 2048 * steps, small ? TensorType.Q8_0 : TensorType.F16));

    private static ComparedSide Side(string id, string quant, double gibibytes, int context, TensorType cache, PriceRange? price = null)
    {
        Rig rig = new()
        {
            Name = $"{gibibytes} GiB",
            Devices = [new Device { Name = "gpu0", CatalogId = "rtx-3090", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(gibibytes) }],
            Host = new Host { CatalogId = "cpu-desktop-ddr5-5600-2ch", Memory = ByteSize.FromGibibytes(64) },
        };
        PlanQuestion question = new() { Workload = new Workload { Context = context, CacheTypeK = cache, CacheTypeV = cache } };
        MemoryPlan plan = new Planner(new LlamaCppEngine()).Plan(ModelCatalog.Default.Get(id).ToModel(quant), question, rig);
        PriceSpan? span = price is { } range ? new PriceSpan(SaleCondition.Used, range, false, []) : null;
        return new ComparedSide(plan, new HardwareCost([new HardwarePart("rtx-3090", 1, new DevicePrices("rtx-3090", []), span)], ""));
    }

    [Fact]
    public void Nothing_differs_from_itself() =>
        Sides.Sample(side =>
        {
            Comparison same = Comparison.Of(side, side);
            Assert.DoesNotContain(same.Rows, r => r.Differs);
            Assert.All(same.Rows, r => Assert.Equal("=", r.Sign));
            Assert.Equal("They agree in every figure.", same.Conclusion);
        }, iter: 10);

    [Fact]
    public void Sides_exchanged_turn_every_sign() =>
        Gen.Select(Sides, Sides).Sample((a, b) =>
        {
            Comparison one = Comparison.Of(a, b);
            Comparison other = Comparison.Of(b, a);
            Dictionary<string, string> turned = new() { ["<"] = ">", [">"] = "<", ["="] = "=", ["≠"] = "≠", ["~"] = "~" };
            Assert.Equal(one.Rows.Select(r => (r.Id, turned[r.Sign])), other.Rows.Select(r => (r.Id, r.Sign)));
        }, iter: 10);

    [Fact]
    public void Figures_are_the_plans() =>
        Gen.Select(Sides, Sides).Sample((a, b) =>
        {
            Comparison comparison = Comparison.Of(a, b);
            double Number(string id) => comparison.Rows.Single(r => r.Id == id).B.Number!.Value;
            Assert.Equal(b.Plan.Devices.Sum(d => d.Parts.KvCache.Bytes), Number("kvCacheBytes"));
            Assert.Equal(b.Plan.Devices.Sum(d => d.Total.Bytes), Number("deviceBytes") + Number("hostBytes"));
            double parts = ((string[])["weightsBytes", "kvCacheBytes", "recurrentStateBytes", "computeBytes", "outputBytes", "runtimeBytes"]).Sum(Number);
            Assert.Equal(parts, Number("deviceBytes") + Number("hostBytes"));
            Assert.Equal(b.Plan.MaxContext, Number("maxContext"));
            Assert.Equal(b.Plan.Forecast!.Decode.TokensPerSecond, Number("decode"));
        }, iter: 6);

    [Fact]
    public void The_sentence_is_arithmetic()
    {
        ComparedSide full = Side("Llama-3.2-1B", "Q4_K_M", 8, 32768, TensorType.F16, new PriceRange(100, 200, Currency.Dollar));
        ComparedSide half = Side("Llama-3.2-1B", "Q4_K_M", 8, 32768, TensorType.Q8_0, new PriceRange(250, 300, Currency.Dollar));
        string sentence = Comparison.Of(full, half).Conclusion;
        ByteSize more = new(full.Plan.Devices.Sum(d => d.Total.Bytes) - half.Plan.Devices.Sum(d => d.Total.Bytes));
        double ratio = full.Plan.Forecast!.Decode.TokensPerSecond / half.Plan.Forecast!.Decode.TokensPerSecond;
        Assert.Equal(
            $"Compared with KV q8_0/q8_0, KV f16/f16 takes {more} more memory, answers at {ratio:0.00} of its speed (the ranges overlap) and costs at least $50 less; both are comfortable.",
            sentence);
    }

    [Fact]
    public void A_price_nobody_knows_is_not_compared()
    {
        ComparedSide known = Side("Llama-3.2-1B", "Q4_K_M", 8, 4096, TensorType.F16, new PriceRange(100, 200, Currency.Dollar));
        ComparedSide unknown = Side("Llama-3.2-1B", "Q4_K_M", 9, 4096, TensorType.F16);
        Comparison comparison = Comparison.Of(known, unknown);
        Assert.Equal("≠", comparison.Rows.Single(r => r.Id == "price").Sign);
        Assert.DoesNotContain("cost", comparison.Conclusion);
    }
}
