using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using LocalRig.Contract;

namespace LocalRig.Proof.Watching;

/// <summary>A server's answers to questions about itself.</summary>
internal sealed class ServerAnswers : IDisposable
{
    private const int MostCharacters = 1 << 24; // /props of llama-server holds the model's template; more is no answer
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // a server that computes answers these at once

    private readonly HttpClient _http;

    /// <summary>Those of a server.</summary>
    /// <param name="address">Where it is. The key in LLAMA_API_KEY, as llama-server has it, is sent along where there is one.</param>
    public ServerAnswers(Uri address)
    {
        _http = new HttpClient(new AskedAgain(new SocketsHttpHandler())) { BaseAddress = address, Timeout = Patience, MaxResponseContentBufferSize = MostCharacters };
        if (Environment.GetEnvironmentVariable("LLAMA_API_KEY") is { Length: > 0 } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>An answer in JSON; null where there is no such question.</summary>
    /// <exception cref="RequestException">Nobody answers.</exception>
    public async Task<JsonDocument?> JsonAsync(string path, CancellationToken cancellation)
    {
        string? text = await TextAsync(path, cancellation).ConfigureAwait(false);
        try
        {
            return text is null ? null : JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An answer's text; null where there is no such question.</summary>
    /// <exception cref="RequestException">Nobody answers, or a key is wanted.</exception>
    public async Task<string?> TextAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation).ConfigureAwait(false);
            if (answer.StatusCode is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden)
            {
                throw new RequestException(new Problem(ErrorCode.Runtime, $"The server at {Address} wants a key.", "Put it into LLAMA_API_KEY.", "url"));
            }

            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode || (int)answer.StatusCode == Loading ? text : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new RequestException(new Problem(ErrorCode.Runtime, $"Nothing answers at {Address}.", "Start llama-server, Ollama or vLLM, or give the server's address: localrig watch http://127.0.0.1:8080.", "url"));
        }
    }

    private const int Loading = 503; // llama-server's while it loads a model (tools/server/README.md, GET /health)

    /// <summary>Figures in Prometheus' text form (tools/server/README.md, GET /metrics): a name, a space, a number a line.</summary>
    public static Dictionary<string, double> Figures(string text)
    {
        Dictionary<string, double> figures = [];
        foreach (string line in text.Split('\n').Where(l => !l.StartsWith('#')))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                figures[parts[0].Replace("llamacpp:", "", StringComparison.Ordinal)] = value;
            }
        }

        return figures;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
