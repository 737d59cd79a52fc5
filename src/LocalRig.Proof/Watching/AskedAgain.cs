namespace LocalRig.Proof.Watching;

/// <summary>Reads once more where a connection broke off: a server may close one it kept just as the next question comes, as llama-server does after five seconds
/// (RFC 9112, 9.5; RFC 9110, 9.2.2: what only reads may be repeated).</summary>
/// <param name="inner">What sends.</param>
internal sealed class AskedAgain(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException broken) when (request.Method == HttpMethod.Get && broken.InnerException is IOException)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }
}
