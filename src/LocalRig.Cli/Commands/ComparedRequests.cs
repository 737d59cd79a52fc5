using System.CommandLine;
using System.CommandLine.Parsing;
using LocalRig.Words;
using LocalRig.Catalog;
using LocalRig.Cli.Lookup;
using LocalRig.Contract;
using LocalRig.Local.Sources;

namespace LocalRig.Cli.Commands;

/// <summary>Reads the two sides of a comparison: each a model with options, or only what it changes of the other.</summary>
internal static class ComparedRequests
{
    /// <summary>The two requests.</summary>
    /// <param name="first">The first side as given.</param>
    /// <param name="second">The second.</param>
    /// <param name="model">The model of both, where they name none.</param>
    /// <param name="common">Options of both.</param>
    /// <exception cref="RequestException">A side can't be read, or neither names a model.</exception>
    public static (PlanRequest A, PlanRequest B) Of(string first, string second, string? model, List<(RequestField Field, string Where, string Text)> common)
    {
        List<(RequestField Field, string Where, string Text)> a = Given(first);
        List<(RequestField Field, string Where, string Text)> b = Given(second);
        if (!HasModel(a) && !HasModel(b) && model is null)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "Neither side names a model.", "Add --model Qwen3.5-27B, or name one: compare \"Qwen3.5-27B --rig rtx-3090\" \"--rig rtx-4090\".", "compare"));
        }

        if (model is not null)
        {
            common.Insert(0, (RequestFields.Find("model")!, "--model", model));
        }

        bool changesA = !HasModel(a) && HasModel(b);
        bool changesB = !HasModel(b) && HasModel(a);
        return (PlanRequestReader.FromTexts([.. common, .. changesA ? b : [], .. a]), PlanRequestReader.FromTexts([.. common, .. changesB ? a : [], .. b]));
    }

    private static bool HasModel(List<(RequestField Field, string Where, string Text)> given) => given.Exists(g => g.Field.Name == "model");

    private static List<(RequestField Field, string Where, string Text)> Given(string side)
    {
        RootCommand command = new();
        Argument<string?> model = new("model") { Arity = ArgumentArity.ZeroOrOne };
        command.Add(model);
        RequestOptions options = new(command);
        ParseResult parsed = command.Parse([.. CommandLineParser.SplitCommandLine(side)], new ParserConfiguration { EnablePosixBundling = false });
        if (UsageProblems.Of(parsed) is Problem problem)
        {
            throw new RequestException(problem with { Message = $"In \"{side}\": {problem.Message}", Hint = "Options are those of `localrig plan`." });
        }

        List<(RequestField Field, string Where, string Text)> given = options.Given(parsed);
        if (parsed.GetValue(model) is string name)
        {
            given.Insert(0, (RequestFields.Find(FieldOf(name))!, FieldOf(name), name));
        }

        return given.Count > 0 ? given : throw new RequestException(new Problem(ErrorCode.Usage, $"\"{side}\" says nothing to compare.", "Write a model, or options of `localrig plan`.", "compare"));
    }

    /// <summary>What a bare word is: a model, else a rig, else a quantization; a mistyped one is what it is nearest to.</summary>
    private static string FieldOf(string word) =>
        ModelSource.IsLocation(word) || ModelCatalog.Default.Find(word) is not null ? "model"
        : IsRig(word) ? "rig"
        : QuantChoice.TryParse(word) is not null ? "quant"
        : ModelCatalog.Default.Suggest(word).IsEmpty && RigWords.Nearest(word) is not null ? "rig"
        : "model";

    private static bool IsRig(string word)
    {
        try
        {
            return RigWords.TryParse(word) is not null;
        }
        catch (RequestException)
        {
            return true; // a card, in a size nobody sold: said where the rig is looked up
        }
    }
}
