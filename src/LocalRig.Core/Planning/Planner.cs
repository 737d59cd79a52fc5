using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Answers what a model takes on a rig: resolves <c>auto</c>, asks the engine for its bytes, judges them against the memory there is.
/// It remembers what it tried last, so a planner serves one thread.</summary>
/// <param name="engine">The engine whose rules apply.</param>
public sealed class Planner(IEngine engine)
{
    // Recipes tried of one model before the next: what was tried of a model of the same shape is still known.
    private const int TrialsKept = 8;

    private readonly List<Trial> _trials = [];

    /// <summary>Largest contexts that other planners found; null keeps none.</summary>
    internal RememberedContexts? Contexts { get; init; }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="EngineException">The engine itself would refuse the request.</exception>
    public MemoryPlan Plan(Model model, PlanQuestion question, Rig rig) => Plan(model, question, rig, full: true);

    /// <summary>Makes the plan without the largest context (<see cref="MemoryPlan.MaxContext"/> stays 0) and the forecast: several times
    /// faster, for comparing many models or quantizations.</summary>
    /// <exception cref="EngineException">The engine itself would refuse the request.</exception>
    public MemoryPlan Sketch(Model model, PlanQuestion question, Rig rig) => Plan(model, question, rig, full: false);

    /// <summary>What a plan leaves free above the margin where least is left. Below zero it is what weights and caches alone leave where
    /// they are too much by themselves: no compute graph is needed to rule a plan out.</summary>
    /// <exception cref="EngineException">The engine itself would refuse the request.</exception>
    public ByteSize RoomAboveMargin(Model model, PlanQuestion question, Rig rig)
    {
        Workload workload = Filled(model, question.Workload);
        Trial trial = TrialOf(model, rig, question);
        Placement placement = new PlacementChooser(trial, model, rig, question.Margin).Choose(question.Placement, workload).Placement;
        return new ByteSize(trial.Room(workload, placement, question.Margin));
    }

    private MemoryPlan Plan(Model model, PlanQuestion question, Rig rig, bool full)
    {
        Trial trial = TrialOf(model, rig, question);
        FittedParameters? fitted = question.Fit is null ? null : EngineFit.Of(engine, trial, model, question, rig);
        PlanQuestion filled = question with { Workload = Filled(model, fitted is null ? question.Workload : question.Workload with { Context = fitted.Context }) };
        Workload workload = filled.Workload;
        if (filled.Depth > workload.Context)
        {
            throw new EngineException($"{filled.Depth:N0} tokens in context (--depth) are more than the context's {workload.Context:N0}; give fewer, or a larger -c.");
        }

        if (filled.PromptTokens > workload.Context)
        {
            throw new EngineException($"A prompt of {filled.PromptTokens:N0} tokens (--prompt-tokens) is longer than the context's {workload.Context:N0}; give fewer, or a larger -c.");
        }

        (Placement placement, string reason) = fitted is null
            ? new PlacementChooser(trial, model, rig, filled.Margin).Choose(filled.Placement, workload)
            : (fitted.Placement, EngineFit.Reason(fitted));
        TrialResult loaded = trial.Load(workload, placement);
        TrialResult result = loaded.GaveUpPipelining ? trial.Run(workload, placement) : loaded;
        (Exactness exactness, string why, ByteSize low, ByteSize high) = Bounds(model, filled, result);
        int maxContext = full ? new ContextLimit(trial, model, Contexts, engine.Name).Largest(workload, placement, ByteSize.Zero) : 0;
        MemoryPlan plan = new()
        {
            Model = model,
            Question = filled,
            Rig = rig,
            Engine = engine.Name,
            EngineBuild = engine.Build,
            Effective = result.Allocation.Effective,
            SecondTry = loaded.GaveUpPipelining ? loaded.Devices : null,
            Placement = placement,
            OffloadableLayers = LayerCount.Offloadable(model),
            Devices = result.Devices,
            Exactness = exactness,
            ExactnessReason = why,
            Low = low,
            High = high,
            Verdict = default,
            Advice = "",
            MaxContext = maxContext,
            Margin = filled.Margin,
            Because = [],
        };
        plan = plan with { Verdict = Judge(plan.AsLoaded, loaded) };
        plan = full ? WithSpeed(plan) : plan;
        plan = fitted is null ? plan : WithFit(plan, fitted, full);
        return plan with { Advice = PlanAdvice.For(plan), Because = Explanation.Of(plan, reason) };
    }

    /// <summary>The plan with what the fitting chose, and LocalRig's own choice for the same context beside it. A forecast knows experts that are here or
    /// there, so a layer whose experts are divided counts as if all of them lay in main memory.</summary>
    private MemoryPlan WithFit(MemoryPlan plan, FittedParameters fitted, bool full)
    {
        FitOutcome outcome = EngineFit.Outcome(fitted);
        if (!full)
        {
            return plan with { Fit = outcome };
        }

        bool rounds = plan.Forecast is null && plan.AtMost is null && fitted.Whole is not null;
        MemoryPlan whole = rounds ? WithSpeed(plan with { Placement = fitted.Whole! }) : plan;
        MemoryPlan own = Plan(plan.Model, plan.Question with { Fit = null }, plan.Rig, full: true);
        return plan with { Forecast = whole.Forecast, AtMost = whole.AtMost, Fit = outcome with { Own = own, ForecastRounds = rounds && whole.Forecast is not null } };
    }

    private static MemoryPlan WithSpeed(MemoryPlan plan)
    {
        if (plan.Model.Architecture is { IsEncoder: true })
        {
            return plan; // it writes no tokens, and nobody measured how fast texts are read
        }

        Forecast? forecast = Forecaster.Default.TryOf(plan.AsLoaded);
        return forecast is not null && plan.Rig.Devices.Any(d => d.Backend == Backend.Rpc)
            ? plan with { AtMost = SpeedBound.Of(forecast.Decode, 0, "What joins the machines isn't said; `localrig serve --runtime llama.cpp --rig \"... / ... over 10gbe\"` counts it.") }
            : plan with { Forecast = forecast };
    }

    /// <summary>A context that leaves the margin free everywhere and that at most a 64th more would not with the same compute buffers, for
    /// tables of what a rig runs comfortably; 0 when none does.</summary>
    public int LargestComfortableContext(MemoryPlan plan) =>
        new ComfortableContext(TrialOf(plan.Model, plan.Rig, plan.Question), plan.Model).Largest(plan.Question.Workload, plan.Placement, plan.Margin, plan.Question.Workload);

    /// <summary>The same with K and V of the cache in another type.</summary>
    /// <param name="plan">The plan with the type it has.</param>
    /// <param name="cache">The other type.</param>
    /// <param name="known">Comfortable contexts found before, with the plan's type or another: they shorten the search.</param>
    public int LargestComfortableContext(MemoryPlan plan, TensorType cache, params IEnumerable<(TensorType Cache, int Context)> known)
    {
        Workload now = plan.Question.Workload;
        Workload With(TensorType type) => now with { CacheTypeK = type, CacheTypeV = type };
        return new ComfortableContext(TrialOf(plan.Model, plan.Rig, plan.Question), plan.Model)
            .Largest(With(cache), plan.Placement, plan.Margin, [now, .. known.Where(k => k.Context > 0).Select(k => With(k.Cache) with { Context = k.Context })]);
    }

    /// <summary>Plans in a row are often of one model: what was tried for the last ones need not be tried again.</summary>
    private Trial TrialOf(Model model, Rig rig, PlanQuestion question)
    {
        int at = _trials.FindIndex(t => t.IsOf(model, rig, question.Draft, question.Vision));
        Trial trial = at >= 0 ? _trials[at] : new Trial(engine, model, rig, question.Draft, question.Vision);
        if (at >= 0)
        {
            _trials.RemoveAt(at);
        }

        _trials.Insert(0, trial);
        if (_trials.Count > TrialsKept)
        {
            _trials.RemoveAt(TrialsKept);
        }

        return trial;
    }

    /// <summary>Context 0 means what the model was trained for (common/arg.cpp, -c).</summary>
    private static Workload Filled(Model model, Workload asked)
    {
        Workload workload = asked.WithDraftsNeeds();
        workload = model.Architecture is { IsEncoder: true } ? workload with { Embeddings = true } : workload; // they make nothing else
        return workload.Context == 0 ? workload with { Context = ContextLimit.TrainedContext(model) ?? new Workload().Context } : workload;
    }

    private static (Exactness Exactness, string Why, ByteSize Low, ByteSize High) Bounds(Model model, PlanQuestion question, TrialResult result)
    {
        ByteSize high = new(result.Devices.Sum(d => d.Parts.Total.Bytes));
        if (model.Architecture is null)
        {
            string reason = (ArchitectureReader.Read(model.Metadata) as UnknownArchitecture)?.Reason ?? "Caches and scratch are bounds.";
            reason = $"{reason} {(model.BoundedBecause.Length == 0 ? "Weights are exact." : model.BoundedBecause)}";
            return (Exactness.UnknownArchitecture, result.Missing.Length > 0 ? $"{reason} {result.Missing}" : reason, result.Low, high);
        }

        if (result.Allocation.BoundedBecause is { Length: > 0 } why)
        {
            // Mostly nobody knows by how much: from no scratch on the devices to twice as much is taken (an assumption).
            // The host comes last; its own scratch is what is unknown only where it computes alone.
            var devices = result.Allocation.Devices;
            ByteSize scratch = new(devices.Take(Math.Max(1, devices.Length - 1)).Sum(d => d.Compute.Bytes));
            double spread = result.Allocation.ScratchSpread;
            ByteSize off = new((long)(scratch.Bytes * spread));
            return (Exactness.Bounded, $"{why} They are taken {(spread < 1 ? "a tenth more or less" : "between none and twice as much")}.", high - off, high + off);
        }

        if (question.FileBytes is not null || model.BoundedBecause.Length > 0)
        {
            // A file is its tensors and a header; headers of published files are under 1 % (facts of published GGUF sizes).
            const int HeaderShare = 100;
            ByteSize slack = new(model.Tensors.TotalSize.Bytes / HeaderShare);
            if (model.WeightBounds is { } bounds)
            {
                return (Exactness.Bounded, model.BoundedBecause, high - (model.Tensors.TotalSize - bounds.Low), high + (bounds.High - model.Tensors.TotalSize));
            }

            string reason = model.BoundedBecause.Length > 0
                ? model.BoundedBecause
                : "Weights are the recipe's, scaled to the given file size; the file's own header would make them exact.";
            return (Exactness.Bounded, reason, high - slack, high + slack);
        }

        return (Exactness.Exact, "", high, high);
    }

    /// <summary>One word for it. Where only bounds are known, what fits at the most fits and what doesn't at the least doesn't; between the two,
    /// or where a part couldn't even be bounded, nobody knows.</summary>
    private static Verdict Judge(MemoryPlan plan, TrialResult result)
    {
        ByteSize headroom = plan.Devices.Min(d => d.Headroom);
        bool fitsAtLeast = (result.AtLeast?.Min(d => d.Headroom) ?? headroom) >= ByteSize.Zero;
        return !fitsAtLeast ? Verdict.DoesNotFit
            : headroom < ByteSize.Zero || result.Missing.Length > 0 ? Verdict.Unknown
            : plan.Spills ? Verdict.Spills
            : headroom < plan.Margin || plan.GivesUpPipelining ? Verdict.Tight
            : Verdict.Comfortable;
    }
}
