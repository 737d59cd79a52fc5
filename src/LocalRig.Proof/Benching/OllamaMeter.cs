using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;

namespace LocalRig.Proof.Benching;

/// <summary>Measures with a running Ollama, by its own counters (docs/api.md, generate: prompt_eval_count, prompt_eval_duration, eval_count, eval_duration).</summary>
/// <param name="tag">The name Ollama knows the model by.</param>
/// <param name="plan">The plan.</param>
internal sealed class OllamaMeter(string tag, MemoryPlan plan) : ISpeedMeter
{
    private const double Nanoseconds = 1e9;

    private BenchTest? _warm;
    private int _seed;

    /// <inheritdoc/>
    public string Way => "Ollama";

    /// <inheritdoc/>
    public int? Process => null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<double> SampleAsync(BenchTest test, int samples, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_warm != test)
        {
            await OneAsync(test, cancellation).ConfigureAwait(false);
            _warm = test;
        }

        for (int i = 0; i < samples; i++)
        {
            yield return await OneAsync(test, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private async Task<double> OneAsync(BenchTest test, CancellationToken cancellation)
    {
        using JsonDocument answer = await LocalApi.Ollama.PostAsync("api/generate", Request(test), cancellation).ConfigureAwait(false);
        string kind = test.IsPrompt ? "prompt_eval" : "eval";
        return answer.RootElement.TryGetProperty(kind + "_count", out JsonElement count) && answer.RootElement.TryGetProperty(kind + "_duration", out JsonElement time) && time.TryGetInt64(out long nanoseconds) && nanoseconds > 0
            ? count.GetInt32() * Nanoseconds / nanoseconds
            : throw new RequestException(new Problem(ErrorCode.Runtime, $"Ollama gave no {kind}_count and {kind}_duration for {test.Title}.", "Update Ollama; `localrig runtimes` shows its version.", "runtime"));
    }

    private string Request(BenchTest test)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model", tag);
            json.WriteString("prompt", Words(test.Depth + (test.IsPrompt ? test.Tokens : 1)));
            json.WriteBoolean("raw", true); // without the model's template, whose tokens nobody counted
            json.WriteBoolean("stream", false);
            json.WriteStartObject("options");
            json.WriteNumber("num_ctx", plan.Question.Workload.Context);
            json.WriteNumber("num_batch", plan.Question.Workload.Microbatch);
            json.WriteNumber("num_predict", test.IsPrompt ? 1 : test.Tokens);
            json.WriteNumber("temperature", 0);
            json.WriteNumber("seed", _seed);
            if (plan.Placement.CpuMoeLayers == 0)
            {
                json.WriteNumber("num_gpu", Math.Min(plan.Placement.GpuLayers, plan.OffloadableLayers));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Some as many tokens as text: Ollama takes no tokens, and short English words are mostly one each. The first is another each time, so that nothing is cached.</summary>
    private string Words(int tokens)
    {
        string[] common = ["time", "year", "people", "way", "day", "man", "thing", "woman", "life", "child", "world", "school", "state", "family", "student", "group", "country", "problem", "hand", "part"];
        Random random = new(_seed++);
        return string.Join(' ', Enumerable.Range(0, Math.Max(1, tokens)).Select(i => i == 0 ? _seed.ToString(CultureInfo.InvariantCulture) : common[random.Next(common.Length)]));
    }
}
