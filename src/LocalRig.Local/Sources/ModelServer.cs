using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace LocalRig.Local.Sources;

/// <summary>Makes requests to servers of models: redirects, tokens, time-outs, repetitions.</summary>
internal sealed class ModelServer : IDisposable
{
    private const int MaxRedirects = 10; // as curl's --max-redirs is set by huggingface_hub's file_download

    private readonly ModelSourceOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public ModelServer(ModelSourceOptions options)
    {
        _options = options;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, ConnectTimeout = options.RequestTimeout };
        if (options.PublicAddressesOnly)
        {
            handler.UseProxy = false; // a proxy would look names up anew
            handler.ConnectCallback = PublicAddresses.ConnectAsync;
        }

        _client = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, // the pipeline's time-outs count
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("localrig");
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new();
        if (options.Retries > 0)
        {
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
                // What was waited for in vain once would be waited for in vain four times as long.
                ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Exception is not (TimeoutRejectedException or { InnerException: PrivateAddressException }) && HttpClientResiliencePredicates.IsTransient(tried.Outcome)),
            });
        }

        _pipeline = builder.AddTimeout(options.RequestTimeout).Build();
    }

    /// <summary>Gets an answer's head; its body too when the server sends no more than was asked for.</summary>
    /// <param name="address">What to get.</param>
    /// <param name="token">Access token for the address's own server, or null.</param>
    /// <param name="range">First byte and number of bytes, or null for all.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string? token, (long From, long Count)? range, CancellationToken cancel)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async attempt =>
            {
                HttpResponseMessage response = await SendAsync(address, token, range, attempt).ConfigureAwait(false);
                RetryAfter.Check(address, response, _options.LongestRetryWait);
                if (range is not null && response.StatusCode == HttpStatusCode.PartialContent)
                {
                    await BufferAsync(response, address, (int)range.Value.Count, attempt).ConfigureAwait(false);
                }

                return response;
            }, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or IOException)
        {
            throw HttpTrouble.Failed(address, e, _options);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Fetches a part's body, of no more bytes than were asked for.</summary>
    private static async Task BufferAsync(HttpResponseMessage response, Uri address, int most, CancellationToken cancel)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        using HttpContent content = response.Content;
        using Stream body = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        try
        {
            response.Content = new ByteArrayContent(await new SteadyBody(body, address).ReadAllAsync(most, cancel).ConfigureAwait(false));
        }
        catch (IOException cut)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, cut.Message, cut); // one of the passing reasons the pipeline tries again for
        }

        response.Content.Headers.ContentRange = range;
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, string? token, (long From, long Count)? range, CancellationToken cancel)
    {
        Uri at = address;
        bool trusted = token is not null;
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, at);
            request.Headers.Range = range is (long from, long count) ? new RangeHeaderValue(from, from + count - 1) : null;
            request.Headers.Authorization = trusted ? new AuthenticationHeaderValue("Bearer", token) : null;
            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            Uri? next = IsRedirect(response.StatusCode) ? response.Headers.Location : null;
            if (next is null)
            {
                return response;
            }

            response.Dispose();
            if (!Uri.TryCreate(at, next, out next))
            {
                throw HttpTrouble.BadRedirect(address);
            }

            if (next.Scheme != Uri.UriSchemeHttps && (at.Scheme == Uri.UriSchemeHttps || next.Scheme != Uri.UriSchemeHttp))
            {
                throw HttpTrouble.UnsafeRedirect(address, next);
            }

            // A chain that left the server once may come back with an address that somebody else chose.
            trusted &= SameServer(next, address);
            at = next;
        }

        throw HttpTrouble.TooManyRedirects(address, MaxRedirects);
    }

    private static bool SameServer(Uri a, Uri b) => a.Scheme == b.Scheme && a.Authority == b.Authority;

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
