using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Serving;

namespace LocalRig.Questions;

/// <summary><c>plan</c>: what a model takes on a rig, per device and part.</summary>
public static class AskPlan
{
    /// <summary>The question.</summary>
    public static Question<PlanRequest, MemoryPlan> Question { get; } = new()
    {
        Name = "plan",
        Sentence = "What a model takes on a rig: memory per device and part, headroom, largest context, verdict.",
        Group = QuestionGroup.PlanItExactly,
        Example = """{"model":"Qwen3.5-27B","quant":"Q4_K_M","rig":"rtx-3090"}""",
        Reader = new RequestReader<PlanRequest>([.. PlanFields.All, RpcServers.Of<PlanRequest>((r, servers) => r with { Rpc = servers }), .. FitFields.Of<PlanRequest>(r => r, (_, p) => p), MemoryOnly], new PlanRequest(), PlanFields.Complete),
        Answer = AnswerAsync,
        Shape = static () => PlanJson.Shape,
    };

    // For programs that ask while somebody drags a slider: in JSON alone.
    private static Field<PlanRequest> MemoryOnly => new()
    {
        Name = "memoryOnly",
        Help = "only memory and verdict, several times faster: maxContext stays 0 and throughput is left out",
        Kind = FieldKind.Flag,
        Default = "false",
        Example = "true",
        Apply = (r, v) => { bool only = v.Flag(false); return r with { MemoryOnly = only }; },
    };

    /// <summary>One plan.</summary>
    /// <exception cref="RequestException">The request can't be answered.</exception>
    internal static async Task<MemoryPlan> AnswerAsync(PlanRequest request, Inquiry inquiry)
    {
        IEngine engine = inquiry.Engine(request.Engine);
        (Rig named, Cluster? machines) = request.Rpc.Length > 0 ? await RpcServers.RigAsync(request, inquiry).ConfigureAwait(false) : (await inquiry.RigAsync(request.Rig).ConfigureAwait(false), null);
        Rig rig = WithBackend(named, request.Backend, keepRemote: request.Rpc.Length > 0);
        request = FitFields.Filled(request with { Question = request.Question with { RpcServers = request.Rpc } });
        request = await ProjectorFile.FindAsync(request, inquiry, rig.Devices.FirstOrDefault()?.Backend).ConfigureAwait(false);
        request = await DraftModel.FindAsync(request, inquiry).ConfigureAwait(false);
        try
        {
            Planner planner = new(engine) { Contexts = inquiry.Desk.Contexts };
            IReadOnlyList<string> candidates = request.Quant is null ? inquiry.Quantizations(request) : [];
            MemoryPlan plan = candidates.Count > 0
                ? await BestAsync(candidates, request, planner, rig, inquiry).ConfigureAwait(false)
                : Made(planner, ProjectorFile.Beside(await inquiry.ModelAsync(request).ConfigureAwait(false), request.Question.Vision), request, rig);
            return request.MemoryOnly ? plan : RpcServers.Linked(plan, machines);
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", engine.Name));
        }
    }

    /// <summary>The best quantization that is comfortable; else the best that fits the devices at all; else, as in the survey, the best of
    /// those that are taken where a model spills; else the smallest tried.</summary>
    private static async Task<MemoryPlan> BestAsync(IReadOnlyList<string> candidates, PlanRequest request, Planner planner, Rig rig, Inquiry inquiry)
    {
        List<(Model Model, string Quant, Verdict Verdict)> tried = [];
        foreach (string quant in candidates)
        {
            Model model = await inquiry.ModelAsync(request with { Quant = quant }).ConfigureAwait(false);
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
            Verdict.DoesNotFit or Verdict.Unknown => null,
            Verdict.Spills => tried.Find(t => t.Verdict == best && Survey.SpillingRecipes.Contains(t.Quant)).Model,
            _ => tried.Find(t => t.Verdict == best).Model,
        };
        return Made(planner, ProjectorFile.Beside(taken ?? tried[^1].Model, request.Question.Vision), request, rig);
    }

    private static MemoryPlan Made(Planner planner, Model model, PlanRequest request, Rig rig) =>
        request.MemoryOnly ? planner.Sketch(Noted(model, request), request.Question, rig) : planner.Plan(Noted(model, request), request.Question, rig);

    private static Model Noted(Model model, PlanRequest request) => DraftModel.Beside(model, request.Question.Draft);

    private static Rig WithBackend(Rig rig, Backend? backend, bool keepRemote)
    {
        bool Kept(Device device) => keepRemote && device.Backend == Backend.Rpc;
        return backend switch
        {
            null => rig,
            Backend.Cpu => rig with { Devices = [.. rig.Devices.Where(Kept)] },
            Backend chosen => rig with { Devices = [.. rig.Devices.Select(d => Kept(d) ? d : d with { Backend = chosen })] },
        };
    }
}
