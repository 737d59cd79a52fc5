using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Advice.Comparing;

/// <summary>The figures two plans are compared by.</summary>
internal static class ComparisonRows
{
    public static IEnumerable<ComparisonRow> Of(ComparedSide a, ComparedSide b) =>
        [.. What(a.Plan, b.Plan), .. Memory(a.Plan, b.Plan), .. Room(a.Plan, b.Plan), .. Speed(a.Plan, b.Plan), .. Money(a, b)];

    private static IEnumerable<ComparisonRow> What(MemoryPlan a, MemoryPlan b)
    {
        ComparisonRow Text(string id, string what, Func<MemoryPlan, string> of) => new(id, what, ComparedUnit.Text, new(of(a), null), new(of(b), null));
        ComparisonRow Number(string id, string what, ComparedUnit unit, Func<MemoryPlan, double> of) => new(id, what, unit, new("", of(a)), new("", of(b)));

        yield return Text("model", "model", p => p.Model.Id);
        yield return Text("quantization", "quantization", p => p.Model.QuantName);
        yield return Text("rig", "rig", p => p.Rig.Name);
        yield return Text("engine", "engine", p => p.Engine);
        yield return Number("ctx", "context", ComparedUnit.Tokens, p => p.Effective.Context);
        yield return Text("cacheTypes", "KV types", p => CacheTypes(p.Question.Workload));
        yield return Number("parallel", "sequences", ComparedUnit.Count, p => p.Question.Workload.Parallel);
        yield return Number("ubatch", "physical batch", ComparedUnit.Count, p => p.Effective.Microbatch);
        yield return Text("placement", "layers on devices", Layers);
        yield return Number("parameters", "parameters", ComparedUnit.Count, p => p.Model.Tensors.Elements);
        yield return Number("activeParameters", "active a token", ComparedUnit.Count, p => ActiveParameters.Of(p.Model));
        yield return Number("bitsPerWeight", "bits per weight", ComparedUnit.Bits, p => p.Model.Tensors.BitsPerWeight);
    }

    private static IEnumerable<ComparisonRow> Memory(MemoryPlan a, MemoryPlan b)
    {
        ComparisonRow Bytes(string id, string what, Func<DevicePlan, ByteSize> of) => Row(id, what, p => p.AsLoaded.Devices, of);
        ComparisonRow Row(string id, string what, Func<MemoryPlan, IEnumerable<DevicePlan>> where, Func<DevicePlan, ByteSize> of) =>
            new(id, what, ComparedUnit.Bytes, new("", where(a).Sum(d => (double)of(d).Bytes)), new("", where(b).Sum(d => (double)of(d).Bytes)));

        yield return Bytes("weightsBytes", "weights", d => d.Parts.Weights);
        yield return Bytes("kvCacheBytes", "KV cache", d => d.Parts.KvCache);
        yield return Bytes("recurrentStateBytes", "state", d => d.Parts.RecurrentState);
        yield return Bytes("computeBytes", "compute", d => d.Parts.Compute);
        yield return Bytes("outputBytes", "output", d => d.Parts.Output);
        yield return Bytes("runtimeBytes", "runtime", d => d.RuntimeBytes);
        yield return Row("deviceBytes", "on devices", p => p.AsLoaded.Devices.Take(p.Rig.Devices.Length), d => d.Total);
        yield return Row("hostBytes", "in main memory", p => [p.AsLoaded.Host], d => d.Total);
    }

    private static IEnumerable<ComparisonRow> Room(MemoryPlan a, MemoryPlan b)
    {
        ComparedValue Least(MemoryPlan plan)
        {
            DevicePlan least = plan.AsLoaded.Devices.MinBy(d => d.Headroom)!;
            return new(least.Name, least.Headroom.Bytes);
        }

        yield return new("headroomBytes", "least room left", ComparedUnit.Bytes, Least(a), Least(b));
        yield return new("maxContext", "largest context", ComparedUnit.Tokens, new("", a.MaxContext), new("", b.MaxContext));
        yield return new("verdict", "verdict", ComparedUnit.Text, new(Word(a.Verdict), null), new(Word(b.Verdict), null));
        yield return new("exactness", "bytes known", ComparedUnit.Text, new(Word(a.Exactness), null), new(Word(b.Exactness), null));
    }

    private static IEnumerable<ComparisonRow> Speed(MemoryPlan a, MemoryPlan b)
    {
        ComparisonRow Rate(string id, string what, Func<Forecast, RateForecast> of) => new(id, what, ComparedUnit.TokensPerSecond, Band(a, of), Band(b, of));
        ComparisonRow Number(string id, string what, ComparedUnit unit, Func<Forecast, double> of) => new(id, what, unit, One(a, of), One(b, of));

        yield return Rate("decode", "answers", f => f.Decode);
        yield return Number("decodeCeiling", "  at most", ComparedUnit.TokensPerSecond, f => f.Decode.Ceiling);
        yield return Rate("prefill", "prompts", f => f.Prefill);
        yield return Number("prefillCeiling", "  at most", ComparedUnit.TokensPerSecond, f => f.Prefill.Ceiling);
        yield return Number("timeToFirstTokenSeconds", "first token", ComparedUnit.Seconds, f => f.TimeToFirstTokenSeconds);
    }

    private static IEnumerable<ComparisonRow> Money(ComparedSide a, ComparedSide b)
    {
        static ComparedValue Price(ComparedSide side) =>
            side.Plan.Rig.Devices.IsEmpty ? new("not reckoned", null)
            : side.Cost.Total is { } range ? new($"{range}{(side.Cost.Stale ? " ~" : "")}", (double)range.Low, (double)range.Low, (double)range.High)
            : new("unknown", null);
        yield return new("price", "price of devices", ComparedUnit.Money, Price(a), Price(b));
    }

    private static ComparedValue Band(MemoryPlan plan, Func<Forecast, RateForecast> of) =>
        plan.Forecast is { } f ? new("", of(f).TokensPerSecond, of(f).Low, of(f).High) : new("unknown", null);

    private static ComparedValue One(MemoryPlan plan, Func<Forecast, double> of) => plan.Forecast is { } f ? new("", of(f)) : new("unknown", null);

    private static string CacheTypes(Workload workload) =>
        workload.CacheTypeK == workload.CacheTypeV ? workload.CacheTypeK.Name() : $"{workload.CacheTypeK.Name()}/{workload.CacheTypeV.Name()}";

    private static string Layers(MemoryPlan plan) =>
        plan.Rig.Devices.IsEmpty ? "none"
        : $"{plan.Placement.GpuLayers} of {plan.OffloadableLayers}{(plan.ExpertsOnHost ? $", experts of {plan.Placement.CpuMoeLayers} on host" : "")}{(plan.Placement.KvOffload ? "" : ", KV on host")}";

    private static string Word(Verdict verdict) =>
        verdict switch { Verdict.Comfortable => "comfortable", Verdict.Tight => "tight", Verdict.Spills => "spills", Verdict.Unknown => "unknown", _ => "does not fit" };

    private static string Word(Exactness exactness) =>
        exactness switch { Exactness.Exact => "exactly", Exactness.Bounded => "within bounds", _ => "weights exactly" };
}
