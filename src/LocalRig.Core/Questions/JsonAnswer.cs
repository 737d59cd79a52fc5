using System.Text.Json;
using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Answers one request in JSON, errors included, so that nothing ends a batch or a server.</summary>
internal static class JsonAnswer
{
    /// <summary>The answer's JSON, or the error's.</summary>
    /// <param name="desk">Where it is asked.</param>
    /// <param name="request">One JSON object; it may name its question.</param>
    /// <param name="usual">The question where it names none.</param>
    /// <param name="given">Fields that hold where it says nothing else.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<string> OfAsync(Desk desk, string request, string usual, IReadOnlyList<GivenField> given, Limits limits, CancellationToken cancellation) =>
        (await ReplyAsync(desk, request, usual, given, limits, cancellation).ConfigureAwait(false)).Json;

    /// <summary>The same, with what is wrong and whether it lasts.</summary>
    /// <inheritdoc cref="OfAsync"/>
    public static async Task<Reply> ReplyAsync(Desk desk, string request, string usual, IReadOnlyList<GivenField> given, Limits limits, CancellationToken cancellation)
    {
        try
        {
            if (request.Length > limits.Characters)
            {
                throw new RequestException(new Problem(ErrorCode.Limit, $"The request has {request.Length:N0} characters; {limits.Characters:N0} are read here.", "Ask for less at once.", "request"));
            }

            using JsonDocument document = RequestJson.Parse(request);
            RequestJson.NeedObject(document.RootElement);
            using Inquiry inquiry = new(desk, limits, cancellation);
            string answer = await Named(document.RootElement, usual).AnswerJsonAsync(document.RootElement, given, inquiry).ConfigureAwait(false);
            return new Reply(answer, null, inquiry.IsLasting);
        }
        catch (RequestException wrong)
        {
            return Wrong(wrong.Combined);
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            return Wrong(new Problem(ErrorCode.Unexpected, $"LocalRig failed on this request: {unexpected.Message}", "Please report it.", unexpected.GetType().Name));
        }
    }

    private static Reply Wrong(Problem problem) => new(ProblemJson.Shape.Text(problem), problem, IsLasting: false);

    /// <summary>Reads a request without answering it.</summary>
    /// <exception cref="RequestException">It can't be read: everything wrong with it listed.</exception>
    public static Question Check(string request, string usual)
    {
        using JsonDocument document = RequestJson.Parse(request);
        RequestJson.NeedObject(document.RootElement);
        Question question = Named(document.RootElement, usual);
        question.CheckRequest(document.RootElement);
        return question;
    }

    private static Question Named(JsonElement request, string usual)
    {
        if (!request.TryGetProperty(RequestJson.QuestionName, out JsonElement name))
        {
            return QuestionTable.Get(usual);
        }

        return name.ValueKind != JsonValueKind.String ? throw new RequestException(new Problem(ErrorCode.Usage, "`question` is no text.", "Write a question's name, such as \"plan\".", "question"))
            : QuestionTable.Get(name.GetString()!);
    }
}
