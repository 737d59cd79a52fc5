using System.CommandLine;
using LocalRig.Advice;
using LocalRig.Advice.Comparing;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig compare</c>: two configurations side by side.</summary>
internal static class CompareCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("compare", "Two models, quantizations, rigs or whole configurations side by side: compare \"Qwen3.5-27B --quant Q4_K_M\" \"--quant Q6_K\" --rig rtx-3090.");
        Argument<string> first = new("first") { Description = "a model, rig or quantization, or in quotes a model with options of `plan`" };
        Argument<string> second = new("second") { Description = "the other; without a model it is the first with these changes" };
        Option<string?> model = new("--model") { Description = "the model of both sides, where they name none", HelpName = "MODEL" };
        Option<bool> json = SharedOptions.Json();
        command.Add(first);
        command.Add(second);
        command.Add(model);
        MoneyOptions money = new(command);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            (PlanRequest a, PlanRequest b) = ComparedRequests.Of(parsed.GetValue(first)!, parsed.GetValue(second)!, parsed.GetValue(model), options.Given(parsed));
            List<Problem> problems = [];
            DateOnly today = surroundings.Today;
            Exchange exchange = money.Exchange(parsed, today, problems);
            StaleRule rule = money.Rule(parsed, problems);
            if (problems.Count > 0)
            {
                throw new RequestException([.. problems]);
            }

            PlanService service = new(surroundings);
            async Task<ComparedSide> SideAsync(PlanRequest request)
            {
                MemoryPlan plan = await service.AnswerAsync(request, cancellation);
                return new ComparedSide(plan, HardwareCost.Of(plan.Rig, PriceList.Default, today, exchange, rule));
            }

            Comparison comparison = Comparison.Of(await SideAsync(a), await SideAsync(b));
            surroundings.Terminal.Answer(parsed.GetValue(json), w => ComparisonWriter.Write(w, comparison), () => ComparisonScreen.Of(comparison));
            return 0;
        });
        return command;
    }
}
