using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.Core.Tests;
using Xunit;

namespace LocalRig.App.Tests.Proof;

/// <summary><c>localrig watch</c> beside the real llama-server 0.7.0 while it answers; beside an Ollama that is a double made from its documentation
/// (https://github.com/ollama/ollama/blob/main/docs/api.md, "List Running Models"); and beside nothing.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task A_running_llama_server_is_seen_with_its_plan_its_speed_and_the_context_it_has_left()
    {
        const int Context = 4096;
        using LlamaFolder tools = new();
        string file = tools.Beside("random.gguf");
        RandomModel.Write(file);
        string address = $"http://127.0.0.1:{FreePort()}";
        using Process server = RealLlama.Serve("llama-server", "-m", file, "-c", $"{2 * Context}", "-np", "2", "-dev", "none", "-ctk", "q8_0", "-fa", "on", "-ctv", "q8_0", "--port", new Uri(address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--no-webui");
        using HttpClient http = new() { BaseAddress = new Uri(address) };
        try
        {
            await ReadyAsync(http);
            using CancellationTokenSource enough = new();
            using StringContent asked = new($$"""{"prompt":[5,6,7,8],"n_predict":{{Context - 10}},"ignore_eos":true}""", Encoding.UTF8, "application/json");
            Task answering = http.PostAsync(new Uri("completion", UriKind.Relative), asked, enough.Token);
            JsonElement seen;
            for (int tries = 0; ; tries++)
            {
                CommandLine.Answer answer = await CommandLine.RealAsync(["watch", address, "--once", "--json"]);
                Assert.True(answer.Code == 0, answer.Error);
                seen = JsonDocument.Parse(answer.Output).RootElement;
                if (seen.TryGetProperty("tokensPerSecond", out _) || tries > 20)
                {
                    break;
                }
            }

            Assert.Equal(("random.gguf", "answering"), (seen.GetProperty("model").GetString(), seen.GetProperty("state").GetString()));
            Assert.True(seen.GetProperty("tokensPerSecond").GetDouble() > 0, seen.ToString());
            JsonElement busy = Assert.Single(seen.GetProperty("slots").EnumerateArray(), s => s.GetProperty("busy").GetBoolean());
            Assert.Equal(Context, busy.GetProperty("context").GetInt32());
            Assert.InRange(busy.GetProperty("used").GetInt32(), 5, Context);
            double left = (Context - busy.GetProperty("used").GetInt32()) / seen.GetProperty("tokensPerSecond").GetDouble();
            Assert.Equal(left, seen.GetProperty("fullInSeconds").GetDouble(), left * 0.01);

            // What it was told stands in its own command line, and the plan beside it is of that.
            CommandLine.Answer planned = await CommandLine.RealAsync(["plan", file, "-c", $"{2 * Context}", "-np", "2", "--backend", "cpu", "-ctk", "q8_0", "-ctv", "q8_0", "-fa", "on", "--json"]);
            JsonElement host = Assert.Single(seen.GetProperty("memory").EnumerateArray());
            Assert.True(planned.Code == 0, planned.Error);
            Assert.Contains($"\"totalBytes\":{host.GetProperty("plannedBytes").GetInt64()}", planned.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.True(host.GetProperty("actualBytes").GetInt64() > 20_000_000); // its weights alone are 25 MB

            CommandLine.Answer screen = await CommandLine.RealAsync(["watch", address, "--once"], width: 120);
            Assert.Contains("random.gguf, llama-server", screen.Output, StringComparison.Ordinal);
            enough.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }

        CommandLine.Answer gone = await CommandLine.RealAsync(["watch", address, "--once"]);
        Assert.Equal((5, $"localrig: Nothing answers at {address}/. Start llama-server, Ollama or vLLM, or give the server's address: localrig watch http://127.0.0.1:8080.\n"), (gone.Code, gone.Error));
    }

    [Fact]
    public async Task An_Ollama_is_seen_with_the_memory_and_context_it_tells()
    {
        using ServerDouble ollama = new(path => path switch
        {
            "/api/version" => """{"version":"0.33.0"}""",
            "/api/ps" => """{"models":[{"name":"qwen3.5:4b","model":"qwen3.5:4b","size":5137025024,"digest":"2ae6f6dd7a3dd734790bbbf58b8909a606e0e7e97e94b7604e0aa7ae4490e6d8","details":{"format":"gguf","family":"qwen35"},"expires_at":"2026-11-30T14:38:31.83753-07:00","size_vram":4000000000,"context_length":8192}]}""",
            _ => null,
        });
        CommandLine.Answer answer = await CommandLine.RealAsync(["watch", ollama.Address, "--model", "Qwen3.5-4B", "--quant", "Q4_K_M", "--rig", "rtx-3060", "--once", "--json"]);
        JsonElement seen = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(("Ollama 0.33.0", "qwen3.5:4b", "ready"), (seen.GetProperty("server").GetString(), seen.GetProperty("model").GetString(), seen.GetProperty("state").GetString()));
        Assert.Equal([4_000_000_000L, 1_137_025_024], seen.GetProperty("memory").EnumerateArray().Select(m => m.GetProperty("actualBytes").GetInt64()));
        Assert.All(seen.GetProperty("memory").EnumerateArray(), m => Assert.True(m.TryGetProperty("plannedBytes", out _)));
        Assert.Equal("Ollama tells neither the speed nor the tokens in context; memory is its own reckoning.", seen.GetProperty("notes").EnumerateArray().Last().GetString());
    }

    [Fact]
    public async Task A_vLLM_is_seen_with_its_pool_beside_the_plan_of_serve()
    {
        // Two looks, of which the second has answered 200 tokens more. The names are those of https://docs.vllm.ai/en/stable/usage/metrics/; the pool of 619,202 tokens is what vLLM
        // 0.21 logged for Qwen3.6-27B in 4-bit integers on two RTX 3090 (https://github.com/noonghunna/club-3090/issues/104, 2026-05-07). The real program was not run.
        int looks = 0;
        string told = """kv_cache_size_tokens="619202",""";
        string Metrics() => $$"""
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="q"} 3.0
            vllm:num_requests_waiting{engine="0",model_name="q"} 1.0
            vllm:kv_cache_usage_perc{engine="0",model_name="q"} 0.25
            vllm:generation_tokens_total{engine="0",model_name="q"} {{1000 + 200 * Interlocked.Increment(ref looks)}}.0
            vllm:prompt_tokens_total{engine="0",model_name="q"} 5000.0
            vllm:cache_config_info{block_size="16",cache_dtype="fp8",engine="0",gpu_memory_utilization="0.9",{{told}}mamba_block_size="1568",num_gpu_blocks="395"} 1.0
            """;
        using ServerDouble vllm = new(path => path switch
        {
            "/health" => "",
            "/version" => """{"version":"0.21.0"}""",
            "/v1/models" => """{"object":"list","data":[{"id":"q","object":"model","created":1764500000,"owned_by":"vllm","root":"x/Qwen3.6-27B-GPTQ-Int4","parent":null,"max_model_len":262144}]}""",
            "/metrics" => Metrics(),
            _ => null,
        });
        CommandLine.Answer answer = await CommandLine.RealAsync(["watch", vllm.Address, "--model", "Qwen3.6-27B", "--rig", "2x rtx-3090", "--once", "--json"]);
        Assert.True(answer.Code == 0, answer.Error);
        JsonElement seen = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(("vLLM 0.21.0", "q", "answering"), (seen.GetProperty("server").GetString(), seen.GetProperty("model").GetString(), seen.GetProperty("state").GetString()));
        JsonElement pool = seen.GetProperty("pool");
        Assert.Equal((619_202, 154_800, 3, 1), (pool.GetProperty("tokens").GetInt32(), pool.GetProperty("used").GetInt32(), pool.GetProperty("running").GetInt32(), pool.GetProperty("waiting").GetInt32()));
        Assert.True(seen.GetProperty("tokensPerSecond").GetDouble() > 0);
        Assert.Equal("within", pool.GetProperty("verdict").GetString());
        Assert.InRange(619_202, pool.GetProperty("plannedLow").GetInt64(), pool.GetProperty("plannedHigh").GetInt64());
        CommandLine.Answer less = await CommandLine.RealAsync(["watch", vllm.Address, "--model", "Qwen3.6-27B", "--rig", "4x rtx-3090", "--once"], width: 120);
        Assert.True(less.Code == 0, less.Error);
        Assert.Contains("Cache pool: 154,800 of 619,202 tokens (25", less.Output, StringComparison.Ordinal);
        Assert.Contains("Its pool is below the plan: 619,202 tokens", less.Output, StringComparison.Ordinal);
        told = ""; // as versions before it was told; a hybrid's blocks are of several sizes, so nobody can say
        CommandLine.Answer older = await CommandLine.RealAsync(["watch", vllm.Address, "--model", "Qwen3.6-27B", "--rig", "2x rtx-3090", "--once"], width: 120);
        Assert.True(older.Code == 0, older.Error);
        Assert.Contains("This vLLM doesn't tell the size of its cache pool", older.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_server_to_watch_is_told_in_a_sentence()
    {
        using ServerDouble other = new(_ => null);
        Assert.Equal((5, $"localrig: What answers at {other.Address}/ is neither llama-server, Ollama nor vLLM. Give the address of one of them, without a path.\n"), await ErrorAsync(other.Address));
        Assert.Equal((2, "localrig: 'ftp://x' is no address of a server. Write it as http://127.0.0.1:8080.\n"), await ErrorAsync("ftp://x"));
        Assert.Equal((2, "localrig: '-1' is no time between looks. Write seconds up to 3600, such as 2 or 0.5.\n"), await ErrorAsync(other.Address, "--interval=-1"));
    }

    private static async Task<(int, string)> ErrorAsync(params string[] told)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["watch", .. told, "--once"]);
        return (answer.Code, answer.Error);
    }

    private static async Task ReadyAsync(HttpClient http)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                using HttpResponseMessage health = await http.GetAsync(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken);
                if (health.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (tries < 300)
            {
                // it doesn't listen yet
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
