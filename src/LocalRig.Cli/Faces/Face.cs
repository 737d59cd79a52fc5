using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Cli.Rendering;
using LocalRig.Questions;

namespace LocalRig.Cli.Faces;

/// <summary>A question's face in a terminal: the screen that shows its answer, and what that screen can be told.</summary>
internal abstract class Face
{
    /// <summary>The question.</summary>
    public abstract Question Question { get; }

    /// <summary>The screen's own options.</summary>
    public ImmutableArray<ScreenOption> Options { get; init; } = [];

    /// <summary>Asks, and shows the answer on the screen or as JSON; gives the exit code.</summary>
    public abstract Task<int> RunAsync(List<GivenField> given, ScreenChoices choices, bool json, Surroundings surroundings, CancellationToken cancellation);
}

/// <summary>A face of a question with the types of its request and answer.</summary>
/// <param name="question">The question.</param>
/// <param name="draw">Shows an answer.</param>
internal sealed class Face<TRequest, TAnswer>(Question<TRequest, TAnswer> question, Action<Showing<TAnswer>> draw) : Face
{
    /// <summary>Completes what was given before anything is asked: from the environment, from standard input, by a dialog.</summary>
    public Func<Preparing, Task<List<GivenField>>>? Prepare { get; init; }

    /// <summary>Refuses options of the screen before anything is asked.</summary>
    public Action<ScreenChoices>? Check { get; init; }

    /// <summary>The exit code of an answer; 0 without it.</summary>
    public Func<TAnswer, ScreenChoices, int>? Code { get; init; }

    /// <inheritdoc/>
    public override Question Question => question;

    /// <inheritdoc/>
    public override async Task<int> RunAsync(List<GivenField> given, ScreenChoices choices, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        Check?.Invoke(choices);
        List<GivenField> complete = Prepare is null ? given : await Prepare(new Preparing(question, given, json, surroundings, cancellation));
        List<string> notes = [];
        TAnswer answer = await surroundings.Desk.AskAsync(question, question.Reader.FromTexts(complete), cancellation: cancellation, note: notes.Add);
        if (json)
        {
            surroundings.Terminal.Output.WriteLine(question.Shape().Text(answer));
        }
        else
        {
            draw(new Showing<TAnswer>(surroundings.Terminal, answer, choices, complete));
            HostNote.Say(notes, surroundings.Terminal);
        }

        return Code?.Invoke(answer, choices) ?? 0;
    }
}

/// <summary>A request being completed.</summary>
/// <param name="Question">The question.</param>
/// <param name="Given">What was given.</param>
/// <param name="Json">Whether JSON is wanted: nobody is asked anything then.</param>
/// <param name="Surroundings">Where.</param>
/// <param name="Cancellation">When to stop.</param>
internal sealed record Preparing(Question Question, List<GivenField> Given, bool Json, Surroundings Surroundings, CancellationToken Cancellation)
{
    /// <summary>The value given for a field, or null.</summary>
    public string? Value(string field) => Given.Find(g => g.Field.Name == field)?.Text;

    /// <summary>A field of the question with a value.</summary>
    public GivenField Give(string field, string where, string text) => new(Question.Fields.First(f => f.Name == field), where, text);
}

/// <summary>An answer being shown.</summary>
/// <param name="Terminal">Where.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Choices">What the screen was told.</param>
/// <param name="Given">What the question was told.</param>
internal sealed record Showing<TAnswer>(Terminal Terminal, TAnswer Answer, ScreenChoices Choices, List<GivenField> Given)
{
    /// <summary>The value given for a field, or null.</summary>
    public string? Value(string field) => Given.Find(g => g.Field.Name == field)?.Text;
}
