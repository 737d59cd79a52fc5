using System.Collections.Immutable;
using System.CommandLine;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig cloud</c>: a model on a rig against the same model bought by the token.</summary>
internal static class CloudCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("cloud", "A model on a rig against the same model bought by the token: what each costs, and when the rig has paid for itself.");
        Argument<string> model = SharedOptions.Model("catalogue id (Qwen3.5-27B), GGUF file, hf:owner/repo[:file] or https address");
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        CloudOptions money = new(command);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = options.Request(parsed, parsed.GetValue(model)!);
            DateOnly today = surroundings.Today;
            CloudSettings settings = money.Read(parsed, today); // before planning: silly input is refused at once
            MemoryPlan plan = await PlanAsync(surroundings, request, cancellation);
            CloudQuestion question = settings.Question(plan, thisMachine: request.Rig is ThisMachineRig);
            CloudAdvisor advisor = new(PriceList.Default);
            if (plan.Verdict == Verdict.DoesNotFit)
            {
                CloudOnly only = advisor.WithoutRig(question);
                surroundings.Terminal.Answer(parsed.GetValue(json), w => CloudWriter.Write(w, only), () => CloudScreen.Of(only));
            }
            else
            {
                CloudAnswer answer = advisor.Answer(question);
                surroundings.Terminal.Answer(parsed.GetValue(json), w => CloudWriter.Write(w, answer), () => CloudScreen.Of(answer, surroundings.Terminal.Width));
            }

            return 0;
        });
        return command;
    }

    /// <summary>The plan asked for; a catalogue model without a quantization gets the one a survey of the rig would pick, or the smallest it tries.</summary>
    private static async Task<MemoryPlan> PlanAsync(Surroundings surroundings, PlanRequest request, CancellationToken cancellation)
    {
        if (request.Quant is null && ModelCatalog.Default.Find(request.Model) is CatalogModel known)
        {
            Rig rig = await surroundings.Rigs.FindAsync(request, cancellation);
            ImmutableArray<SurveyLine> lines = Survey.Of([known], rig, surroundings.Engines.Find(request.Engine), request.Question);
            request = request with { Quant = lines is [var line] ? line.Plan.Model.QuantName : Survey.RecipesOf(known)[^1] };
        }

        return await new PlanService(surroundings).AnswerAsync(request, cancellation);
    }
}
