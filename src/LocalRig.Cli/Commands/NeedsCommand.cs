using System.CommandLine;
using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Catalog;
using LocalRig.Cli.Lookup;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig needs</c>: the memory and bandwidth a model needs, and machines that have them.</summary>
internal static class NeedsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("needs", "The reverse of a plan: the smallest memory a model needs, the bandwidth for a speed, and machines that have both.");
        Argument<string> model = SharedOptions.Model("catalogue id (Qwen3.5-27B), GGUF file, hf:owner/repo[:file] or https address");
        Option<string?> speed = new("--tps") { Description = "tokens of an answer per second it should reach", HelpName = "N" };
        Option<bool> all = new("--all") { Description = "every machine of the catalogue that does it" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        command.Add(speed);
        command.Add(all);
        MoneyOptions money = new(command);
        RequestOptions options = new(command, refused: "rig");
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = options.Request(parsed, parsed.GetValue(model)!);
            List<Problem> problems = [];
            double? wanted = MoneyOptions.Number(parsed.GetValue(speed), "--tps", "speed in tokens per second", 0.01, 1_000_000, problems);
            DateOnly today = surroundings.Today;
            Exchange exchange = money.Exchange(parsed, today, problems);
            StaleRule rule = money.Rule(parsed, problems);
            if (request.Rig is not ThisMachineRig)
            {
                problems.Add(new Problem(ErrorCode.Usage, "needs looks for rigs, so it takes none.", $"Leave --rig out, or see `localrig plan {request.Model} --rig …`.", "--rig"));
            }

            if (problems.Count > 0)
            {
                throw new RequestException([.. problems]);
            }

            NeedsAnswer answer = await AnswerAsync(surroundings, request, wanted, rig => HardwareCost.Of(rig, PriceList.Default, today, exchange, rule), cancellation);
            surroundings.Terminal.Answer(parsed.GetValue(json), w => NeedsWriter.Write(w, answer), () => NeedsScreen.Of(answer, parsed.GetValue(all), surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }

    private static async Task<NeedsAnswer> AnswerAsync(
        Surroundings surroundings, PlanRequest request, double? wanted, Func<Rig, HardwareCost> price, CancellationToken cancellation)
    {
        IEngine engine = surroundings.Engines.Find(request.Engine).Remembering();
        try
        {
            Model[] models = await ModelsAsync(surroundings, request, cancellation);
            return new NeedsAdvisor(engine, request.Question, request.Backend).Answer(models, wanted, [.. RigCandidates.Families(request.Backend)], price);
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", engine.Name));
        }
    }

    /// <summary>The quantization asked for, or the common ones of a catalogue model, most bytes first.</summary>
    private static async Task<Model[]> ModelsAsync(Surroundings surroundings, PlanRequest request, CancellationToken cancellation)
    {
        if (request.Quant is not null || surroundings.Models.Quantizations(request).Count == 0)
        {
            return [await surroundings.Models.FindAsync(request, cancellation)];
        }

        Model any = await surroundings.Models.FindAsync(request, cancellation);
        CatalogModel listed = surroundings.Models.Listed.First(m => m.Id == any.Id);
        QuantLadder ladder = QuantLadder.Of(listed, request.Question.Workload.Mtp);
        return ladder.Rungs.IsEmpty ? [any] : [.. ladder.Rungs.Select(r => ladder.InQuant(r.Name))];
    }
}
