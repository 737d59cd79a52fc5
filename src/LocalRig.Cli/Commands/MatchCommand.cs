using System.CommandLine;
using System.Globalization;
using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Cli.Commands;

/// <summary><c>localrig match</c>: which model for which hardware.</summary>
internal static class MatchCommand
{
    public static Command Make(Surroundings surroundings)
    {
        Command command = new("match", "Which model for which hardware: the best one each rig runs, in which quantization, and why not the next.");
        Option<string[]> rigs = new("--rig") { Description = "a machine; may be given several times; this machine without it", HelpName = "RIG" };
        Option<bool> tiers = new("--tiers") { Description = "twelve rigs in the six tiers of memory that guides speak of" };
        Option<string?> family = new("--family") { Description = "only models of this family: qwen3.5", HelpName = "NAME" };
        Option<string?> context = new("-c", "--ctx-size") { Description = "tokens of context to plan with (8k)", HelpName = "N" };
        Option<string?> speed = new("--min-tps") { Description = "the slowest answer that will do, in tokens per second (reading speed)", HelpName = "N" };
        Option<string?> shortest = new("--min-context") { Description = "the shortest comfortable context that will do, in tokens", HelpName = "N" };
        Option<string?> margin = new("--margin") { Description = "memory to leave free on every device, to count as comfortable (1GiB)", HelpName = "SIZE" };
        Option<string?> accept = new("--accept") { Description = "how badly a model may fit and still compete by strength: comfortable, tight or spills (comfortable)", HelpName = "VERDICT" };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in (Option[])[rigs, tiers, family, context, margin, accept, speed, shortest, json])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            PlanRequest request = PlanRequestReader.Defaults([.. Given("ctx", "-c", parsed.GetValue(context)), .. Given("margin", "--margin", parsed.GetValue(margin))]);
            Usable usable = Usable.Default with
            {
                TokensPerSecond = Number(parsed.GetValue(speed), "--min-tps") ?? Usable.Default.TokensPerSecond,
                Context = parsed.GetValue(shortest) is string least ? PlanRequestReader.Defaults([(RequestFields.Find("ctx")!, "--min-context", least)]).Question.Workload.Context : 0,
                Worst = Accepted(parsed.GetValue(accept)),
            };
            CatalogModel[] models = Family(surroundings, parsed.GetValue(family));
            IEngine engine = surroundings.Engines.Find(null).Remembering();
            List<HardwareMatch> matches = [];
            foreach ((string tier, RigRequest wanted) in Wanted(parsed.GetValue(rigs) ?? [], parsed.GetValue(tiers)))
            {
                Rig rig = await surroundings.Rigs.FindAsync(request with { Rig = wanted }, cancellation);
                matches.Add(HardwareMatch.Of(tier, rig, Survey.Of(models, rig, engine, request.Question, caches: true), usable));
            }

            surroundings.Terminal.Answer(parsed.GetValue(json), w => MatchWriter.Write(w, matches), () => MatchScreen.Of(matches, surroundings.Terminal.Width));
            return 0;
        });
        return command;
    }

    private static IEnumerable<(RequestField, string, string)> Given(string field, string option, string? text) =>
        text is null ? [] : [(RequestFields.Find(field)!, option, text)];

    private static Verdict Accepted(string? word) =>
        word?.ToLowerInvariant() switch
        {
            null or "comfortable" => Verdict.Comfortable,
            "tight" => Verdict.Tight,
            "spills" => Verdict.Spills,
            _ => throw new RequestException(new Problem(ErrorCode.Usage, $"--accept is \"{word}\", which is no way a model fits.", "Write comfortable, tight or spills.", "--accept")),
        };

    private static IEnumerable<(string Tier, RigRequest Rig)> Wanted(string[] rigs, bool tiers)
    {
        IEnumerable<(string, RigRequest)> named = rigs.Select(r => ("", (RigRequest)new NamedRig(r)));
        IEnumerable<(string, RigRequest)> all = tiers ? HardwareTiers.All.Select(t => (t.Tier, (RigRequest)new NamedRig(t.Rig))).Concat(named) : named;
        return rigs.Length == 0 && !tiers ? [("", new ThisMachineRig())] : all;
    }

    private static CatalogModel[] Family(Surroundings surroundings, string? family)
    {
        CatalogModel[] models = [.. surroundings.Models.Listed.Where(m => family is null || Same(m.Family, family))];
        return models.Length > 0
            ? models
            : throw new RequestException(new Problem(
                ErrorCode.ModelNotFound, $"The catalogue has no family \"{family}\".",
                $"It has {string.Join(", ", surroundings.Models.Listed.Select(m => m.Family).Distinct())}.", "--family"));
    }

    private static bool Same(string family, string wanted) =>
        family.Replace("-", "", StringComparison.Ordinal).Equals(wanted.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static double? Number(string? text, string option) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= 0 ? value
        : throw new RequestException(new Problem(ErrorCode.Usage, $"{option} is \"{text}\", which is no speed in tokens per second.", "Write a number such as 10.", option));
}
