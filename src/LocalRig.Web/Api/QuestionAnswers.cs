using System.Diagnostics;
using System.Text;
using System.Threading.RateLimiting;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Web.Metrics;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary>Answers <c>/api/v1/{question}</c> and <c>/api/v1/batch</c>.</summary>
/// <param name="desk">Where questions are asked.</param>
/// <param name="limits">What clients may take.</param>
/// <param name="meters">Told of every answer.</param>
internal sealed class QuestionAnswers(Desk desk, WebLimits limits, Meters meters) : IDisposable
{
    private const int RetryAfterLate = 5; // a machine that is busy now may not be then

    private readonly Epoch _epoch = new(desk);
    private readonly AnswerGate _gate = new(limits.Answers, limits.Waiting);
    private readonly AnswerGate _batches = new(limits.Batches, limits.WaitingBatches);

    /// <summary>Answers already worked out.</summary>
    public AnswerCache Cache { get; } = new(limits.CacheBytes);

    /// <summary>A question asked with a body.</summary>
    public async Task PostAsync(HttpContext context, string question)
    {
        Question known = Known(question);
        byte[] body = await RequestBody.ReadAsync(context, RequestBody.Json, limits.RequestBytes).ConfigureAwait(false);
        await AnswerAsync(context, known, body, null).ConfigureAwait(false);
    }

    /// <summary>A question asked in an address.</summary>
    public Task GetAsync(HttpContext context, string question)
    {
        Question known = Known(question);
        string request = QueryRequest.Of(known, context.Request.Query);
        return AnswerAsync(context, known, Encoding.UTF8.GetBytes(request), request);
    }

    /// <summary>Lines of requests, answered in order. All are read first: a client that sends before it reads would otherwise wait for a server that waits for it.</summary>
    public async Task BatchAsync(HttpContext context)
    {
        string usual = context.Request.Query["question"] is [{ } named] ? Known(named).Name : "plan";
        byte[] body = await RequestBody.ReadAsync(context, RequestBody.Lines, limits.BatchBytes).ConfigureAwait(false);
        using RateLimitLease turn = await _batches.EnterAsync(context.RequestAborted).ConfigureAwait(false);
        HttpResponse response = context.Response;
        Coding coding = Coding.Accepted(context.Request.Headers.AcceptEncoding);
        response.ContentType = "application/x-ndjson";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept-Encoding";
        if (coding != Coding.Identity)
        {
            response.Headers.ContentEncoding = coding.Name;
        }

        using StreamReader lines = new(new MemoryStream(body), Encoding.UTF8);
        Stream into = coding.Into(response.Body);
        StreamWriter answers = new(into, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = false };
        await AnswerLinesAsync(lines, answers, usual, context.RequestAborted).ConfigureAwait(false);
        await answers.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        if (into != response.Body)
        {
            await into.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Dispose();
        _batches.Dispose();
    }

    /// <summary>Answers lines until the batch's time is over, which its last line then says: others wait for their turn.</summary>
    private async Task AnswerLinesAsync(StreamReader lines, StreamWriter answers, string usual, CancellationToken gone)
    {
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(gone);
        time.CancelAfter(limits.BatchTime);
        try
        {
            await Batch.RunAsync(desk, lines, answers, usual, [], limits.Batch, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            Problem over = new(ErrorCode.Limit, $"A batch may take {limits.BatchTime.TotalSeconds:0.###} s here; the rest isn't answered.", "Send the rest as another batch.", "batch");
            await answers.WriteAsync(ProblemJson.Shape.Text(over)).ConfigureAwait(false);
            await answers.WriteAsync('\n').ConfigureAwait(false);
        }
    }

    private static Question Known(string name)
    {
        if (QuestionTable.Find(name) is Question question)
        {
            return question;
        }

        string hint = Spelling.Nearest(name, QuestionTable.Names) is string near ? $"Did you mean /api/v1/{near}?" : "GET /api/v1 lists them.";
        throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status404NotFound, $"There is no question \"{VisibleText.Of(name)}\".", hint, "question"));
    }

    private async Task AnswerAsync(HttpContext context, Question question, byte[] body, string? text)
    {
        string key = AnswerKey.Of(_epoch.Now, question.Name, body);
        if (Cache.Find(key) is Body kept)
        {
            meters.Answered(question.Name, Outcome.Kept, TimeSpan.Zero);
            await kept.SendAsync(context).ConfigureAwait(false);
            return;
        }

        Reply reply;
        TimeSpan took;
        using (await _gate.EnterAsync(context.RequestAborted).ConfigureAwait(false))
        {
            long start = Stopwatch.GetTimestamp();
            reply = await desk.ReplyAsync(question.Name, text ?? RequestBody.Text(body), limits.Answer, context.RequestAborted).ConfigureAwait(false);
            took = Stopwatch.GetElapsedTime(start);
        }

        if (reply.Problem is Problem problem)
        {
            meters.Answered(question.Name, problem.Code == ErrorCode.Unexpected ? Outcome.Failed : Outcome.Refused, took);
            bool late = problem.Code == ErrorCode.Limit && took >= limits.Time;
            throw new HttpProblemException(HttpProblem.Of(problem, late) with { RetryAfter = late ? RetryAfterLate : null });
        }

        meters.Answered(question.Name, Outcome.Worked, took);
        Body answer = new(Encoding.UTF8.GetBytes(reply.Json), Body.Json, reply.IsLasting ? key : null);
        if (reply.IsLasting)
        {
            Cache.Keep(key, answer);
        }

        await answer.SendAsync(context).ConfigureAwait(false);
    }
}
