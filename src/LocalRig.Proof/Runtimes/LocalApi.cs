using System.Text;
using System.Text.Json;
using LocalRig.Contract;

namespace LocalRig.Proof.Runtimes;

/// <summary>A runtime that serves an API on this machine.</summary>
/// <param name="name">What it is called.</param>
/// <param name="variable">The variable of the environment that names its address.</param>
/// <param name="usual">Where it listens unless told otherwise.</param>
internal sealed class LocalApi(string name, string variable, string usual)
{
    private static readonly TimeSpan LoadingPatience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    /// <summary>Ollama (https://github.com/ollama/ollama/blob/main/docs/api.md; OLLAMA_HOST, docs/faq.mdx).</summary>
    public static LocalApi Ollama { get; } = new("Ollama", "OLLAMA_HOST", "http://127.0.0.1:11434");

    /// <summary>LM Studio (https://lmstudio.ai/docs/developer/rest).</summary>
    public static LocalApi LmStudio { get; } = new("LM Studio", "LMSTUDIO_HOST", "http://127.0.0.1:1234");

    /// <summary>vLLM (https://docs.vllm.ai/en/stable/cli/serve/: port 8000).</summary>
    public static LocalApi Vllm { get; } = new("vLLM", "VLLM_HOST", "http://127.0.0.1:8000");

    /// <summary>Where it is looked for.</summary>
    public Uri Address
    {
        get
        {
            string said = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : usual;
            said = said.Contains("://", StringComparison.Ordinal) ? said : "http://" + said;
            return Uri.TryCreate(said, UriKind.Absolute, out Uri? address) ? address : new Uri(usual);
        }
    }

    /// <summary>Asks; null where nobody listens or it refuses.</summary>
    public Task<JsonDocument?> TryGetAsync(string path, CancellationToken cancellation) => TryGetAsync(path, Short, cancellation);

    private async Task<JsonDocument?> TryGetAsync(string path, TimeSpan patience, CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = Address, Timeout = patience };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)) : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Asks.</summary>
    /// <exception cref="RequestException">Nobody listens, or it refuses.</exception>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation) => await TryGetAsync(path, LoadingPatience, cancellation).ConfigureAwait(false) ?? throw Silent();

    /// <summary>Sends a request that may take as long as loading does.</summary>
    /// <exception cref="RequestException">Nobody listens, or it refuses.</exception>
    public async Task<JsonDocument> PostAsync(string path, string json, CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = Address, Timeout = LoadingPatience };
        try
        {
            using StringContent body = new(json, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), body, cancellation).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(text)
                : throw new RequestException(new Problem(ErrorCode.Runtime, $"{name} refused: {text.Trim()}", "Does it know the model by this name? Give its own with --tag.", "runtime"));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw Silent();
        }
    }

    private RequestException Silent() =>
        new(new Problem(ErrorCode.Runtime, $"{name} doesn't answer at {Address}.", $"Start it, or name its address in {variable}.", "runtime"));
}
