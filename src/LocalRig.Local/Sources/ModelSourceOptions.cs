namespace LocalRig.Local.Sources;

/// <summary>How to reach models on the network.</summary>
public sealed record ModelSourceOptions
{
    /// <summary>Where Hugging Face's Hub is; the environment's <c>HF_ENDPOINT</c> names a mirror.</summary>
    public Uri HubEndpoint { get; init; } = new("https://huggingface.co/");

    /// <summary>Access token for the Hub and only for it (<c>HF_TOKEN</c>).</summary>
    public string? HubToken { get; init; }

    /// <summary>Access token for the server an http(s) address names; redirects to other servers don't get it.</summary>
    public string? Token { get; init; }

    /// <summary>Longest wait for a connection and for the answer to one request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for all of a model's headers together.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a request that failed for a passing reason is made again.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Wait before the first repetition; it doubles each time. A server's Retry-After goes before.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest wait a server may ask for (Retry-After) before it is asked again; what asks for more is told to the user at once.</summary>
    public TimeSpan LongestRetryWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most bytes of a header that are fetched; the largest published ones take 20 MiB.</summary>
    public int LargestHeader { get; init; } = 64 << 20;

    /// <summary>Bytes the first request for a file asks for; later ones ask for twice as many up to four times this.
    /// Headers of published models take 2 to 10 MiB, nearly all vocabulary.</summary>
    public int FirstChunk { get; init; } = 1 << 20;

    /// <summary>Whether only servers of the public internet are asked, at each redirect anew and without a proxy: for answers to others.</summary>
    public bool PublicAddressesOnly { get; init; }

    /// <summary>The options the environment asks for.</summary>
    /// <param name="variable">Looks up an environment variable; the process's own by default.</param>
    public static ModelSourceOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        Func<string, string?> get = variable ?? Environment.GetEnvironmentVariable;
        ModelSourceOptions options = new();
        string? endpoint = get("HF_ENDPOINT");
        return options with
        {
            HubToken = get("HF_TOKEN") is { Length: > 0 } token ? token.Trim() : null,
            HubEndpoint = string.IsNullOrWhiteSpace(endpoint) ? options.HubEndpoint : ParseEndpoint(endpoint.Trim()),
        };
    }

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https")
            ? uri
            : throw new ModelSourceException(
                ModelSourceError.Unreachable,
                text,
                $"HF_ENDPOINT is '{text}', which is not an http(s) address.",
                "Unset it or give an address such as https://huggingface.co.");
}
