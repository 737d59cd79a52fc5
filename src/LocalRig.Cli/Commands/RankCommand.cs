using System.CommandLine;
using LocalRig.Advice.Ranking;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Evidence;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig rank</c>: what others publish of a model's quality, side by side.</summary>
internal static class RankCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("rank", "What others publish of a model's quality: who, when, whether they made it, and where they contradict each other. Never averaged.");
        Argument<string> model = new("model") { Description = "catalogue id (Qwen3.5-27B)" };
        Option<bool> json = SharedOptions.Json();
        command.Add(model);
        command.Add(json);
        command.SetAction(parsed =>
        {
            RankAnswer answer = Answer(surroundings, parsed.GetRequiredValue(model));
            surroundings.Terminal.Answer(parsed.GetValue(json), w => RankWriter.Write(w, answer), () => RankScreen.Of(answer, surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }

    private static RankAnswer Answer(Surroundings surroundings, string name) =>
        new RankAdvisor(RankingLedger.Default, wanted => Find(surroundings, wanted)).Of(name)
        ?? throw new RequestException(new Problem(ErrorCode.ModelNotFound, $"Neither the catalogue nor a ranking that LocalRig carries has a model '{name}'.", ModelsCommand.Hint(name), "model"));

    /// <summary>A model of the catalogue, or of the user's own files.</summary>
    private static CatalogModel? Find(Surroundings surroundings, string name) =>
        ModelCatalog.Default.Find(name) ?? surroundings.Models.Listed.FirstOrDefault(m => m.Aliases.Append(m.Id).Contains(name, StringComparer.OrdinalIgnoreCase));
}
