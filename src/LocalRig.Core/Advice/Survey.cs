using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using LocalRig.Advice.Quants;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Advice;

/// <summary>What a rig runs of a catalogue: every model in the best quantization that is comfortable, best model first.</summary>
public static class Survey
{
    /// <summary>Recipes tried, best first; what publishers offer of nearly every model. None below three bits: a smaller model in
    /// four bits is better for the same bytes (Dettmers and Zettlemoyer, "The case for 4-bit precision", 2023).</summary>
    public static ImmutableArray<string> Recipes { get; } = ["Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "IQ4_XS", "Q3_K_M"];

    /// <summary>Recipes taken where a model spills, best first: every bit more is read from slow memory, fewer than four cost quality.</summary>
    public static ImmutableArray<string> SpillingRecipes { get; } = [.. Recipes[Recipes.IndexOf("Q4_K_M")..], NativeExpertsRecipe];

    /// <summary>Types of the KV cache looked at beside the one asked for: those that llama.cpp's CUDA build has flash-attention kernels for
    /// by default (ggml-cuda/fattn.cu, without GGML_CUDA_FA_ALL_QUANTS).</summary>
    public static ImmutableArray<TensorType> CacheTypes { get; } = [TensorType.Q8_0, TensorType.Q4_0];

    /// <summary>What models whose experts were released in MXFP4 are published in (gpt-oss).</summary>
    public const string NativeExpertsRecipe = "MXFP4_MOE";

    /// <summary>The recipes to try for a model, best first.</summary>
    public static ImmutableArray<string> RecipesOf(CatalogModel model) => model.NativeExperts is null ? Recipes : [NativeExpertsRecipe];

    /// <summary>Every released model of known shape that a rig can hold: comfortable ones first, then ones that answer as fast as
    /// people read, then stronger ones.</summary>
    /// <param name="models">The catalogue's models.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="engine">Whose rules apply.</param>
    /// <param name="question">Workload and placement for all.</param>
    /// <param name="caches">Whether to look for comfortable contexts with smaller cache types too.</param>
    public static ImmutableArray<SurveyLine> Of(IEnumerable<CatalogModel> models, Rig rig, IEngine engine, PlanQuestion question, bool caches = false)
    {
        ConcurrentBag<SurveyLine> lines = [];
        Parallel.ForEach(Partitioner.Create(Shapes(models), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, shape =>
        {
            foreach (SurveyLine line in Lines(shape, rig, engine, question, caches))
            {
                lines.Add(line);
            }
        });
        return Sorted(lines);
    }

    /// <summary>The same. In a browser, whose one thread is an interpreter, in turns of a twentieth of a second: what the browser has compiled better
    /// meanwhile is taken from the next turn on.</summary>
    /// <inheritdoc cref="Of"/>
    public static async Task<ImmutableArray<SurveyLine>> InTurnsAsync(IEnumerable<CatalogModel> models, Rig rig, IEngine engine, PlanQuestion question, bool caches = false)
    {
        if (!OperatingSystem.IsBrowser())
        {
            return Of(models, rig, engine, question, caches);
        }

        List<SurveyLine> lines = [];
        Dictionary<string, SurveyLine?> made = Last.Of(rig, engine, question);
        Stopwatch turn = Stopwatch.StartNew();
        foreach (IGrouping<string, CatalogModel> shape in Shapes(models))
        {
            lines.AddRange(Lines(shape, rig, engine, question, caches, made));
            if (turn.ElapsedMilliseconds > TurnMs)
            {
                await Task.Yield();
                turn.Restart();
            }
        }

        return Sorted(lines);
    }

    private const int TurnMs = 50;

    private static readonly LastSurvey Last = new();

    /// <summary>Models of one shape share what was tried. Large ones take longest to plan; one started last would be waited for alone.</summary>
    private static IOrderedEnumerable<IGrouping<string, CatalogModel>> Shapes(IEnumerable<CatalogModel> models) =>
        models.Where(m => !m.Nominal && m.StandIn.Length == 0).GroupBy(m => m.ShapeKey).OrderByDescending(g => g.Max(m => m.Parameters.Published ?? 0));

    private static IEnumerable<SurveyLine> Lines(IEnumerable<CatalogModel> shape, Rig rig, IEngine engine, PlanQuestion question, bool caches, Dictionary<string, SurveyLine?>? made = null)
    {
        Planner planner = new(engine);
        foreach (CatalogModel model in shape.Where(m => MayFit(m, rig) && m.Architecture is not null))
        {
            if (made is null || !made.TryGetValue(model.Id, out SurveyLine? line))
            {
                line = Line(model, rig, planner, question);
                made?.TryAdd(model.Id, line);
            }

            if (caches && line is not null)
            {
                line = WithCaches(line, planner);
            }

            if (line is not null)
            {
                yield return line;
            }
        }
    }

    private static ImmutableArray<SurveyLine> Sorted(IEnumerable<SurveyLine> lines) =>
        [.. lines.OrderBy(l => l.Plan.Verdict).ThenByDescending(l => l.KeepsUpWithReading).ThenByDescending(l => l.Strength).ThenBy(l => l.Model.Id, StringComparer.Ordinal)];

    /// <summary>One model's line if it is comfortable with everything on the rig's devices: the same as in a survey, without trying what spills. Null otherwise.</summary>
    internal static SurveyLine? Comfortable(CatalogModel model, Rig rig, IEngine engine, PlanQuestion question) =>
        !model.Nominal && model.StandIn.Length == 0 && MayFit(model, rig) && model.Architecture is not null
            && Line(model, rig, new Planner(engine), question, spilling: false) is { Plan.Verdict: Verdict.Comfortable } line ? line : null;

    /// <summary>Whether a model's weights could be on the rig at all, by its published count: no recipe tried gives a weight less than three bits.</summary>
    private static bool MayFit(CatalogModel model, Rig rig)
    {
        const int LeastBits = 3;
        return model.Parameters.Text is not { } weights || new ByteSize(weights / 8 * LeastBits) < Everywhere(rig);
    }

    private static ByteSize Everywhere(Rig rig) => OnDevices(rig) + (rig.Host.Usable ?? rig.Host.Memory);

    private static ByteSize OnDevices(Rig rig) => new(rig.Devices.Sum(d => (d.Usable ?? d.Memory).Bytes));

    /// <summary>One model's line, without a speed where the bandwidth of a device isn't known; null when it doesn't run, or the engine itself would refuse it.</summary>
    private static SurveyLine? Line(CatalogModel model, Rig rig, Planner planner, PlanQuestion question, bool spilling = true)
    {
        try
        {
            return Best(model, rig, planner, question, spilling) is not MemoryPlan plan
                ? null
                : new SurveyLine(model, plan with { Forecast = Forecaster.Default.TryOf(plan) }, planner.LargestComfortableContext(plan), ModelStrength.Of(model));
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>A line with the contexts of smaller cache types; null where the engine refuses one.</summary>
    private static SurveyLine? WithCaches(SurveyLine line, Planner planner)
    {
        try
        {
            return line with { OtherCaches = Caches(planner, line.Plan, line.ComfortableContext) };
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>Comfortable contexts with the cache types that are smaller than the plan's; without those the engine refuses for the model.</summary>
    private static ImmutableArray<CacheContext> Caches(Planner planner, MemoryPlan plan, int comfortable)
    {
        // What spills wins layers on the devices rather than context: another plan, not this one with more context.
        Workload workload = plan.Question.Workload;
        bool all = comfortable >= ContextLimit.TrainedContext(plan.Model);
        List<(TensorType Type, int Context)> found = [(workload.CacheTypeK, comfortable)];
        foreach (TensorType type in CacheTypes.Where(t => !plan.Spills && t.BitsPerElement() < workload.CacheTypeK.BitsPerElement()))
        {
            found.Add((type, all ? comfortable : planner.LargestComfortableContext(plan, type, found)));
        }

        return [.. found.Skip(1).Where(c => c.Context > 0).Select(c => new CacheContext(c.Type, c.Context))];
    }

    /// <summary>The best quantization that is comfortable with everything on the devices, else the best common one that runs; null when none does. The best
    /// is the smallest that was measured to lose next to nothing, or the largest where nobody measured.</summary>
    private static MemoryPlan? Best(CatalogModel model, Rig rig, Planner planner, PlanQuestion question, bool spilling)
    {
        ByteSize room = rig.Devices.IsEmpty ? Everywhere(rig) : OnDevices(rig);
        PlanQuestion full = question with { Placement = question.Placement with { GpuLayers = LayerChoice.All } };
        ByteSize atMost = room;
        ImmutableArray<(string Name, ByteSize Size)> sizes = [.. Enough(model, Sizes(model))];
        foreach ((string name, ByteSize size) in sizes.Where(r => r.Size < room))
        {
            if (size > atMost)
            {
                continue;
            }

            // What isn't weights hardly depends on the recipe: a plan that isn't comfortable says how much smaller the weights must be.
            Model asked = model.ToModel(name);
            ByteSize left = planner.RoomAboveMargin(asked, full, rig);
            if (left >= ByteSize.Zero && planner.Sketch(asked, full, rig) is { Verdict: Verdict.Comfortable } plan)
            {
                return plan with { Question = question };
            }

            atMost = size + left;
        }

        return !spilling && !rig.Devices.IsEmpty ? null : Sizes(model).Where(r => r.Size < Everywhere(rig) && SpillingRecipes.Contains(r.Name))
            .Select(r => planner.Sketch(model.ToModel(r.Name), question, rig))
            .FirstOrDefault(p => p.Verdict.Runs());
    }

    /// <summary>Without what is larger than the smallest file that was measured to lose next to nothing: it would only take room from context.</summary>
    private static IEnumerable<(string Name, ByteSize Size)> Enough(CatalogModel model, IEnumerable<(string Name, ByteSize Size)> sizes)
    {
        if (LossBound.Smallest(model) is not string enough || !RecipesOf(model).Any(Recipes.Contains))
        {
            return sizes;
        }

        ByteSize most = QuantRecipe.TryParse(enough, out QuantRecipe? recipe) ? model.SizeOf(recipe) : model.ToModel(enough).Tensors.TotalSize;
        return [(enough, most), .. sizes.Where(s => s.Size < most && s.Name != enough)];
    }

    private static IEnumerable<(string Name, ByteSize Size)> Sizes(CatalogModel model)
    {
        foreach (string name in RecipesOf(model))
        {
            if (QuantRecipe.TryParse(name, out QuantRecipe? recipe))
            {
                yield return (name, model.SizeOf(recipe));
            }
        }
    }
}

/// <summary>One model of a survey.</summary>
/// <param name="Model">The model.</param>
/// <param name="Plan">Its plan in the quantization chosen; with its forecast; the largest context wasn't searched.</param>
/// <param name="ComfortableContext">The largest context that leaves the margin free; 0 when none does.</param>
/// <param name="Strength">How strong the model is thought to be, for ranking only.</param>
public sealed record SurveyLine(CatalogModel Model, MemoryPlan Plan, int ComfortableContext, double Strength)
{
    /// <summary>The same context with smaller types of the KV cache, in the same placement.</summary>
    public ImmutableArray<CacheContext> OtherCaches { get; init; } = [];

    // Silent reading of English: 238 words a minute (Brysbaert 2019, a review of 190 studies); about 4 tokens to 3 words
    // (the usual ratio of byte-pair vocabularies).
    internal const double ReadingTokensPerSecond = 238.0 / 60 * 4 / 3;

    /// <summary>Whether answers come at least as fast as people read.</summary>
    public bool KeepsUpWithReading => Plan.Forecast is { } forecast && forecast.Decode.TokensPerSecond >= ReadingTokensPerSecond;
}

/// <summary>The largest context that leaves the margin free with a KV cache in a type.</summary>
/// <param name="Type">The type of K and V.</param>
/// <param name="Context">Tokens.</param>
public sealed record CacheContext(TensorType Type, int Context);
