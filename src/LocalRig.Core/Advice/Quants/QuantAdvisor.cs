using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Runtimes;

namespace LocalRig.Advice.Quants;

/// <summary>Lays a model's quantizations side by side on a rig: size, fit, speed, and what was measured of their quality.</summary>
/// <param name="engine">Whose rules apply.</param>
/// <param name="ledger">Measured quality.</param>
public sealed class QuantAdvisor(IEngine engine, QualityLedger ledger)
{
    /// <summary>Recipes that publishers commonly offer (bartowski, Unsloth and ggml-org on the Hub, 2026), from most bits to fewest.</summary>
    private static readonly string[] Common =
        ["Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q4_K_M", "Q4_K_S", "IQ4_NL", "IQ4_XS", "Q3_K_L", "Q3_K_M", "IQ3_M", "Q3_K_S", "IQ3_XXS", "Q2_K", "IQ2_M", "IQ2_XXS"];

    /// <summary>The rows, the pick and its reason.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="question">Workload and placement for all.</param>
    /// <param name="all">Whether to list every recipe llama-quantize can make.</param>
    /// <param name="runtime">A runtime to run it in, with a version where it matters (<c>ollama@0.29</c>); null for llama-server.</param>
    public QuantAnswer Of(CatalogModel model, Rig rig, PlanQuestion question, bool all, (string Name, string Version)? runtime = null)
    {
        QualityMeasurement[] measured = [.. LossBound.Measured(model, ledger)];
        string[] names = [.. Names(model, all)];
        QuantRow?[] rows = new QuantRow?[names.Length];
        Parallel.For(0, names.Length, i => rows[i] = Row(model, names[i], rig, question, measured, runtime));
        ImmutableArray<QuantRow> sorted = [.. rows.OfType<QuantRow>().OrderByDescending(r => r.Plan.Model.Tensors.TotalSize).ThenBy(r => r.Name, StringComparer.Ordinal)];
        (QuantRow? pick, string because) = QuantPicker.Choose(sorted, model.Id);
        return new QuantAnswer(sorted, pick, because, [.. measured.Where(m => !sorted.Any(r => r.Evidence.Contains(m)))]);
    }

    private static IEnumerable<string> Names(CatalogModel model, bool all)
    {
        HashSet<string> possible = [.. model.Recipes.Select(r => r.Name)];
        IEnumerable<string> recipes =
            all ? model.Recipes.Select(r => r.Name)
            : model.NativeExperts is null ? Common.Where(possible.Contains)
            : Survey.RecipesOf(model);
        IEnumerable<string> mixes = model.Catalog is { } catalog
            ? catalog.Files.Where(f => f.Shape == model.Id && f.Model == model.Id).Select(f => QuantChoice.TryParse(f.Quant)).Where(c => c is { IsMix: true }).Select(c => c!.Name)
            : [];
        return recipes.Concat(mixes).Distinct();
    }

    private QuantRow? Row(
        CatalogModel model, string name, Rig rig, PlanQuestion question, QualityMeasurement[] measured, (string Name, string Version)? runtime)
    {
        try
        {
            Planner planner = new(engine);
            MemoryPlan plan = planner.Sketch(model.ToModel(name), question, rig);
            int context = !plan.Verdict.Runs() ? 0 : planner.LargestComfortableContext(plan);
            Forecast? forecast = plan.Verdict.Runs() ? Forecaster.Default.TryOf(plan) : null;
            string refused = runtime is (string word, string version) ? RuntimeCommands.Of(plan, word, version)?.Cannot ?? "" : "";
            return new QuantRow(name, plan with { Forecast = forecast }, context, [.. measured.Where(m => m.IsOf(name))]) { Refused = refused };
        }
        catch (Exception e) when (e is EngineException or CatalogException)
        {
            return null;
        }
    }
}
