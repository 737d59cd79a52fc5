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
        Model model = await surroundings.Models.FindAsync(request, cancellation).ConfigureAwait(false);
        try
        {
            return new Planner(engine).Plan(model, request.Question, rig);
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", engine.Name));
        }
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
