using LocalRig.Advice.Starting;
using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>The answers of somebody who starts.</summary>
public sealed record StartRequest
{
    /// <summary>The machine.</summary>
    public RigRequest Rig { get; init; } = new ThisMachineRig();

    /// <summary>What for.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>What matters more.</summary>
    public Priority Priority { get; init; }
}

/// <summary><c>start</c>: three questions, one pick.</summary>
public static class AskStart
{
    /// <summary>The question.</summary>
    public static Question<StartRequest, StartPick> Question { get; } = new()
    {
        Name = "start",
        Sentence = "Three questions and one pick, for somebody who knows nothing yet.",
        Group = QuestionGroup.SeeWhatRuns,
        Example = """{"rig":"rtx-3060","for":"coding","want":"speed"}""",
        Reader = new(
            [
                RigField.Of<StartRequest>("answers the first question: this, rtx-3060, \"MacBook Air M3 16GB\"", (r, rig) => r with { Rig = rig is NamedRig named ? StartWords.Rig(named.Text) : rig }),
                WaitField.Of<StartRequest>((r, wait) => r with { Rig = r.Rig.Waiting(wait) }),
                Choice("for", "answers the second: chat, coding, documents, several, agents, vision", "PURPOSE", Enum.GetValues<Purpose>(), AnswerWords.Word, (r, p) => r with { Purpose = p }),
                Choice("want", "answers the third: quality, speed", "WHAT", Enum.GetValues<Priority>(), AnswerWords.Word, (r, p) => r with { Priority = p }),
            ],
            new StartRequest()),
        Answer = static async (request, inquiry) =>
            await Starter.InTurnsAsync(inquiry.Catalog.Offered, await inquiry.RigAsync(request.Rig).ConfigureAwait(false), inquiry.Engine(null), new StartQuestion(request.Purpose, request.Priority), inquiry.Desk.Rankings).ConfigureAwait(false),
        Shape = static () => StartJson.Shape,
    };

    private static Field<StartRequest> Choice<TChoice>(string name, string help, string placeholder, TChoice[] choices, Func<TChoice, string> word, Func<StartRequest, TChoice, StartRequest> set)
        where TChoice : struct =>
        new()
        {
            Name = name,
            Help = help,
            Kind = FieldKind.Choice(choices.Select(word)),
            Options = FieldOption.Value(placeholder, $"--{name}"),
            Default = word(choices[0]),
            Example = word(choices[^1]),
            Apply = (r, v) => set(r, StartWords.Choice(v, choices, word)),
        };
}
