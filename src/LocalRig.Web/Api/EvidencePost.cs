using System.Text;
using LocalRig.Contract;
using LocalRig.Shapes;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary><c>POST /api/v1/evidence</c>: results of others, as lines of records. They wait in quarantine.</summary>
internal sealed class EvidencePost(IEvidenceIntake intake, WebLimits limits)
{
    private readonly Lock _one = new(); // a disk takes one writer at a time

    /// <summary>Takes a request's lines, all or none.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        string lines = RequestBody.Text(await RequestBody.ReadAsync(context, RequestBody.Lines, limits.RequestBytes).ConfigureAwait(false));
        long taken;
        try
        {
            taken = await Task.Run(() => Take(lines), context.RequestAborted).ConfigureAwait(false);
        }
        catch (RequestException refused)
        {
            throw new HttpProblemException(HttpProblem.Of(refused.Combined));
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

    private long Take(string lines)
    {
        lock (_one)
        {
            return intake.Take(lines);
        }
    }
}
