using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Cli.Lookup;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Cli;

/// <summary>Answers requests: finds model, rig and engine, and plans.</summary>
internal sealed class PlanService(Surroundings surroundings)
{
    /// <summary>One plan.</summary>
    /// <exception cref="RequestException">The request can't be answered.</exception>
    public async Task<MemoryPlan> AnswerAsync(PlanRequest request, CancellationToken cancellation)
    {
        IEngine engine = surroundings.Engines.Find(request.Engine);
        Rig rig = WithBackend(await surroundings.Rigs.FindAsync(request, cancellation).ConfigureAwait(false), request.Backend);
        Projector? projector = await ProjectorFile.FindAsync(request, surroundings.Models, cancellation).ConfigureAwait(false);
        rig = projector?.OnDevice(rig) ?? rig;
        try
        {
            Planner planner = new(engine);
            IReadOnlyList<string> candidates = request.Quant is null ? surroundings.Models.Quantizations(request) : [];
            return candidates.Count > 0
                ? await BestAsync(candidates, request, planner, rig, projector, cancellation).ConfigureAwait(false)
                : planner.Plan(ProjectorFile.Beside(await surroundings.Models.FindAsync(request, cancellation).ConfigureAwait(false), projector), request.Question, rig);
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", engine.Name));
        }
    }

    /// <summary>The best quantization that is comfortable; else the best that fits the devices at all; else, as in the survey, the best of
    /// those that are taken where a model spills; else the smallest tried.</summary>
    private async Task<MemoryPlan> BestAsync(
        IReadOnlyList<string> candidates, PlanRequest request, Planner planner, Rig rig, Projector? projector, CancellationToken cancellation)
    {
        List<(Model Model, string Quant, Verdict Verdict)> tried = [];
        foreach (string quant in candidates)
        {
            Model model = await surroundings.Models.FindAsync(request with { Quant = quant }, cancellation).ConfigureAwait(false);
            Verdict verdict = planner.Sketch(model, request.Question, rig).Verdict;
            tried.Add((model, quant, verdict));
            if (verdict == Verdict.Comfortable)
            {
                break;
            }
        }

        Verdict best = tried.Min(t => t.Verdict);
        Model? taken = best switch
        {
            Verdict.DoesNotFit => null,
            Verdict.Spills => tried.Find(t => t.Verdict == best && Survey.SpillingRecipes.Contains(t.Quant)).Model,
            _ => tried.Find(t => t.Verdict == best).Model,
        };
        return planner.Plan(ProjectorFile.Beside(taken ?? tried[^1].Model, projector), request.Question, rig);
    }

    /// <summary>One answer as JSON, errors included; for lines of a batch, where nothing may end the run.</summary>
    public async Task<string> AnswerJsonAsync(string line, PlanRequest defaults, CancellationToken cancellation)
    {
        try
        {
            PlanRequest request = PlanRequestReader.FromJson(line, defaults);
            return PlanResultWriter.ToJson(await AnswerAsync(request, cancellation).ConfigureAwait(false));
        }
        catch (RequestException wrong)
        {
            return PlanResultWriter.ToJson(wrong.Combined);
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            return PlanResultWriter.ToJson(new Problem(ErrorCode.Unexpected, $"LocalRig failed on this request: {unexpected.Message}", "Please report it.", unexpected.GetType().Name));
        }
    }

    private static Rig WithBackend(Rig rig, Backend? backend) =>
        backend switch
        {
            null => rig,
            Backend.Cpu => rig with { Devices = [] },
            Backend chosen => rig with { Devices = [.. rig.Devices.Select(d => d with { Backend = chosen })] },
        };
}
