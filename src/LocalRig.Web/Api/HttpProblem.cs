using System.Globalization;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Shapes;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary>What is wrong with a request over HTTP: a status and the problem, told as RFC 9457 has it, with the <c>error</c> every other face prints.</summary>
/// <param name="Status">The status.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record HttpProblem(int Status, Problem Problem)
{
    /// <summary>What the body is.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The shape of the body.</summary>
    public static ObjectShape<HttpProblem> Shape { get; } = new ObjectShape<HttpProblem>()
        .Text("type", "A name for this sort of problem.", p => "urn:localrig:problem:" + p.Problem.Code.Name())
        .Text("title", "What sort of problem it is, in words.", p => Title(p.Status))
        .Integer("status", "The HTTP status.", p => p.Status)
        .Text("detail", "What is wrong, in one sentence.", p => p.Problem.Message)
        .Word("code", "What sort of error it is.", ErrorCodes.Name, p => p.Problem.Code)
        .Text("hint", "How to mend it; may be empty.", p => p.Problem.Hint)
        .Text("where", "The field, option or file it is about; may be empty.", p => p.Problem.Where)
        .Include(p => p.Problem, ProblemJson.Shape);

    /// <summary>Seconds after which asking again may help; null where it won't.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A problem of asking, in one sentence.</summary>
    public static HttpProblem Of(int status, string message, string hint, string where = "request") =>
        new(status, new Problem(status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? ErrorCode.Limit : ErrorCode.Usage, message, hint, where));

    /// <summary>A problem the desk told.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="late">Whether the answer's time was over.</param>
    public static HttpProblem Of(Problem problem, bool late = false) =>
        new(problem.Code switch
        {
            ErrorCode.Usage => StatusCodes.Status400BadRequest,
            ErrorCode.ModelNotFound => StatusCodes.Status404NotFound,
            ErrorCode.ModelUnreadable or ErrorCode.RigUnknown or ErrorCode.Runtime => StatusCodes.Status422UnprocessableEntity,
            ErrorCode.Limit => late ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status500InternalServerError,
        }, problem);

    /// <summary>Tells it, unless something was already said.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        HttpResponse response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is int seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Status is StatusCodes.Status413PayloadTooLarge)
        {
            response.Headers.Connection = "close"; // the rest of the body isn't read, so nothing can follow it
        }

        byte[] body = System.Text.Encoding.UTF8.GetBytes(Shape.Text(this));
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
