using System.Collections.Immutable;
using System.Text;
using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Audit.Reading;
using LocalRig.Cli.Rendering;
using LocalRig.Contract;

namespace LocalRig.Cli.Faces;

/// <summary>What a terminal adds to an audit: a guide from standard input, and an exit code for verdicts somebody wants to fail on.</summary>
internal static class AuditFace
{
    /// <summary>The option that leaves the working out.</summary>
    public const string Brief = "--brief";

    /// <summary>The exit code when a claim has a verdict the caller wanted to fail on.</summary>
    private const int Failed = 6;

    private const int AtOnce = 16 << 10; // characters

    /// <summary>The option that writes a review to post.</summary>
    public const string Markdown = "--markdown";

    /// <summary>The option that gives the guide back with notes.</summary>
    public const string Annotate = "--annotate";

    private const string Strict = "--strict";
    private const string FailOn = "--fail-on";
    private const string StandardInput = "standard input";

    private static IReadOnlyList<ClaimVerdict> All => AuditJson.Order;

    /// <summary>The screen's options.</summary>
    public static ImmutableArray<ScreenOption> Options { get; } =
    [
        new(FailOn, $"exit with code {Failed} when a claim has one of these verdicts: false,misleading,depends,unsupported,not-checked", "VERDICTS"),
        new(Strict, $"exit with code {Failed} when a claim is false"),
        new(Brief, "verdicts and corrections without the working"),
        new(Markdown, "a short review for the guide's author, in Markdown, ready to post"),
        new(Annotate, "the guide itself, with a note after each passage that has claims"),
    ];

    /// <summary>What was given, with the text of standard input where the guide is <c>-</c>; never much more of it than is read.</summary>
    public static async Task<List<GivenField>> ReadInputAsync(Preparing asked)
    {
        if (asked.Value("file") != "-")
        {
            return asked.Given;
        }

        StringBuilder text = new();
        char[] some = new char[AtOnce];
        while (text.Length <= Guide.MostCharacters && await asked.Surroundings.Terminal.Input.ReadAsync(some.AsMemory(), asked.Cancellation) is int read and > 0)
        {
            text.Append(some, 0, read);
        }

        return [.. asked.Given.Where(g => g.Field.Name != "file"), asked.Give("text", StandardInput, text.ToString()), asked.Give("source", StandardInput, StandardInput)];
    }

    /// <summary>Refuses verdicts nobody knows.</summary>
    public static void Check(ScreenChoices choices)
    {
        _ = Verdicts(choices);
        if (choices.Has(Markdown) && choices.Has(Annotate))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{Markdown} and {Annotate} are two different texts.", "Give one of them.", Annotate));
        }
    }

    /// <summary>Shows the report, or writes the text that was asked for instead.</summary>
    public static void Show(Showing<AuditReport> shown)
    {
        if (shown.Choices.Has(Markdown))
        {
            shown.Terminal.Output.Write(Review.Markdown(shown.Answer));
        }
        else if (shown.Choices.Has(Annotate))
        {
            shown.Terminal.Output.Write(Review.Annotated(shown.Answer.Text, shown.Answer));
        }
        else
        {
            shown.Terminal.Draw(AuditScreen.Of(shown.Answer, shown.Choices.Has(Brief)));
        }
    }

    /// <summary>The exit code.</summary>
    public static int Code(AuditReport report, ScreenChoices choices)
    {
        HashSet<ClaimVerdict> wanted = Verdicts(choices);
        return report.Findings.Any(f => wanted.Contains(f.Verdict)) ? Failed : 0;
    }

    private static HashSet<ClaimVerdict> Verdicts(ScreenChoices choices)
    {
        HashSet<ClaimVerdict> verdicts = choices.Has(Strict) ? [ClaimVerdict.False] : [];
        foreach (string word in (choices[FailOn] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            verdicts.Add(All.Where(v => AnswerWords.Word(v).Equals(word, StringComparison.OrdinalIgnoreCase)).Select(v => (ClaimVerdict?)v).FirstOrDefault()
                ?? throw new RequestException(new Problem(ErrorCode.Usage, $"There is no verdict \"{word}\".", $"Verdicts are {string.Join(", ", All.Select(v => AnswerWords.Word(v)))}.", FailOn)));
        }

        return verdicts;
    }
}
