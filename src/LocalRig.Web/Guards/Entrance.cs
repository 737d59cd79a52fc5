using System.Globalization;
using LocalRig.Contract;
using LocalRig.Web.Api;
using LocalRig.Web.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalRig.Web.Guards;

/// <summary>What every request passes before it is answered, and how it ends when it isn't: in words, whatever went wrong.</summary>
/// <param name="options">Who is answered.</param>
/// <param name="rates">How often.</param>
/// <param name="meters">Told of who is turned away.</param>
internal sealed class Entrance(WebOptions options, ClientRates rates, Meters meters)
{
    private readonly HostGuard _hosts = new(options);
    private readonly TokenGuard _token = new(options.Token);

    /// <summary>Lets a request pass, or ends it.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.Set(context);
        HttpProblem? problem = null;
        try
        {
            _hosts.Check(context);
            NeedNoUpgrade(context);
            rates.Count(context);
            if (IsHealth(context.Request.Path) || _token.Admits(context))
            {
                await next(context).ConfigureAwait(false);
                problem = context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null } ? Bare(context.Response.StatusCode) : null;
            }
        }
        catch (HttpProblemException refused)
        {
            problem = refused.Problem;
        }
        catch (RequestException refused)
        {
            problem = HttpProblem.Of(refused.Combined);
        }
        catch (BadHttpRequestException bad)
        {
            problem = Bare(bad.StatusCode);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            return; // nobody waits for an answer
        }
#pragma warning disable CA1031 // the last line of defence: a sentence and status 500 instead of a broken connection
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            problem = new HttpProblem(StatusCodes.Status500InternalServerError, new Problem(ErrorCode.Unexpected, $"LocalRig failed on this request: {unexpected.Message}", "Please report it.", unexpected.GetType().Name));
        }

        if (problem is not null)
        {
            meters.TurnedAway(problem.Status);
            await problem.WriteAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses bodies of connections that are to be switched to another protocol: they have no length, and no rate they must come at.</summary>
    private static void NeedNoUpgrade(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status400BadRequest, "This server switches to no other protocol.", "Leave out Connection: upgrade.", "Connection"));
        }
    }

    private static bool IsHealth(PathString path) => path == "/healthz" || path == "/readyz";

    /// <summary>A refusal that came without words.</summary>
    private static HttpProblem Bare(int status) => status switch
    {
        StatusCodes.Status404NotFound => HttpProblem.Of(status, "There is nothing at this address.", "The API is at /api/v1.", "address"),
        StatusCodes.Status405MethodNotAllowed => HttpProblem.Of(status, "This address isn't asked in this way.", "Questions are asked with GET or POST.", "method"),
        StatusCodes.Status408RequestTimeout => HttpProblem.Of(status, "The request came too slowly.", "Send it again."),
        StatusCodes.Status413PayloadTooLarge => HttpProblem.Of(status, "The request is too large.", "Ask for less at once."),
        _ => HttpProblem.Of(status, string.Create(CultureInfo.InvariantCulture, $"The request is refused with status {status}."), ""),
    };
}
