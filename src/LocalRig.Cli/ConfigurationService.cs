using LocalRig.Advice;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Planning;

namespace LocalRig.Cli;

/// <summary>Finds what advice starts from: a configuration that plans, and the quantizations its model can be had in.</summary>
internal sealed class ConfigurationService(Surroundings surroundings)
{
    /// <summary>The configuration a request names, in the quantization asked for or the advisor's pick.</summary>
    /// <exception cref="RequestException">The request can't be answered.</exception>
    public async Task<(Configuration Configuration, QuantLadder Ladder)> FindAsync(PlanRequest request, CancellationToken cancellation)
    {
        MemoryPlan plan = await new PlanService(surroundings).AnswerAsync(request, cancellation).ConfigureAwait(false);
        IEngine engine = surroundings.Engines.Find(request.Engine);
        return (Configuration.Of(plan, engine), Ladder(request, plan));
    }

    /// <summary>The quantizations of a model: the catalogue's where it came from there, else what llama-quantize would make of its tensors.</summary>
    public QuantLadder Ladder(PlanRequest request, MemoryPlan plan)
    {
        CatalogModel? listed = surroundings.Models.Quantizations(request).Count > 0
            ? surroundings.Models.Listed.FirstOrDefault(m => m.Id == plan.Model.Id)
            : null;
        return listed is null ? QuantLadder.Of(plan.Model) : QuantLadder.Of(listed, plan.Question.Workload.Mtp);
    }
}
