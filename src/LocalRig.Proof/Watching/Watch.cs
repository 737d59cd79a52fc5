using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Proof.Verifying;
using LocalRig.Questions;

namespace LocalRig.Proof.Watching;

/// <summary>A server that is looked at again and again; speeds are differences between two looks.</summary>
public sealed class Watch : IDisposable
{
    private const string UsualServer = "http://127.0.0.1:8080"; // llama-server's (common/common.h)

    /// <summary>What it does.</summary>
    public const string Sentence = "Watch a running llama-server, Ollama or vLLM: memory and speed beside the plan, context used, when it is full.";

    private WatchedServer? _server;

    /// <summary>The question, asked at every look.</summary>
    public Question<WatchRequest, WatchReport> Question => new()
    {
        Name = "watch",
        Sentence = Sentence,
        Group = QuestionGroup.RunIt,
        Example = """{"url":"http://127.0.0.1:8080"}""",
        Reader = WatchFields.Reader,
        Answer = AnswerAsync,
        Shape = static () => WatchJson.Shape,
    };

    /// <inheritdoc/>
    public void Dispose() => _server?.Dispose();

    private async Task<WatchReport> AnswerAsync(WatchRequest request, Inquiry inquiry)
    {
        _server ??= await FindAsync(request, inquiry).ConfigureAwait(false);
        return await _server.LookAsync(inquiry).ConfigureAwait(false);
    }

    private static async Task<WatchedServer> FindAsync(WatchRequest request, Inquiry inquiry)
    {
        if (request.Url.Length > 0)
        {
            return await KnownAsync(request, Address(request.Url), inquiry).ConfigureAwait(false);
        }

        foreach (Uri usual in (Uri[])[new Uri(UsualServer), LocalApi.Ollama.Address, LocalApi.Vllm.Address])
        {
            try
            {
                return await KnownAsync(request, usual, inquiry).ConfigureAwait(false);
            }
            catch (RequestException) when (!inquiry.Cancellation.IsCancellationRequested)
            {
                // the next one
            }
        }

        throw new RequestException(new Problem(
            ErrorCode.Runtime, $"Neither llama-server at {UsualServer} nor Ollama at {LocalApi.Ollama.Address} nor vLLM at {LocalApi.Vllm.Address} answers.", "Start one of them, or give the server's address: localrig watch http://127.0.0.1:8080.", "url"));
    }

    /// <summary>The server at an address, by what it answers.</summary>
    private static async Task<WatchedServer> KnownAsync(WatchRequest request, Uri address, Inquiry inquiry)
    {
        ServerAnswers answers = new(address);
        try
        {
            if (await answers.TextAsync("health", inquiry.Cancellation).ConfigureAwait(false) is not null)
            {
                using JsonDocument? props = await answers.JsonAsync("props", inquiry.Cancellation).ConfigureAwait(false);
                if (props is not null)
                {
                    return new WatchedLlama(answers, request);
                }
            }

            using JsonDocument? vllm = await answers.JsonAsync("version", inquiry.Cancellation).ConfigureAwait(false);
            if (Version(vllm) is string number)
            {
                return new WatchedVllm(answers, request, number);
            }

            using JsonDocument? version = await answers.JsonAsync("api/version", inquiry.Cancellation).ConfigureAwait(false);
            return Version(version) is string told
                ? new WatchedOllama(answers, request, told)
                : throw new RequestException(new Problem(ErrorCode.Runtime, $"What answers at {address} is neither llama-server, Ollama nor vLLM.", "Give the address of one of them, without a path.", "url"));
        }
        catch
        {
            answers.Dispose();
            throw;
        }
    }

    private static string? Version(JsonDocument? told) =>
        told is not null && told.RootElement.ValueKind == JsonValueKind.Object && told.RootElement.TryGetProperty("version", out JsonElement version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null;

    private static Uri Address(string text)
    {
        string whole = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(whole, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0 ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : throw new RequestException(new Problem(ErrorCode.Usage, $"'{text}' is no address of a server.", "Write it as http://127.0.0.1:8080.", "url"));
    }
}

/// <summary>A server that can be looked at.</summary>
internal abstract class WatchedServer(ServerAnswers answers) : IDisposable
{
    /// <summary>Its answers.</summary>
    protected ServerAnswers Answers { get; } = answers;

    /// <summary>Looks.</summary>
    /// <exception cref="RequestException">It answers no more.</exception>
    public abstract Task<WatchReport> LookAsync(Inquiry inquiry);

    /// <inheritdoc/>
    public void Dispose() => Answers.Dispose();

    /// <summary>A plan; null with a sentence where it can't be made.</summary>
    protected static async Task<(MemoryPlan? Plan, string Note)> PlannedAsync(PlanRequest request, Inquiry inquiry)
    {
        try
        {
            return (await PlannedRun.PlanAsync(request, inquiry).ConfigureAwait(false), "");
        }
        catch (RequestException wrong)
        {
            return (null, $"There is no plan to compare with: {wrong.Combined.Message} {wrong.Combined.Hint}".Trim());
        }
    }
}
