using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Serving;

namespace LocalRig.Proof.Watching;

/// <summary>A vLLM (https://docs.vllm.ai/en/stable/usage/metrics/: GET /version, /v1/models, /metrics). Its cache is one pool that all requests share, and it tells the pool's size,
/// so that the plan of <c>serve</c> can be held against it.</summary>
internal sealed partial class WatchedVllm(ServerAnswers answers, WatchRequest request, string version) : WatchedServer(answers)
{
    private (Served? Plan, string Note)? _planned;
    private (long At, double Answers, double Prompts)? _before;

    /// <inheritdoc/>
    public override async Task<WatchReport> LookAsync(Inquiry inquiry)
    {
        using JsonDocument? models = await Answers.JsonAsync("v1/models", inquiry.Cancellation).ConfigureAwait(false);
        string metrics = await Answers.TextAsync("metrics", inquiry.Cancellation).ConfigureAwait(false) ?? "";
        Dictionary<string, double> figures = ServerAnswers.Figures(metrics);
        long now = Stopwatch.GetTimestamp();
        JsonElement served = models is not null && models.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0 ? data[0] : default;
        string name = Text(served, "id");
        int context = served.ValueKind == JsonValueKind.Object && served.TryGetProperty("max_model_len", out JsonElement length) && length.TryGetInt32(out int tokens) ? tokens : 0;
        Dictionary<string, string> cache = Labels(metrics, "vllm:cache_config_info");
        (Served? plan, string note) = _planned ??= await PlanAsync(Text(served, "root") is { Length: > 0 } root ? root : name, context, cache, inquiry).ConfigureAwait(false);
        int running = (int)Sum(figures, "vllm:num_requests_running");
        WatchedPool? pool = Tokens(cache) is not long size ? null : new WatchedPool(
            size, (long)Math.Round(size * Math.Max(Most(figures, "vllm:kv_cache_usage_perc"), Most(figures, "vllm:gpu_cache_usage_perc"))), running, (int)Sum(figures, "vllm:num_requests_waiting"), plan?.Plan.PoolTokens);
        (double answered, double read) = (Sum(figures, "vllm:generation_tokens_total"), Sum(figures, "vllm:prompt_tokens_total"));
        (double? speed, double? prompts) = _before is { } before && Stopwatch.GetElapsedTime(before.At, now).TotalSeconds is > 0 and double seconds
            ? (Rate(answered - before.Answers, seconds), Rate(read - before.Prompts, seconds)) : (null, null);
        _before = (now, answered, read);
        return new WatchReport
        {
            At = inquiry.Desk.Time.GetUtcNow(),
            Server = $"vLLM {version}".Trim(),
            Model = name,
            State = running > 0 ? "answering" : "ready",
            Pool = pool,
            TokensPerSecond = speed,
            PromptTokensPerSecond = prompts,
            FullInSeconds = pool is not null && speed is > 0 ? (pool.Tokens - pool.Used) / speed : null,
            FreeHost = Answers.Address.IsLoopback ? SeenMemory.Free() : null,
            Notes = [.. Notes(pool, context, note)],
        };
    }

    /// <summary>What it was started with tells the plan: length, share of memory and type of the cache from itself; the format of the weights from the repository's name.</summary>
    private async Task<(Served? Plan, string Note)> PlanAsync(string name, int context, Dictionary<string, string> cache, Inquiry inquiry)
    {
        PlanRequest asked = request.Plan.Model.Length > 0 ? request.Plan : request.Plan with { Model = name };
        WeightFormat? format = WeightFormat.All.LastOrDefault(f => name.Contains(f.Name, StringComparison.OrdinalIgnoreCase));
        ServeRequest serve = new()
        {
            Plan = context > 0 ? asked.With(w => w with { Context = context }) : asked,
            Serving = new ServingQuestion
            {
                Format = format ?? (name.Contains("gptq", StringComparison.OrdinalIgnoreCase) ? WeightFormat.GptqInt4 : null),
                Utilization = cache.TryGetValue("gpu_memory_utilization", out string? share) && double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out double part) && part is > 0 and <= 1 ? part : ServingQuestion.DefaultUtilization,
                CacheInFp8 = cache.TryGetValue("cache_dtype", out string? type) && type.StartsWith("fp8", StringComparison.Ordinal),
            },
        };
        try
        {
            return (await AskServe.Question.Answer(serve, inquiry).ConfigureAwait(false) as Served, "");
        }
        catch (RequestException wrong)
        {
            return (null, $"There is no plan to compare with: {wrong.Combined.Message} {wrong.Combined.Hint}".Trim());
        }
    }

    private static IEnumerable<string> Notes(WatchedPool? pool, int context, string note)
    {
        if (note.Length > 0)
        {
            yield return note;
        }

        if (pool is null)
        {
            yield return "This vLLM doesn't tell the size of its cache pool (cache_config_info of /metrics).";
            yield break;
        }

        if (pool.Planned is CountRange planned)
        {
            string than = pool.Verdict == "within" ? "as planned" : $"{pool.Verdict} the plan";
            yield return string.Create(CultureInfo.InvariantCulture, $"Its pool is {than}: {pool.Tokens:N0} tokens, planned {planned.Low:N0} to {planned.High:N0}, likely {planned.Likely:N0}.");
        }

        if (context > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"That is {pool.Tokens / (double)context:N1} requests of its longest, {context:N0} tokens; what comes beyond waits, or is computed again.");
        }
    }

    /// <summary>Tokens of the pool. Newer versions tell them; of a model whose layers have blocks of one size they are blocks times tokens of a block, and else nobody can
    /// say (https://github.com/vllm-project/vllm/issues/51163).</summary>
    private static long? Tokens(Dictionary<string, string> cache) =>
        Whole(cache, "kv_cache_size_tokens") ?? (Whole(cache, "num_gpu_blocks") is long blocks && Whole(cache, "block_size") is long each && !cache.GetValueOrDefault("mamba_block_size", "None").Any(char.IsAsciiDigit) ? blocks * each : null);

    private static long? Whole(Dictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number : null;

    private static double? Rate(double tokens, double seconds) => tokens > 0 ? tokens / seconds : null;

    /// <summary>The values of a figure, one for each set of labels.</summary>
    private static IEnumerable<double> Values(Dictionary<string, double> figures, string name) =>
        figures.Where(f => f.Key == name || f.Key.StartsWith(name + "{", StringComparison.Ordinal)).Select(f => f.Value);

    private static double Sum(Dictionary<string, double> figures, string name) => Values(figures, name).Sum();

    private static double Most(Dictionary<string, double> figures, string name) => Values(figures, name).DefaultIfEmpty(0).Max();

    private static Dictionary<string, string> Labels(string metrics, string name) =>
        metrics.Split('\n').FirstOrDefault(l => l.StartsWith(name + "{", StringComparison.Ordinal)) is string line
            ? Label().Matches(line).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => g.First().Groups[2].Value) : [];

    private static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("([a-zA-Z_]+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}
