using System.CommandLine;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig models</c>: the catalogue.</summary>
internal static class ModelsCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("models", "The models LocalRig knows by name.");
        Argument<string?> filter = new("filter") { Description = "only names that contain this: qwen3.5, gemma", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = SharedOptions.Json();
        command.Add(filter);
        command.Add(json);
        command.SetAction(parsed =>
        {
            string? wanted = parsed.GetValue(filter);
            List<CatalogModel> models =
            [
                .. surroundings.Models.Listed
                    .Where(m => wanted is null || Names(m).Any(n => n.Contains(wanted, StringComparison.OrdinalIgnoreCase))),
            ];
            if (models.Count == 0)
            {
                throw new RequestException(new Problem(
                    ErrorCode.ModelNotFound, $"No model's name contains \"{wanted}\".", Hint(wanted!), "filter"));
            }

            surroundings.Terminal.Answer(parsed.GetValue(json), w => CatalogWriter.Write(w, models), () => ModelsScreen.Of(models, surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Names(CatalogModel model) => model.Aliases.Append(model.Id).Append(model.Family);

    /// <summary>What may have been meant by a name nobody knows.</summary>
    internal static string Hint(string wanted) =>
        ModelCatalog.Default.Suggest(wanted) is { IsEmpty: false } near ? $"Did you mean {string.Join(" or ", near)}?" : "`localrig models` lists all.";
}
