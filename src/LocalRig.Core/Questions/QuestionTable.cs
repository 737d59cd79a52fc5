using System.Collections.Immutable;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Every question LocalRig answers, once. Made when first asked for, each by itself.</summary>
public static class QuestionTable
{
    private static readonly (string Name, Func<Question> Make)[] Entries =
    [
        ("survey", static () => AskSurvey.Question),
        ("start", static () => AskStart.Question),
        ("match", static () => AskMatch.Question),
        ("doctor", static () => AskDoctor.Question),
        ("plan", static () => AskPlan.Question),
        ("inspect", static () => AskInspect.Question),
        ("curve", static () => AskCurve.Question),
        ("levers", static () => AskLevers.Question),
        ("quants", static () => AskQuants.Question),
        ("needs", static () => AskNeeds.Question),
        ("compare", static () => AskCompare.Question),
        ("buy", static () => AskBuy.Question),
        ("upgrade", static () => AskUpgrade.Question),
        ("cloud", static () => AskCloud.Question),
        ("prices", static () => AskPrices.Question),
        ("audit", static () => AskAudit.Question),
        ("rank", static () => AskRank.Question),
        ("models", static () => AskModels.Question),
        ("rigs", static () => AskRigs.Question),
        ("model", static () => AskModel.Question),
        ("rig", static () => AskRig.Question),
        ("commands", static () => AskCommands.Question),
        ("serve", static () => AskServe.Question),
    ];

    /// <summary>Their names, in the order help lists them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Entries.Select(e => e.Name)];

    /// <summary>All of them, in the order help lists them.</summary>
    public static IEnumerable<Question> All => Entries.Select(e => e.Make());

    /// <summary>Reads a request in JSON without answering it, and tells which question it is.</summary>
    /// <param name="request">One object; it may name its question.</param>
    /// <param name="usual">The question where it names none.</param>
    /// <exception cref="RequestException">It can't be read: everything wrong with it listed.</exception>
    public static Question Check(string request, string usual) => JsonAnswer.Check(request, usual);

    /// <summary>A question by its name, or null.</summary>
    public static Question? Find(string name)
    {
        foreach ((string known, Func<Question> make) in Entries)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return make();
            }
        }

        return null;
    }

    /// <summary>A question by its name.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public static Question Get(string name) =>
        Find(name) ?? throw new RequestException(new Problem(
            ErrorCode.Usage, $"There is no question \"{name}\".",
            Spelling.Nearest(name, Names) is string near ? $"Did you mean `{near}`?" : $"There are {string.Join(", ", Names)}.", "question"));
}
