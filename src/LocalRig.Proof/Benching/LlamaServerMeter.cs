using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Proof.Runtimes;

namespace LocalRig.Proof.Benching;

/// <summary>Measures with a llama-server of its own: requests of all users at once, by the server's own clock (tools/server/README.md, <c>timings</c>).</summary>
/// <param name="server">The server, with a slot for every user.</param>
/// <param name="vocabulary">Tokens the model knows.</param>
internal sealed class LlamaServerMeter(LlamaServer server, int vocabulary) : ISpeedMeter
{
    private const int Special = 3; // a vocabulary's first tokens are often its beginning, its end and the unknown
    private const int FewTokens = 100; // where a vocabulary's size isn't known, all have as many

    private BenchTest? _warm;
    private int _seed;

    /// <inheritdoc/>
    public string Way => "llama-server";

    /// <inheritdoc/>
    public int? Process => server.Process.Id;

    /// <inheritdoc/>
    public async IAsyncEnumerable<double> SampleAsync(BenchTest test, int samples, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // An answer is measured over its own context: the prompt is read while warming up, and the cache has it from then on.
        string[] prompts = test.IsPrompt ? [] : [.. Enumerable.Range(0, test.Users).Select(_ => Prompt(Math.Max(1, test.Depth)))];
        if (_warm != test || !test.IsPrompt)
        {
            await TogetherAsync(test, prompts, cancellation).ConfigureAwait(false);
            _warm = test;
        }

        for (int i = 0; i < samples; i++)
        {
            yield return await TogetherAsync(test, prompts, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>Tokens per second of all: their sum over the time of the one that took longest.</summary>
    private async Task<double> TogetherAsync(BenchTest test, string[] prompts, CancellationToken cancellation)
    {
        (int Tokens, double Milliseconds)[] all = await Task.WhenAll(Enumerable.Range(0, test.Users).Select(user => OneAsync(test, user, test.IsPrompt ? Prompt(test.Depth + test.Tokens) : prompts[user], cancellation))).ConfigureAwait(false);
        return all.Sum(a => a.Tokens) * 1000.0 / all.Max(a => a.Milliseconds);
    }

    private async Task<(int Tokens, double Milliseconds)> OneAsync(BenchTest test, int user, string prompt, CancellationToken cancellation)
    {
        string request = string.Create(CultureInfo.InvariantCulture, $$"""{"prompt":[{{prompt}}],"n_predict":{{(test.IsPrompt ? 1 : test.Tokens)}},"ignore_eos":true,"cache_prompt":{{(test.IsPrompt ? "false" : "true")}},"id_slot":{{user}},"temperature":0}""");
        using JsonDocument? answer = await server.CompleteAsync(request, cancellation).ConfigureAwait(false);
        string kind = test.IsPrompt ? "prompt" : "predicted";
        return answer is not null && answer.RootElement.TryGetProperty("timings", out JsonElement timings) && timings.TryGetProperty(kind + "_n", out JsonElement tokens) && timings.TryGetProperty(kind + "_ms", out JsonElement time) && time.GetDouble() > 0
            ? (tokens.GetInt32(), time.GetDouble())
            : throw new RequestException(new Problem(ErrorCode.Runtime, $"llama-server gave no timings for {test.Title}: {server.Process.All.LastOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))?.Trim() ?? "it refused"}.", "Is the context (-c) large enough, and this llama.cpp new enough?", "runtime"));
    }

    /// <summary>Tokens at random, so that experts are chosen as they are for text; others each time, so that nothing is found in a cache.</summary>
    private string Prompt(int tokens)
    {
        Random random = new(_seed++);
        int most = Math.Max(vocabulary, FewTokens);
        return string.Join(',', Enumerable.Range(0, tokens).Select(_ => random.Next(Special, most).ToString(CultureInfo.InvariantCulture)));
    }
}
