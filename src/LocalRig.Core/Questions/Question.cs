using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Shapes;

namespace LocalRig.Questions;

/// <summary>A question LocalRig answers: what it is called, what it can be told, how its answer is written. Everything that asks (the
/// command line, batches, servers, the browser) reads it here.</summary>
public abstract class Question
{
    /// <summary>Its name on the command line, in batches and addresses: <c>plan</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it answers, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where help lists it.</summary>
    public required QuestionGroup Group { get; init; }

    /// <summary>A request as somebody would send it.</summary>
    public required string Example { get; init; }

    /// <summary>What it can be told.</summary>
    public abstract ImmutableArray<Field> Fields { get; }

    /// <summary>Answers a request in JSON with the answer's JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="given">Fields that hold where the request says nothing else.</param>
    /// <param name="inquiry">Where it is asked.</param>
    /// <exception cref="RequestException">It can't be answered.</exception>
    internal abstract Task<string> AnswerJsonAsync(JsonElement request, IReadOnlyList<GivenField> given, Inquiry inquiry);

    /// <summary>Reads a request in JSON without answering it.</summary>
    /// <exception cref="RequestException">It can't be read: everything wrong with it listed.</exception>
    public abstract void CheckRequest(JsonElement request);

    /// <summary>Refuses fields that are to hold for a whole batch and can't.</summary>
    /// <exception cref="RequestException">Some are wrong: all of them listed.</exception>
    public abstract void CheckDefaults(IReadOnlyList<GivenField> given);

    /// <summary>Writes the answer's schema.</summary>
    internal abstract void DescribeAnswer(SchemaWriter schema);
}

/// <summary>A question with the types of its request and answer.</summary>
/// <typeparam name="TRequest">What is asked.</typeparam>
/// <typeparam name="TAnswer">What comes back.</typeparam>
public sealed class Question<TRequest, TAnswer> : Question
{
    private (IReadOnlyList<GivenField> Given, TRequest Request)? _defaults;

    /// <summary>Reads requests.</summary>
    public required RequestReader<TRequest> Reader { get; init; }

    /// <summary>Answers one.</summary>
    public required Func<TRequest, Inquiry, Task<TAnswer>> Answer { get; init; }

    /// <summary>Makes the shape of its answers in JSON.</summary>
    public required Func<Shape<TAnswer>> Shape { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Field> Fields => [.. Reader.Fields];

    /// <inheritdoc/>
    internal override async Task<string> AnswerJsonAsync(JsonElement request, IReadOnlyList<GivenField> given, Inquiry inquiry)
    {
        TRequest read = given.Count == 0 ? Reader.FromJson(request) : Reader.FromJson(request, Defaults(given));
        TAnswer answer = await inquiry.AnswerAsync(this, read).ConfigureAwait(false);
        return Shape().Text(answer);
    }

    /// <inheritdoc/>
    public override void CheckRequest(JsonElement request) => Reader.FromJson(request);

    /// <inheritdoc/>
    public override void CheckDefaults(IReadOnlyList<GivenField> given) => Defaults(given);

    /// <inheritdoc/>
    internal override void DescribeAnswer(SchemaWriter schema) => Shape().Describe(schema);

    /// <summary>The fields given, read; all lines of a batch have the same.</summary>
    private TRequest Defaults(IReadOnlyList<GivenField> given)
    {
        if (_defaults is { } known && ReferenceEquals(known.Given, given))
        {
            return known.Request;
        }

        TRequest request = Reader.Defaults(given);
        _defaults = (given, request);
        return request;
    }
}

/// <summary>What a question is for.</summary>
public enum QuestionGroup
{
    /// <summary>What a machine runs.</summary>
    SeeWhatRuns,

    /// <summary>One model on one machine, to the byte.</summary>
    PlanItExactly,

    /// <summary>What to take, change, buy or rent.</summary>
    Decide,

    /// <summary>What others say.</summary>
    CheckClaims,

    /// <summary>How to start it.</summary>
    RunIt,
}
