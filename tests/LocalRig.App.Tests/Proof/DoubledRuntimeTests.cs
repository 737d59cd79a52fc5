using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Proof;

/// <summary>Ollama and LM Studio as doubles, made from their documentation: https://github.com/ollama/ollama/blob/main/docs/api.md (version, generate, ps) and
/// https://lmstudio.ai/docs/cli/load (--estimate-only). The real programs were not run.</summary>
public sealed class DoubledRuntimeTests
{
    [Fact]
    public async Task Ollama_is_told_the_plan_and_its_two_numbers_are_compared()
    {
        using ServerDouble ollama = new(path => path switch
        {
            "/api/version" => """{"version":"0.33.0"}""",
            "/api/generate" => """{"model":"qwen3.5:4b","created_at":"2026-11-30T12:00:00Z","response":"","done":true,"done_reason":"load"}""",
            _ => """{"models":[{"name":"qwen3.5:4b","model":"qwen3.5:4b","size":3000000000,"digest":"abc","details":{"format":"gguf","quantization_level":"Q4_K_M"},"expires_at":"2026-11-30T12:05:00Z","size_vram":2000000000,"context_length":4096}]}""",
        });
        Environment.SetEnvironmentVariable("OLLAMA_HOST", ollama.Address);
        try
        {
            CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Qwen3.5-4B", "--quant", "Q4_K_M", "-c", "8192", "--rig", "rtx-3060", "--via", "ollama", "--tag", "qwen3.5:4b", "--json"]);
            JsonElement report = JsonDocument.Parse(answer.Output).RootElement;
            Assert.Equal(6, answer.Code);
            Assert.Equal("Ollama 0.33.0", report.GetProperty("runtime").GetString());
            Assert.Equal([2_000_000_000L, 1_000_000_000], report.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("actualBytes").GetInt64()));
            Assert.Contains(report.GetProperty("notes").EnumerateArray(), n => n.GetString() == "Ollama runs it with a context of 4,096 tokens where 8,192 were planned.");
            JsonElement asked = JsonDocument.Parse(ollama.Asked("/api/generate")[^1]).RootElement;
            Assert.Equal(("qwen3.5:4b", 8192), (asked.GetProperty("model").GetString(), asked.GetProperty("options").GetProperty("num_ctx").GetInt32()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OLLAMA_HOST", null);
        }
    }

    [Fact]
    public async Task LM_Studios_estimate_is_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["lms"], "#!/bin/sh\necho 'Model: qwen/qwen3.5-4b'\necho 'Estimated GPU Memory:   3.50 GiB'\necho 'Estimated Total Memory: 3.75 GiB'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["lms"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Qwen3.5-4B", "--quant", "Q4_K_M", "-c", "8192", "--rig", "rtx-3060", "--via", "lm-studio", "--runtime", folder.Path, "--tolerance", "100", "--json"]);
        Assert.True(answer.Code == 0, answer.Error);
        JsonElement[] parts = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("parts").EnumerateArray()];
        Assert.Equal([3_758_096_384L, 4_026_531_840], parts.Select(p => p.GetProperty("actualBytes").GetInt64()));
    }

    [Fact]
    public async Task Ollama_is_measured_by_its_own_counters()
    {
        using TemporaryFolder folder = new();
        using ServerDouble ollama = new(path => path switch
        {
            "/api/version" => """{"version":"0.33.0"}""",
            "/api/tags" => """{"models":[{"name":"qwen3.5:4b","model":"qwen3.5:4b","size":3400000000,"digest":"abc"}]}""",
            // the example of docs/api.md with other numbers: 26 tokens of a prompt in 0.13 s, 290 of an answer in 4.709213 s
            _ => """{"model":"qwen3.5:4b","created_at":"2026-11-30T12:00:00Z","response":"x","done":true,"total_duration":5043500667,"load_duration":5025959,"prompt_eval_count":26,"prompt_eval_duration":130000000,"eval_count":290,"eval_duration":4709213000}""",
        });
        Environment.SetEnvironmentVariable("OLLAMA_HOST", ollama.Address);
        try
        {
            CommandLine.Answer answer = await CommandLine.RealAsync(
                ["bench", "Qwen3.5-4B", "--quant", "Q4_K_M", "-c", "4096", "--backend", "cpu", "--via", "ollama", "--tag", "qwen3.5:4b", "--answer", "290", "--prompt-tokens", "26", "-r", "2", "--anyway", "--json"], ledger: folder["l.db"]);
            Assert.True(answer.Code == 0, answer.Error);
            JsonElement[] results = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("results").EnumerateArray()];
            Assert.Equal([200.0, 61.5814], results.Select(r => r.GetProperty("tokensPerSecond").GetDouble()));
            JsonElement asked = JsonDocument.Parse(ollama.Asked("/api/generate")[^1]).RootElement;
            Assert.Equal(("qwen3.5:4b", 4096, 290, 0), (asked.GetProperty("model").GetString(), asked.GetProperty("options").GetProperty("num_ctx").GetInt32(), asked.GetProperty("options").GetProperty("num_predict").GetInt32(), asked.GetProperty("options").GetProperty("num_gpu").GetInt32()));
            Assert.Equal(6, ollama.Asked("/api/generate").Distinct().Count()); // a warm-up and two samples of each, no prompt twice
            using IEvidenceStore store = EvidenceStores.Open(folder["l.db"]);
            Assert.All(store.List(new EvidenceFilter()), r => Assert.Equal(("Ollama", "0.33.0", 3400000000L, ""), (r.Record.Engine, r.Record.Build, r.Record.FileBytes!.Value, r.Record.Layout)));
            CommandLine.Answer several = await CommandLine.RealAsync(["bench", "Qwen3.5-4B", "--via", "ollama", "--users", "1,4"], ledger: folder["l.db"]);
            Assert.Equal((2, "localrig: Ollama decides by itself how many it answers at once (OLLAMA_NUM_PARALLEL). Measure several users with --via llama-server.\n"), (several.Code, several.Error));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OLLAMA_HOST", null);
        }
    }
}
