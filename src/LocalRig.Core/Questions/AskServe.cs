using LocalRig.Advice.Clusters;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Serving;

namespace LocalRig.Questions;

/// <summary><c>serve</c>: a model for many users, on one machine or several.</summary>
public static class AskServe
{
    private const string SixteenBits = "BF16";

    /// <summary>The question.</summary>
    public static Question<ServeRequest, ServeAnswer> Question { get; } = new()
    {
        Name = "serve",
        Sentence = "A model for many users or over several machines: weights and cache pool per device under vLLM or SGLang, sequences at once, the link's cost, commands.",
        Group = QuestionGroup.RunIt,
        Example = """{"model":"Qwen3.5-27B","rig":"2x rtx-3090"}""",
        Reader = ServeFields.Reader,
        Answer = static async (request, inquiry) => request.OverRpc ? await OverRpcAsync(request, inquiry).ConfigureAwait(false) : await PlanAsync(request, inquiry).ConfigureAwait(false),
        Shape = static () => ServeJson.Shape,
    };

    /// <summary>llama.cpp over several machines: the others' devices join the first machine's through RPC servers.</summary>
    private static async Task<ServeAnswer> OverRpcAsync(ServeRequest request, Inquiry inquiry)
    {
        Cluster cluster = await inquiry.ClusterAsync(request.Plan.Rig).ConfigureAwait(false);
        if (cluster.Nodes.Length < 2)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "llama.cpp needs RPC only for a second machine.", $"`localrig plan {request.Plan.Model}` plans one; name several: --rig \"rtx-3090 / rtx-3090 over 10gbe\".", "--rig"));
        }

        MemoryPlan plan = await AskPlan.AnswerAsync(request.Plan with { Rig = new DescribedRig(RpcPlan.Joined(cluster)) }, inquiry).ConfigureAwait(false);
        return new ServedOverRpc(RpcPlan.Of(plan, cluster));
    }

    /// <summary>Parameters of a model's encoder: its own, or those of the model whose shape it has.</summary>
    internal static long Vision(CatalogModel? model) => model?.Parameters.Vision ?? model?.Base?.Parameters.Vision ?? 0;

    private static async Task<ServeAnswer> PlanAsync(ServeRequest request, Inquiry inquiry)
    {
        Cluster cluster = await inquiry.ClusterAsync(request.Plan.Rig).ConfigureAwait(false);
        Model model = await inquiry.ModelAsync(request.Plan with { Quant = SixteenBits }).ConfigureAwait(false);
        CatalogModel? listed = inquiry.Listed(model);
        int context = request.Plan.Question.Workload.Context;
        ServingQuestion question = request.Serving with
        {
            Context = context > 0 ? context : model.Architecture?.ContextLength ?? context,
            VisionParameters = Vision(listed),
            Repository = listed?.Repository ?? model.Source,
        };
        try
        {
            ServingPlan plan = ServingPlanner.Plan(model, cluster, question);
            return new Served(plan) { Kept = request.AsManifest ? ServingManifest.Of(plan) : null };
        }
        catch (ServingException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", AnswerWords.Word(question.Runtime)));
        }
    }
}
