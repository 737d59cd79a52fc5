using System.Text;
using LocalRig.Contract;
using LocalRig.Shapes;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary><c>POST /api/v1/evidence</c>: results of others, as lines of records. They wait in quarantine.</summary>
internal sealed class EvidencePost(IEvidenceIntake intake, WebLimits limits)
{
    private readonly SemaphoreSlim _one = new(1, 1); // a disk takes one writer at a time

    /// <summary>Takes a request's lines, all or none.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        string lines = RequestBody.Text(await RequestBody.ReadAsync(context, RequestBody.Lines, limits.RequestBytes).ConfigureAwait(false));
        await _one.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        long taken;
        try
        {
            taken = await Task.Run(() => intake.Take(lines)).ConfigureAwait(false);
        }
        catch (RequestException refused)
        {
            throw new HttpProblemException(HttpProblem.Of(refused.Combined));
        }
        finally
        {
            _one.Release();
        }

        byte[] body = Encoding.UTF8.GetBytes(JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("quarantined", taken);
            json.WriteEndObject();
        }));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
