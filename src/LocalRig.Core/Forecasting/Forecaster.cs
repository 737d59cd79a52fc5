using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Evidence;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Forecasting;

/// <summary>Says how fast a plan will run: the speed laws over the work of every stage, corrected by evidence where there is some.</summary>
/// <param name="calibration">Parameters and spreads.</param>
public sealed partial class Forecaster(Calibration calibration)
{
    // PCI Express 3.0 x16 carries 15.75 GB/s (PCI-SIG, 8 GT/s x 16 lanes, 128b/130b): what weights that don't fit the device
    // travel over when nothing better is known.
    private const double CommonLinkBandwidth = 15.75e9;

    private const int MeasurementsShown = 3; // enough to see whether reports agree

    // Every bridge between devices hands over one token's activations; the transfer's latency outweighs its bytes.
    private const string CrossingRate = "crossingSeconds";

    /// <summary>A forecaster with this build's calibration.</summary>
    public static Forecaster Default { get; } = new(Calibration.Current);

    /// <summary>The forecast for a plan; null where any speed would be invented: a device's bandwidth isn't known, the model's layers
    /// aren't, or tensors other than experts are placed by name, whose cost nobody measured.</summary>
    public Forecast? TryOf(MemoryPlan plan) =>
        Unknown(plan.Rig) is null && !plan.Model.Tensors.Tensors.IsEmpty && LayerCount.Blocks(plan.Model) > 0 && plan.Placement.Overrides.MoveOnlyExperts(plan.Model) ? Of(plan) : null;

    /// <summary>The forecast for a plan.</summary>
    public Forecast Of(MemoryPlan plan)
    {
        ImmutableArray<double> overflow = [.. plan.Devices.Take(plan.Rig.Devices.Length).Select(d => Math.Max(0.0, -d.Headroom.Bytes))];
        return WithConditions(plan, Of(plan.Model, plan.Question.Workload, plan.Placement, plan.Rig, plan.Question.Depth, plan.Question.EffectivePromptTokens, plan.Question.Evidence, overflow, plan.EngineBuild, plan.Effective.PipelineParallel));
    }

    /// <summary>How often a step of a plan passes between machines.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="machines">The machine of each device, 0 for the one that runs the engine.</param>
    public static LinkCrossings Crossings(MemoryPlan plan, ImmutableArray<int> machines) =>
        new Staging(ModelWork.Of(plan.Model), plan.Question.Workload, plan.Placement, RigFacts.Shares(plan.Rig, plan.Placement), plan.Placement.Overrides.ExpertLayers(plan.Model)).Across(machines);

    /// <summary>The first device of a rig whose memory bandwidth nobody gave and no data sheet tells, without which any speed would be invented; null when all are known.</summary>
    public static Device? Unknown(Rig rig) =>
        rig.Devices.FirstOrDefault(static d => d.Bandwidth is null && DeviceCatalog.Default.Find(d.CatalogId) is null);

    /// <summary>The forecast for a model on a rig.</summary>
    /// <param name="model">The model; its architecture may be unknown.</param>
    /// <param name="workload">Context, batch and cache types.</param>
    /// <param name="placement">Where it goes, without any <c>auto</c>.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="depth">Tokens already in context; null for half of the context when answering and none when the prompt comes.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="evidence">Whether measurements of the same device may be looked up.</param>
    /// <param name="build">llama.cpp's build number; 0 for the newest.</param>
    /// <param name="overflow">Bytes per device that don't fit it and are read over the link; default for none.</param>
    /// <param name="pipelined">Whether several devices work on different microbatches of a prompt at once.</param>
    public Forecast Of(
        Model model, Workload workload, Placement placement, Rig rig, int? depth, int promptTokens, bool evidence, ImmutableArray<double> overflow = default, int build = 0, bool pipelined = false)
    {
        RigFacts facts = new(rig, EngineAge.OfBuild(build));
        Question question = new(model, workload, placement, rig, facts, overflow.IsDefault ? [] : overflow, evidence) { Pipelined = pipelined };
        int prompt = Math.Max(promptTokens, 1);
        RateForecast decode = Decode(question, depth ?? workload.Context / 2);
        RateForecast prefill = Prefill(question, depth ?? 0, prompt);
        double first = prompt / prefill.TokensPerSecond + 1 / decode.TokensPerSecond;
        return new Forecast
        {
            Decode = decode,
            Prefill = prefill,
            TimeToFirstTokenSeconds = first,
            Drafted = Drafted(question, decode),
            Users = Users(question, decode, prefill, depth ?? workload.Context / 2, prompt),
            Measured = decode.Basis == Basis.Measured ? Shown(question, decode, depth ?? workload.Context / 2) : [],
            AnswerMinutes = TimeSpan.FromSeconds(first + Forecast.TypicalAnswerTokens / decode.TokensPerSecond).TotalMinutes,
            Own = evidence ? [.. OwnCorrection.Decisive(false, model, placement, rig).Concat(OwnCorrection.Decisive(true, model, placement, rig))] : [],
        };
    }

    private static DraftedForecast? Drafted(Question question, RateForecast decode)
    {
        Workload workload = question.Workload;
        bool mixture = ModelWork.Of(question.Model).Layers.Any(l => l.ExpertCount > 0);
        return workload.Speculation != Speculation.None
            && SpeculationLedger.Default.Of("llama.cpp", workload.Speculation.Word(), mixture, workload.DraftMost) is { } gain
            ? DraftedForecast.Of(decode, gain, workload.DraftMost)
            : null;
    }

    /// <summary>The measurements to show beside a forecast; impossible ones are no evidence.</summary>
    private static ImmutableArray<Measurement> Shown(Question question, RateForecast decode, int depth) =>
        [
            .. EvidenceLedger.Default.Find(question.MainDevice, question.Model.Id, question.Model.QuantName, false, depth)
                .Where(m => m.Backend.EndsWith(question.MainBackend, StringComparison.OrdinalIgnoreCase) && !decode.IsImpossible(m.TokensPerSecond)).Take(MeasurementsShown),
        ];

    private RateForecast Decode(Question question, int depth)
    {
        Staging staging = question.Stages();
        ImmutableArray<Stage> stages = staging.Deal(1, depth, output: true);
        Timing timing = Time(SpeedLaw.Decode, question, stages, staging.Crossings);
        double least = stages.Sum(s => Ceiling.DecodeSeconds(s.Work, question.Speed(s)));
        return Rate(false, question, stages, depth, timing, 1, least);
    }

    private RateForecast Prefill(Question question, int depth, int prompt)
    {
        Staging staging = question.Stages();
        int batch = Math.Min(prompt, question.Workload.Microbatch);

        // On average, a prompt's tokens see the cache and half of the prompt itself.
        ImmutableArray<Stage> stages = staging.Deal(batch, PrefillDepth(question, depth, prompt), output: false);
        double microbatches = Math.Min(prompt, question.Workload.Batch) / (double)batch;
        Timing timing = Time(SpeedLaw.Prefill, question, stages, staging.Crossings, microbatches);
        double least = stages.Sum(s => Ceiling.PrefillSeconds(s.Work, question.Speed(s)));
        return Rate(true, question, stages, depth, timing, batch, least);
    }

    private static double PrefillDepth(Question question, int depth, int prompt) => depth + prompt / 2.0;

    private Timing Time(SpeedLaw law, Question question, ImmutableArray<Stage> stages, int crossings, double microbatches = 1)
    {
        Timing sum = default;
        double longest = 0;
        foreach (Stage stage in stages)
        {
            DeviceSpeed device = question.Speed(stage);
            StepTime time = law.Time(stage.Work, device, calibration.Parameters(law, device.Family));
            longest = Math.Max(longest, time.Seconds);
            sum = stage.Device == Stage.Host && question.Rig.Devices.Length > 0 ? sum with { Host = sum.Host + time.Seconds } : sum with { Device = sum.Device + time };
        }

        double devices = sum.Device.Seconds;
        if (stages.Count(s => s.Device != Stage.Host) > 1)
        {
            bool inTurn = law == SpeedLaw.Prefill && question.Placement.SplitMode == SplitMode.Layer;
            devices = inTurn && question.Pipelined ? Pipeline(devices, longest, microbatches, question) : inTurn ? devices : devices / Together(law == SpeedLaw.Prefill, question);
        }

        double link = crossings * calibration.Rate(CrossingRate) + question.OverflowSeconds(CommonLinkBandwidth);
        return sum with { Seconds = devices + sum.Host + link, Link = link };
    }

    /// <summary>A microbatch's time where devices work on several at once: the first goes through all of them, each further one follows after the slowest's time. What was measured of that
    /// gain is a little more or less.</summary>
    private double Pipeline(double all, double longest, double microbatches, Question question) =>
        (all + (microbatches - 1) * longest) / microbatches / Math.Pow(calibration.Rate("layerSplitPrefillPerDoubling"), Math.Log2(question.Rig.Devices.Length));

    /// <summary>What several cards change: layer by layer they take turns and lose a little; sharing each matrix they gain.</summary>
    private double Together(bool prompt, Question question) =>
        question.Placement.SplitMode switch
        {
            SplitMode.Layer => Math.Pow(calibration.Rate("layerSplitPerDoubling"), Math.Log2(question.Rig.Devices.Length)),
            SplitMode.Row => Math.Pow(calibration.Rate(prompt ? "tensorSplitPrefillPerDoubling" : "tensorSplitPerDoubling"), Math.Log2(question.Rig.Devices.Length)),
            _ => 1,
        };

    private RateForecast Rate(bool prompt, Question question, ImmutableArray<Stage> stages, int depth, Timing timing, double tokens, double least)
    {
        Stage main = stages.MaxBy(s => s.Work.WeightBytes);
        DeviceSpeed device = question.Speed(main);
        int relatives = calibration.MeasuredDevices(device.Family.Family);
        Spread spread = calibration.SpreadOf(SpreadKey.Of(prompt, device, main.Work, depth, relatives));
        Basis basis = relatives > 0 || calibration.MeasuredDevices(device.Family.Group) > 0 ? Basis.Calibrated : Basis.Derived;
        double factor = 1;
        if (question.Evidence && stages.Length == 1)
        {
            (factor, spread, basis) = Corrected(prompt, question.Model, device, spread, basis);
        }

        if (question.Evidence && !question.Rig.Measured.IsDefaultOrEmpty)
        {
            (factor, spread, basis) = CorrectedByOwner(prompt, question, device, (factor, spread, basis));
        }

        double ceiling = tokens / least;
        double rate = Math.Min(tokens / timing.Seconds * factor, ceiling);
        return new RateForecast(rate, rate * spread.Low, Math.Min(rate * spread.High, ceiling), ceiling, timing.Bound, basis);
    }

    /// <summary>What measurements of the same device add: of the same model if there are some, of others otherwise.</summary>
    private (double Factor, Spread Spread, Basis Basis) Corrected(bool prompt, Model model, DeviceSpeed device, Spread spread, Basis basis)
    {
        string kind = prompt ? "prefill/" : "decode/";
        if (calibration.CorrectionOf(Correction.Key(prompt, device.Facts.Id, device.Family, model.Id, model.QuantName)) is Correction same)
        {
            return (same.Factor, same.Around(spread.Narrower(calibration.SpreadOf(kind + SpreadKey.SameDevice))), Basis.Measured);
        }

        return calibration.CorrectionOf(Correction.Key(prompt, device.Facts.Id, device.Family)) is Correction other
            ? (other.Factor, spread.Narrower(calibration.SpreadOf(kind + SpreadKey.SameDevice)), basis)
            : (1, spread, basis);
    }

    /// <summary>What the machine's owner measured on it adds, over and above what everybody's measurements do.</summary>
    private (double Factor, Spread Spread, Basis Basis) CorrectedByOwner(bool prompt, Question question, DeviceSpeed device, (double Factor, Spread Spread, Basis Basis) so)
    {
        Question others = question with { Rig = question.Rig with { Measured = [] } };
        double Law(MeasuredSpeed m)
        {
            Question measured = others with { Workload = OwnCorrection.As(m, others.Workload) };
            return (prompt ? Prefill(measured, m.Depth, Math.Max(m.Tokens, 1)) : Decode(measured, m.Depth + m.Tokens / 2)).TokensPerSecond;
        }

        string kind = prompt ? "prefill/" : "decode/";
        return OwnCorrection.Of(prompt, question.Model, question.Placement, question.Rig, calibration.Version, Law) switch
        {
            { IsSameModel: true } same => (so.Factor * same.Factor, same.Around(so.Spread.Narrower(calibration.SpreadOf(kind + SpreadKey.SameModel))), Basis.Measured),
            { } other => (so.Factor * other.Factor, other.Around(so.Spread.Narrower(calibration.SpreadOf(kind + SpreadKey.SameDevice))), so.Basis == Basis.Derived ? Basis.Calibrated : so.Basis),
            null => so,
        };
    }

    private readonly record struct Timing(StepTime Device, double Host, double Link, double Seconds)
    {
        public Bound Bound =>
            Host > Device.Seconds && Host > Link ? Bound.HostMemory
            : Link > Device.Seconds ? Bound.Link
            : Device.Launch > Device.Memory && Device.Launch > Device.Compute ? Bound.Launch
            : Device.Compute > Device.Memory ? Bound.Compute
            : Bound.MemoryBandwidth;
    }

    private sealed record Question(
        Model Model, Workload Workload, Placement Placement, Rig Rig, RigFacts Facts, ImmutableArray<double> Overflow, bool Evidence)
    {
        /// <summary>Whether several devices work on different microbatches of a prompt at once.</summary>
        public bool Pipelined { get; init; }

        public Staging Stages() => new(ModelWork.Of(Model), Workload, Placement, RigFacts.Shares(Rig, Placement), Placement.Overrides.ExpertLayers(Model));

        /// <summary>Time to read over the link what a device of its own memory can't hold; shared memory has nothing to fall back on.</summary>
        public double OverflowSeconds(double commonLink)
        {
            double seconds = 0;
            for (int device = 0; device < Overflow.Length; device++)
            {
                ProcessorFacts facts = Facts.Devices[device].Facts;
                seconds += facts.SharesHostMemory ? 0 : Overflow[device] / (facts.Link ?? commonLink);
            }

            return seconds;
        }

        public string MainBackend => (Rig.Devices.Length > 0 ? Rig.Devices[0].Backend : Backend.Cpu).ToString();

        public string MainDevice => (Rig.Devices.Length > 0 ? Facts.Devices[0] : Facts.Host).Facts.Id;

        public DeviceSpeed Speed(Stage stage) => stage.Device == Stage.Host ? Facts.Host : Facts.Devices[stage.Device];
    }
}
