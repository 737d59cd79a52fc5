using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>How a claimed rate stands against one model on one version of a device.</summary>
internal enum SpeedOutcomeKind
{
    /// <summary>It meets the forecast's interval or a measurement.</summary>
    Holds,

    /// <summary>It lies outside the interval, but not so far that it could be called wrong.</summary>
    Open,

    /// <summary>It lies far outside the interval.</summary>
    Contradicted,

    /// <summary>It lies above what the memory can deliver.</summary>
    Impossible,
}

/// <summary>One model on one version of a device, forecast and measured.</summary>
/// <param name="Kind">How the claim stands against it.</param>
/// <param name="Version">The version.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Rate">The forecast.</param>
/// <param name="Measured">Measurements of the same model, quantization and device.</param>
internal sealed record SpeedOutcome(SpeedOutcomeKind Kind, DeviceVersion Version, MemoryPlan Plan, RateForecast Rate, ImmutableArray<Measurement> Measured)
{
    /// <summary>Tokens of context up to which measurements are compared without regard to depth.</summary>
    public const int ShallowDepth = 4096; // beyond, the cache's reading weighs as much as the weights'

    private const double Rounding = 0.05; // one figure alone is a round one: "50 tokens/s"

    /// <summary>How far two reports of the same model, quantization and device by different people lie apart in four cases of five, as a share: of the 2,558 pairs that
    /// data/evidence/throughput.csv held on 2026-12-01 (decode, up to <see cref="ShallowDepth"/> tokens deep, any backend and build, which claims seldom name).</summary>
    internal const double AmongReports = 0.128;

    /// <summary>How far a report lies from the nearest other of the same thing in all but one case of twenty, as a share: 880 reports of the same file on the same day.</summary>
    internal const double FarFromReports = 0.545;

    /// <summary>Judges a claim against one model on one version.</summary>
    public static SpeedOutcome Of(Interval claimed, DeviceVersion version, int count, MemoryPlan plan, bool shallow = true)
    {
        RateForecast rate = plan.Forecast!.Decode;
        ImmutableArray<Measurement> measured = count > 1 || plan.Spills || !shallow
            ? []
            : [.. EvidenceLedger.Default.Find(version.Id, plan.Model.Id, plan.Model.QuantName, false, 0).Where(m => m.Depth <= ShallowDepth && !rate.IsImpossible(m.TokensPerSecond))];

        // The interval holds four in five, 1.28 deviations either way on a logarithmic scale; its square, 2.56 deviations, 99 in 100.
        double likely = rate.TokensPerSecond;
        Interval said = claimed.Low < claimed.High ? claimed : new Interval(claimed.Low * (1 - Rounding), claimed.High * (1 + Rounding));
        Interval wide = new(likely * Square(rate.Low / likely), likely * Square(rate.High / likely));
        SpeedOutcomeKind kind = said.Low > rate.Ceiling ? SpeedOutcomeKind.Impossible
            : said.Overlaps(new Interval(rate.Low, rate.High)) || Near(AmongReports) ? SpeedOutcomeKind.Holds
            : !said.Overlaps(wide) || measured.Length > 0 && !Near(FarFromReports) ? SpeedOutcomeKind.Contradicted
            : SpeedOutcomeKind.Open;
        return new SpeedOutcome(kind, version, plan, rate, measured);

        bool Near(double share) => measured.Any(m => said.Overlaps(new Interval(m.TokensPerSecond / (1 + share), m.TokensPerSecond * (1 + share))));
    }

    /// <summary>The steps behind the outcome.</summary>
    public IEnumerable<Working> Working(Interval claimed)
    {
        double gigabytes = Version.BandwidthGigabytes * Math.Max(1, Plan.Rig.Devices.Length) / Rate.Ceiling;
        string ceiling = Plan.Spills || Plan.Rig.Devices.Length > 1
            ? $"ceiling {Rate.Ceiling:0.#} tokens/s"
            : $"ceiling {Version.BandwidthGigabytes:0.#} GB/s / {gigabytes:0.00} GB read per token = {Rate.Ceiling:0.#} tokens/s";
        string needed = Kind == SpeedOutcomeKind.Impossible ? $"; {claimed.Low:0.#} would take {claimed.Low * gigabytes:N0} GB/s" : "";
        string spills = Plan.Spills ? " with part of it in main memory" : "";
        yield return new Working($"{Plan.Model.Id} {Plan.Model.QuantName} on {Plan.Rig.Name}{spills}: {ceiling}{needed}; forecast {Rate.TokensPerSecond:0.0} (four in five between {Rate.Low:0.0} and {Rate.High:0.0}).", Version.Source);
        if (Measured.Length > 0)
        {
            yield return new Working($"Reported there: {Span} tokens/s in {Measured.Length} {(Measured.Length == 1 ? "run" : "runs")}, {Measured.Max(m => m.Date)} the latest.", Measured[0].Source);
        }
    }

    /// <summary>The model and its version: <c>Qwen3.5-9B on rtx-3060-12-gb (44 tokens/s)</c>.</summary>
    public string Short => $"{Plan.Model.Id} on {Version.Id} ({Rate.TokensPerSecond:0.#} tokens/s)";

    /// <inheritdoc/>
    public override string ToString() => $"{Plan.Model.Id} {Plan.Model.QuantName} on {Plan.Rig.Name}: {Rate.TokensPerSecond:0.0} tokens/s ({Rate.Low:0.0}–{Rate.High:0.0}){(Measured.Length > 0 ? $", measured {Span}" : "")}";

    private string Span => Measured.Length == 1 ? $"{Measured[0].TokensPerSecond:0.0}" : $"{Measured.Min(m => m.TokensPerSecond):0.0}–{Measured.Max(m => m.TokensPerSecond):0.0}";

    private static double Square(double value) => value * value;
}
