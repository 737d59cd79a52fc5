using System.CommandLine;
using LocalRig.Advice.Quants;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig quants</c>: a model's quantizations side by side.</summary>
internal static class QuantsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("quants", "A model's quantizations side by side: size, fit, speed, measured quality by whom, and which to take.");
        Argument<string> model = new("model") { Description = "catalogue id (Qwen3.5-27B)" };
        Option<bool> all = new("--all") { Description = "every recipe llama-quantize can make, not just the common ones" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        Option<string?> runtime = RuntimeOption.Make("pick among those one runtime runs, of a version where it matters (ollama@0.29)");
        command.Add(all);
        command.Add(runtime);
        RequestOptions options = new(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = options.Request(parsed, parsed.GetValue(model)!);
            Model found = await surroundings.Models.FindAsync(request with { Quant = null }, cancellation);
            CatalogModel listed = surroundings.Models.Listed.FirstOrDefault(m => m.Id == found.Id)
                ?? throw new RequestException(new Problem(ErrorCode.Usage, "quants compares a catalogue model's quantizations, and a file has one.", $"`localrig plan {request.Model}` plans the file.", "model"));
            Rig rig = await surroundings.Rigs.FindAsync(request, cancellation);
            IEngine engine = surroundings.Engines.Find(request.Engine);
            QuantAnswer answer = new QuantAdvisor(engine, QualityLedger.Default).Of(listed, rig, request.Question, parsed.GetValue(all), RuntimeOption.Read(parsed.GetValue(runtime)));
            surroundings.Terminal.Answer(parsed.GetValue(json), w => QuantsWriter.Write(w, listed.Id, answer), () => QuantsScreen.Of(listed, rig, answer, surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }
}
