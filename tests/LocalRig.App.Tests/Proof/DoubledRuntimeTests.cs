using System.Net;
using System.Text;
using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using Xunit;

namespace LocalRig.App.Tests.Proof;

/// <summary>Ollama and LM Studio as doubles, made from their documentation: https://github.com/ollama/ollama/blob/main/docs/api.md (version, generate, ps) and
/// https://lmstudio.ai/docs/cli/load (--estimate-only). The real programs were not run.</summary>
public sealed class DoubledRuntimeTests
{
    [Fact]
    public async Task Ollama_is_told_the_plan_and_its_two_numbers_are_compared()
    {
        using OllamaDouble ollama = new(size: 3_000_000_000, onCards: 2_000_000_000);
        CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Qwen3.5-4B", "--quant", "Q4_K_M", "-c", "8192", "--rig", "rtx-3060", "--via", "ollama", "--tag", "qwen3.5:4b", "--json"]);
        JsonElement report = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(6, answer.Code);
        Assert.Equal("Ollama 0.33.0", report.GetProperty("runtime").GetString());
        Assert.Equal([2_000_000_000L, 1_000_000_000], report.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("actualBytes").GetInt64()));
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), n => n.GetString() == "Ollama runs it with a context of 4,096 tokens where 8,192 were planned.");
        JsonElement asked = JsonDocument.Parse(ollama.Asked).RootElement;
        Assert.Equal(("qwen3.5:4b", 8192), (asked.GetProperty("model").GetString(), asked.GetProperty("options").GetProperty("num_ctx").GetInt32()));
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

    /// <summary>Answers as docs/api.md shows it.</summary>
    private sealed class OllamaDouble : IDisposable
    {
        private readonly HttpListener _listener = new();

        public OllamaDouble(long size, long onCards)
        {
            const int Port = 21434; // no program's usual port
            _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            _listener.Start();
            Environment.SetEnvironmentVariable("OLLAMA_HOST", $"127.0.0.1:{Port}");
            _ = Task.Run(async () =>
            {
                while (_listener.IsListening)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    string answer = context.Request.Url!.AbsolutePath switch
                    {
                        "/api/version" => """{"version":"0.33.0"}""",
                        "/api/generate" => """{"model":"qwen3.5:4b","created_at":"2026-11-30T12:00:00Z","response":"","done":true,"done_reason":"load"}""",
                        _ => $$"""{"models":[{"name":"qwen3.5:4b","model":"qwen3.5:4b","size":{{size}},"digest":"abc","details":{"format":"gguf","quantization_level":"Q4_K_M"},"expires_at":"2026-11-30T12:05:00Z","size_vram":{{onCards}},"context_length":4096}]}""",
                    };
                    if (context.Request.HttpMethod == "POST")
                    {
                        using StreamReader body = new(context.Request.InputStream);
                        Asked = await body.ReadToEndAsync();
                    }

                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                    context.Response.Close();
                }
            });
        }

        public string Asked { get; private set; } = "";

        public void Dispose()
        {
            Environment.SetEnvironmentVariable("OLLAMA_HOST", null);
            _listener.Close();
        }
    }
}
