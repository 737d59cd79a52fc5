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
        Argument<string> model = new("model") { Description = "catalogue id (Qwen3.5-27B), GGUF file, hf:owner/repo[:file] or https address" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        CloudOptions money = new(command);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<(RequestField, string, string)> given = [(RequestFields.Find("model")!, "model", parsed.GetValue(model)!), .. options.Given(parsed)];
            PlanRequest request = PlanRequestReader.FromTexts(given);
            DateOnly today = DateOnly.FromDateTime(surroundings.Time.GetLocalNow().Date);
            CloudSettings settings = money.Read(parsed, today); // before planning: silly input is refused at once
            MemoryPlan plan = await PlanAsync(surroundings, request, cancellation);
            if (plan.Verdict == Verdict.DoesNotFit)
            {
                throw new RequestException(new Problem(
                    ErrorCode.Usage, $"{plan.Model.Id} does not fit {plan.Rig.Name}, so there is nothing to compare.", $"See `localrig plan {plan.Model.Id}`; or name a larger rig or a smaller quantization.", "rig"));
            }

            CloudAnswer answer = new CloudAdvisor(PriceList.Default).Answer(settings.Question(plan, thisMachine: request.Rig is ThisMachineRig));
            if (parsed.GetValue(json))
            {
                surroundings.Terminal.Output.WriteLine(PlanResultWriter.Text(false, w => CloudWriter.Write(w, answer)));
            }
            else
            {
                surroundings.Terminal.Draw(CloudScreen.Of(answer, surroundings.Terminal.Width));
            }

            return 0;
        });
        return command;
    }

    /// <summary>The plan asked for; a catalogue model without a quantization gets the one a survey of the rig would pick.</summary>
    private static async Task<MemoryPlan> PlanAsync(Surroundings surroundings, PlanRequest request, CancellationToken cancellation)
    {
        if (request.Quant is null && ModelCatalog.Default.Find(request.Model) is CatalogModel known)
        {
            Rig rig = await surroundings.Rigs.FindAsync(request, cancellation);
            if (Survey.Of([known], rig, surroundings.Engines.Find(request.Engine), request.Question) is [var line])
            {
                request = request with { Quant = line.Plan.Model.QuantName };
            }
        }

        return await new PlanService(surroundings).AnswerAsync(request, cancellation);
    }
}
