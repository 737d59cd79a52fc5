using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Shapes;
using LocalRig.Units;

namespace LocalRig.Answers;

/// <summary>What a model needs.</summary>
public static class NeedsJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<NeedsAnswer> Shape { get; } = new ObjectShape<NeedsAnswer>()
        .Text("model", "The model's name.", a => a.Model)
        .Integer("ctx", "Tokens of context.", a => a.Context)
        .List("quantizations", "What each quantization needs.", a => a.Quants, Quant())
        .Text("chosen", "The quantization that bandwidths and machines are reckoned with.", a => a.Chosen)
        .When(a => a.TokensPerSecond is not null, asked => asked
            .Number("tokensPerSecond", "The rate asked for, in tokens per second; missing where none was.", a => a.TokensPerSecond!.Value)
            .Integer("depth", "Tokens in context at that rate; missing where no rate was asked for.", a => a.Depth)
            .List("bandwidths", "The bandwidth that rate takes; missing where no rate was asked for.", a => a.Bandwidths, Bandwidth()))
        .Integer("rigsTried", "How many machines were tried.", a => a.RigsTried)
        .List("rigs", "Machines that will do.", a => a.Rigs, Rig());

    private static ObjectShape<QuantNeed> Quant() =>
        new ObjectShape<QuantNeed>()
            .Text("quant", "The quantization's name.", q => q.Quant)
            .Bytes("tensorBytes", "Bytes of all tensors.", q => q.Weights)
            .Word("exactness", "How exactly the bytes are known.", AnswerWords.Word, q => q.Memory[0].Plan.Exactness)
            .List("memory", "What it takes, by kind of memory.", q => q.Memory, new ObjectShape<MemoryNeed>()
                .Word("kind", "The kind of memory.", AnswerWords.Word, m => m.Kind)
                .Text("machine", "The machine it was planned on.", m => m.Plan.Rig.Name)
                .Bytes("smallestBytes", "The fewest bytes of memory that hold it.", m => m.Smallest)
                .Bytes("comfortableBytes", "The fewest bytes that leave the margin free.", m => m.Comfortable)
                .Bytes("hostBytes", "Bytes of main memory it takes besides.", m => m.Host)
                .BytesIfKnown("soldBytes", "The next size sold, in bytes; missing where there is none.", m => m.Sold));

    private static ObjectShape<BandwidthNeed> Bandwidth() =>
        new ObjectShape<BandwidthNeed>()
            .Word("kind", "The kind of memory.", AnswerWords.Word, n => n.Kind)
            .Text("machine", "The machine it was reckoned on.", n => n.Machine)
            .Number("atLeastBytesPerSecond", "Bytes per second below which the rate is impossible.", n => Math.Round(n.AtLeast.BytesPerSecond))
            .NumberOrNull("likelyBytesPerSecond", "Bytes per second that likely bring it; null where none does.", n => Rounded(n.Likely))
            .NumberOrNull("sureBytesPerSecond", "Bytes per second that bring it at the low end of the forecast; null where none does.", n => Rounded(n.Sure));

    private static ObjectShape<FittingRig> Rig() =>
        new ObjectShape<FittingRig>()
            .Text("rig", "The machine.", r => r.Rig.Name)
            .Bytes("memoryBytes", "Bytes of memory of its devices, or main memory where there are none.", r => r.Memory)
            .Integer("nCpuMoe", "First layers whose experts stay on the host.", r => r.Plan.Placement.CpuMoeLayers)
            .Bytes("hostBytes", "Bytes taken of main memory.", r => r.Plan.Host.Total)
            .Word("verdict", "Whether and how well it fits.", AnswerWords.Word, r => r.Plan.Verdict)
            .Bytes("headroomBytes", "Usable bytes left where least is.", r => r.Plan.AsLoaded.Devices.Min(d => d.Headroom))
            .When(r => r.Plan.Forecast is not null, known => known
                .Part("throughput", "How fast it runs; missing where that isn't known.", r => r.Plan.Forecast!, ForecastJson.Shape)
                .Flag("fastEnoughAtTheLowEnd", "Whether even the low end is as fast as asked; missing where the speed isn't known.", r => r.Sure))
            .PartIfAny("price", "What it costs; missing where unknown.", r => r.Cost.Total is null ? null : r.Cost, new ObjectShape<HardwareCost>()
                .Include(c => c.Total!.Value, PriceJson.Shape)
                .Flag("stale", "Whether a price is too old to trust.", c => c.Stale)
                .Text("because", "How the price is known, in words, with sources.", HardwareWords.Because)
                .Text("notIncluded", "What it leaves out, in words; empty for a whole machine.", c => c.NotIncluded));

    private static double? Rounded(Bandwidth? bandwidth) => bandwidth is { } known ? Math.Round(known.BytesPerSecond) : null;
}
