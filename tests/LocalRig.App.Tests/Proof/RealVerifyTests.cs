using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LocalRig.App.Tests.Cli;
using LocalRig.Core.Tests;
using LocalRig.Ledger;
using Xunit;

namespace LocalRig.App.Tests.Proof;

/// <summary><c>localrig verify</c> with the real llama.cpp 0.7.0: on the processor, with software Vulkan, over two RPC devices, with part of the layers on a device, on the
/// CUDA backend over a stand-in for its driver; for dense, mixture-of-experts, sliding-window, latent-attention and hybrid models. None of them was downloaded.</summary>
public sealed class RealVerifyTests
{
    private const string Card = "NVIDIA card,8,6,82,25769803776";

    [Theory]
    [InlineData("Llama-3.1-8B", "Q4_K_M")]
    [InlineData("Qwen3-30B-A3B", "Q4_K_M")]
    [InlineData("gemma-3-12b", "Q4_K_M")]
    [InlineData("DeepSeek-V2-Lite", "Q8_0")]
    [InlineData("Qwen3.5-35B-A3B", "Q8_0")]
    public async Task The_processors_plan_is_as_predicted(string model, string quant)
    {
        using LlamaFolder tools = new();
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "--backend", "cpu");
    }

    [Theory]
    [InlineData("Qwen3.5-27B", "UD-Q4_K_XL")]
    [InlineData("granite-3.3-2b", "Q4_K_M")] // whose catalogue entry tells none of the scales that its header has
    [InlineData("stablelm-zephyr-3b", "Q8_0")] // another epsilon
    public async Task Before_the_download_what_stands_in_a_header_alone_is_made_up_for(string model, string quant)
    {
        using LlamaFolder tools = new();
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "--backend", "cpu");
    }

    [Fact]
    public async Task Of_a_model_without_listed_tensors_there_is_nothing_to_plan_before_the_download()
    {
        using LlamaFolder tools = new();
        CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Apriel-5B", "--quant", "Q4_K_M", "--backend", "cpu", "--runtime", tools.Path], ledger: tools.Ledger);
        Assert.Equal(5, answer.Code);
        Assert.Contains("none of its tensors", answer.Error, StringComparison.Ordinal);
        Assert.Contains("hf:owner/repo:QUANT", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Llama-3.1-8B", "Q4_K_M")]
    [InlineData("Qwen3-30B-A3B", "Q4_K_M")]
    [InlineData("gemma-3-12b", "Q4_K_M")]
    [InlineData("DeepSeek-V2-Lite", "Q8_0")]
    [InlineData("Qwen3.5-35B-A3B", "Q8_0")]
    public async Task A_CUDA_cards_plan_is_as_predicted_also_with_part_of_the_layers_there(string model, string quant)
    {
        using LlamaFolder tools = new("cuda", Card);
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "-fa", "on");
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "-fa", "on", "-ngl", "12");
    }

    [Theory]
    [InlineData("Llama-3.1-8B", "Q4_K_M")]
    [InlineData("Qwen3-30B-A3B", "Q4_K_M")]
    [InlineData("gemma-3-12b", "Q4_K_M")]
    [InlineData("DeepSeek-V2-Lite", "Q8_0")]
    [InlineData("Qwen3.5-35B-A3B", "Q8_0")]
    public async Task A_Vulkan_cards_plan_is_as_predicted_also_with_part_of_the_layers_there(string model, string quant)
    {
        using LlamaFolder tools = new("vulkan", "25769803776,16,2");
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "-fa", "on");
        await AgreesAsync(tools, "verify", model, "--quant", quant, "-c", "8192", "-fa", "on", "-ngl", "12");
    }

    [Fact]
    public Task Two_RPC_devices_plan_is_as_predicted() => AgreesOverRpcAsync(new LlamaFolder(), 2);

    [Fact]
    public Task A_card_of_its_own_beside_an_RPC_device_plans_as_predicted() => AgreesOverRpcAsync(new LlamaFolder("cuda", Card), 1);

    private static async Task AgreesOverRpcAsync(LlamaFolder tools, int devices)
    {
        using LlamaFolder folder = tools;
        string[] ports = [.. Enumerable.Range(0, devices).Select(_ => FreePort())];
        Process[] servers = [.. ports.Select(p => RealLlama.Serve("ggml-rpc-server", "-p", p))];
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // the servers bind their ports
            foreach ((string model, string quant) in ((string, string)[])[("Llama-3.1-8B", "Q4_K_M"), ("Qwen3-30B-A3B", "Q4_K_M"), ("gemma-3-12b", "Q4_K_M"), ("DeepSeek-V2-Lite", "Q8_0"), ("Qwen3.5-35B-A3B", "Q8_0")])
            {
                await AgreesAsync(folder, "verify", model, "--quant", quant, "-c", "8192", "-fa", "on", "-ngl", "all", "--rpc", string.Join(',', ports.Select(p => $"127.0.0.1:{p}")));
            }
        }
        finally
        {
            foreach (Process server in servers)
            {
                server.Kill(entireProcessTree: true);
                server.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_file_is_loaded_its_buffers_are_as_predicted_and_the_ledger_has_them()
    {
        using LlamaFolder tools = new();
        string file = tools.Beside("random.gguf");
        RandomModel.Write(file);
        JsonElement report = await AgreesAsync(tools, "verify", file, "-c", "2048", "--load");
        Assert.Equal("loaded", report.GetProperty("method").GetString());
        Assert.True(report.GetProperty("tokensPerSecond").GetDouble() > 0);
        Assert.Equal("host", Assert.Single(report.GetProperty("free").EnumerateArray()).GetProperty("device").GetString());
        using IEvidenceStore store = EvidenceStores.Open(tools.Ledger);
        Assert.Equal(["weights", "context", "compute"], store.List(new EvidenceFilter { Metric = "memory" }).Select(r => r.Record.Part).Take(3));
    }

    [Theory]
    [InlineData("-np 2 -c 4096 -ctkd q8_0 -fa on", "draft-simple")]
    [InlineData("-np 4 -kvu -c 4096 --spec-draft-n-ubatch 128", "draft-simple")]
    [InlineData("-np 4 -c 4096 -ub 64 --spec-draft-n-max 16", "draft-simple")]
    [InlineData("-np 2 -c 4096", "ngram-simple")]
    [InlineData("-np 3 -c 6144 -ub 256", "ngram-mod")]
    public async Task What_drafts_is_loaded_beside_the_model_as_predicted(string options, string drafts)
    {
        using LlamaFolder tools = new();
        (string file, string draft) = (tools.Beside("random.gguf"), tools.Beside("draft.gguf"));
        RandomModel.Write(file);
        RandomModel.WriteDraft(draft);
        string[] drafting = drafts == "draft-simple" ? ["-md", draft] : ["--spec-type", drafts];
        JsonElement report = await AgreesAsync(tools, ["verify", file, .. options.Split(' '), .. drafting, "--backend", "cpu", "--load"]);
        long weights = report.GetProperty("parts").EnumerateArray().First(p => p.GetProperty("part").GetString() == "weights").GetProperty("predictedBytes").GetInt64();
        Assert.Equal(drafts == "draft-simple", weights > new FileInfo(file).Length);
    }

    [Fact]
    public async Task Drafting_is_verified_by_loading_alone_which_is_said()
    {
        using LlamaFolder tools = new();
        CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Qwen3.5-9B", "--quant", "Q8_0", "-c", "8192", "--spec-type", "draft-mtp", "--backend", "cpu", "--runtime", tools.Path], ledger: tools.Ledger);
        Assert.Equal(2, answer.Code);
        Assert.Contains("Add --load", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_difference_is_named_and_ends_with_6_unless_it_is_tolerated()
    {
        using LlamaFolder tools = new();

        // Sparse attention was compared with 0.7.0 only, so that a plan by 0.5.0's rules is a bound; 0.7.0 takes more.
        string[] command = ["verify", "GLM-5", "--quant", "Q4_K_M", "-c", "4096", "--backend", "cpu", "--engine", "llama.cpp@0.5.0", "--runtime", tools.Path];
        CommandLine.Answer answer = await CommandLine.RealAsync([.. command, "--json"], ledger: tools.Ledger);
        JsonElement report = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(6, answer.Code);
        Assert.Equal("compute", Assert.Single(report.GetProperty("parts").EnumerateArray(), p => !p.GetProperty("equal").GetBoolean()).GetProperty("part").GetString());
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), n => n.GetString()!.StartsWith("The plan itself says that it isn't exact", StringComparison.Ordinal));
        Assert.Equal(0, (await CommandLine.RealAsync([.. command, "--tolerance", "50"], ledger: tools.Ledger)).Code);
    }

    [Fact]
    public async Task Without_tools_it_says_where_they_were_looked_for()
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["verify", "Qwen3.5-9B", "--quant", "Q4_K_M", "--runtime", "/nowhere"]);
        Assert.Equal(5, answer.Code);
        Assert.Equal("localrig: There is no llama-fit-params in /nowhere. Name the folder of llama.cpp's tools with --runtime DIR; `localrig runtimes` shows what was found.\n", answer.Error);
    }

    [Fact]
    public async Task Runtimes_are_found_with_what_they_can_do()
    {
        using LlamaFolder tools = new("cuda", Card);
        CommandLine.Answer answer = await CommandLine.RealAsync(["runtimes", "--runtime", tools.Path, "--json"]);
        JsonElement llama = JsonDocument.Parse(answer.Output).RootElement.GetProperty("runtimes").EnumerateArray().First();
        Assert.Equal(("llama.cpp", "0.7.0 (b11669)"), (llama.GetProperty("name").GetString(), llama.GetProperty("version").GetString()));
        Assert.Contains("sees CUDA0 (NVIDIA card, 24.0", llama.GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, llama.GetProperty("can").GetArrayLength());
    }

    private static async Task<JsonElement> AgreesAsync(LlamaFolder tools, params string[] command)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync([.. command, "--runtime", tools.Path, "--json"], ledger: tools.Ledger);
        Assert.True(answer.Code == 0, $"{string.Join(' ', command)}: {answer.Output}{answer.Error}");
        JsonElement report = JsonDocument.Parse(answer.Output).RootElement.Clone();
        Assert.All(report.GetProperty("parts").EnumerateArray(), p => Assert.True(p.GetProperty("equal").GetBoolean(), p.ToString()));
        Assert.NotEmpty(report.GetProperty("parts").EnumerateArray());
        return report;
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
