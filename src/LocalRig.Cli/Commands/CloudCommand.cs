using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;
using Spectre.Console.Rendering;

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
            CloudQuestion question = settings.Question(plan, thisMachine: request.Rig is ThisMachineRig);
            CloudAdvisor advisor = new(PriceList.Default);
            if (plan.Verdict == Verdict.DoesNotFit)
            {
                CloudOnly only = advisor.WithoutRig(question);
                Show(surroundings.Terminal, parsed.GetValue(json), w => CloudWriter.Write(w, only), () => CloudScreen.Of(only));
            }
            else
            {
                CloudAnswer answer = advisor.Answer(question);
                Show(surroundings.Terminal, parsed.GetValue(json), w => CloudWriter.Write(w, answer), () => CloudScreen.Of(answer, surroundings.Terminal.Width));
            }

            return 0;
        });
        return command;
    }

    private static void Show(Terminal terminal, bool json, Action<Utf8JsonWriter> write, Func<IRenderable> screen)
    {
        if (json)
        {
            terminal.Output.WriteLine(PlanResultWriter.Text(false, write));
        }
        else
        {
            terminal.Draw(screen());
        }
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
