using System.CommandLine;
using LocalRig.Catalog;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Runtimes;
using LocalRig.Serving;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig serve</c>: a model for many users, on one machine or several.</summary>
internal static class ServeCommand
{
    private const string SixteenBits = "BF16";

    public static Command Make(Surroundings surroundings)
    {
        Command command = new("serve", "A model for many users or over several machines: weights and cache pool per device under vLLM or SGLang, sequences at once, the link's cost, commands.");
        Argument<string> model = new("model") { Description = "catalogue id (Qwen3.5-27B), safetensors folder, hf:owner/repo" };
        command.Add(model);
        ServeOptions options = new(command);
        Option<bool> json = SharedOptions.Json();
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = options.Request(parsed, parsed.GetValue(model)!);
            if (options.OverRpc(parsed))
            {
                await RpcPlans.AnswerAsync(surroundings, request, parsed.GetValue(json), cancellation);
                return 0;
            }

            ServingPlan plan = await PlanAsync(surroundings, options, parsed, request, cancellation);
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => ServingWriter.Write(w, plan)));
            }
            else
            {
                surroundings.Terminal.Draw(ServeScreen.Of(plan, surroundings.Terminal.Width));
                foreach (NodeCommand start in ServingCommands.Of(plan))
                {
                    // Not drawn: a drawn line is broken at the screen's edge, and these are to be copied.
                    string where = plan.Cluster.Nodes.Length > 1 ? $"[{start.Node}]" : "";
                    surroundings.Terminal.Output.WriteLine($"{where}$ {start.Text}");
                }
            }

            return 0;
        });
        return command;
    }

    private static async Task<ServingPlan> PlanAsync(
        Surroundings surroundings, ServeOptions options, ParseResult parsed, PlanRequest request, CancellationToken cancellation)
    {
        ServingQuestion asked = options.Question(parsed, request.Question.Workload.Context);
        Cluster cluster = await ClusterWords.FindAsync(request, surroundings.Rigs, cancellation);
        Model model = await surroundings.Models.FindAsync(request with { Quant = SixteenBits }, cancellation);
        CatalogModel? listed = surroundings.Models.Listed.FirstOrDefault(m => m.Id == model.Id);
        ServingQuestion question = asked with
        {
            Context = asked.Context > 0 ? asked.Context : model.Architecture?.ContextLength ?? asked.Context,
            VisionParameters = listed?.Parameters.Vision ?? 0,
            Repository = listed?.Repository ?? model.Source,
        };
        try
        {
            return ServingPlanner.Plan(model, cluster, question);
        }
        catch (ServingException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", ServingWriter.RuntimeWord(question.Runtime)));
        }
    }
}
