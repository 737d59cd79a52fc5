using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Advice;

/// <summary>What a survey leaves out because a rig can't hold it, planned in the smallest recipe tried: how much is missing.</summary>
public static class TooLarge
{
    /// <summary>The released models of known shape that aren't in a survey, smallest first.</summary>
    /// <param name="models">The catalogue's models.</param>
    /// <param name="survey">What the rig runs of them.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="engine">Whose rules apply.</param>
    /// <param name="question">Workload and placement for all.</param>
    public static ImmutableArray<SurveyLine> Of(
        IEnumerable<CatalogModel> models, ImmutableArray<SurveyLine> survey, Rig rig, IEngine engine, PlanQuestion question)
    {
        HashSet<string> runs = [.. survey.Select(l => l.Model.Id)];
        ConcurrentBag<SurveyLine> lines = [];
        Parallel.ForEach(models.Where(m => !m.Nominal && m.StandIn.Length == 0 && m.Architecture is not null && !runs.Contains(m.Id)), model =>
        {
            try
            {
                MemoryPlan plan = new Planner(engine).Sketch(model.ToModel(Survey.RecipesOf(model)[^1]), question, rig);
                lines.Add(new SurveyLine(model, plan, 0, ModelStrength.Of(model)));
            }
            catch (EngineException)
            {
                // What the engine refuses has no plan to show.
            }
        });
        return [.. lines.OrderBy(l => l.Plan.Total).ThenBy(l => l.Model.Id, StringComparer.Ordinal)];
    }
}
