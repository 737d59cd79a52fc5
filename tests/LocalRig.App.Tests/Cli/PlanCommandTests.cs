using System.Text.Json;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class PlanCommandTests
{
    [Theory]
    [InlineData(2, "There is no command `pln`. Did you mean `plan`?", "pln")]
    [InlineData(2, "There is no option `--ctx-sise`. Did you mean `--ctx-size`?", "plan", "dense", "--ctx-sise", "5")]
    [InlineData(2, "`-c 12x`: not a number of tokens; write 8192 or 8k.", "plan", "dense", "-c", "12x")]
    [InlineData(2, "`-fa maybe`: not a choice for flash attention; write on, off or auto.", "plan", "dense", "-fa", "maybe")]
    [InlineData(2, "No model given; name a file or a catalogue model.", "plan")]
    [InlineData(2, "/nowhere/batch.jsonl cannot be read", "plan", "--batch", "/nowhere/batch.jsonl")]
    [InlineData(3, "There is no model missing. See `localrig models`.", "plan", "missing")]
    [InlineData(4, "\"rtx-9999\" is no hardware LocalRig knows.", "plan", "dense", "--rig", "rtx-9999")]
    [InlineData(2, "`--no-kv-offload` and `--kv-offload` contradict each other. Give one of them.", "plan", "dense", "--kv-offload", "--no-kv-offload")]
    [InlineData(2, "contradict each other", "plan", "experts", "-cmoe", "-ncmoe", "3")]
    [InlineData(2, "contradict each other", "levers", "dense", "--mmap", "--no-mmap")]
    [InlineData(2, "90,000 tokens in context (--depth) are more than the context's 8,192", "plan", "dense", "--depth", "90000")]
    [InlineData(1, "boom", "plan", "crash")]
    public async Task Errors_are_one_sentence_with_their_exit_code(int code, string sentence, params string[] args)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(args);
        Assert.Equal(code, answer.Code);
        Assert.Contains(sentence, answer.Error);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
        Assert.Empty(answer.Output);
    }

    /// <summary>The best that is comfortable, else four bits where it spills, else the smallest, which lacks least.</summary>
    [Theory]
    [InlineData("Qwen3.5-27B", "rtx-3090 + 64GB", "Q6_K", "comfortable")]
    [InlineData("Qwen3.5-27B", "rtx-3060-12-gb + 64GB", "Q4_K_M", "spills")]
    [InlineData("gpt-oss-120b", "rtx-3090 + 64GB", "MXFP4_MOE", "spills")]
    [InlineData("Qwen3.5-397B-A17B", "rtx-3090 + 64GB", "Q3_K_M", "does-not-fit")]
    public async Task Without_a_quantization_the_best_that_runs_is_planned(string model, string rig, string quant, string verdict)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(["plan", model, "--rig", rig, "--json"]);
        JsonElement plan = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal((quant, verdict), (plan.GetProperty("quantization").GetProperty("name").GetString(), plan.GetProperty("verdict").GetString()));
    }

    /// <summary>Pairs of cache types without a CUDA kernel were seen to be more than ten times slower: a plan says so, and only there.</summary>
    [Theory]
    [InlineData(true, "rtx-3090", "-ctk", "q8_0", "-ctv", "q4_0")]
    [InlineData(true, "rtx-3090", "-ctk", "q5_1", "-ctv", "q5_1")]
    [InlineData(false, "rtx-3090", "-ctk", "q8_0", "-ctv", "q8_0")]
    [InlineData(false, "rtx-3090")]
    [InlineData(false, "rtx-3090", "-ctk", "q8_0", "-ctv", "q4_0", "-nkvo")]
    [InlineData(false, "64GB", "-ctk", "q8_0", "-ctv", "q4_0")]
    public async Task Cache_types_without_a_kernel_are_warned_of(bool warned, string rig, params string[] types)
    {
        string[] plan = ["plan", "Qwen3.5-9B", "--quant", "Q4_K_M", "--rig", rig, .. types];
        bool json = JsonDocument.Parse((await CommandLine.RealAsync([.. plan, "--json"])).Output).RootElement.TryGetProperty("cautions", out JsonElement cautions);
        Assert.Equal(warned, json);
        Assert.Equal(warned, (await CommandLine.RealAsync(plan, 200)).Output.Contains("GGML_CUDA_FA_ALL_QUANTS", StringComparison.Ordinal));
        Assert.True(!warned || cautions[0].GetString()!.Contains("https://", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_are_json_where_json_is_asked_for()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "missing", "--json"]);
        JsonElement error = JsonDocument.Parse(answer.Error).RootElement.GetProperty("error");
        Assert.Equal("model-not-found", error.GetProperty("code").GetString());
        Assert.Equal("missing", error.GetProperty("where").GetString());
        Assert.Equal(3, answer.Code);
    }

    [Fact]
    public async Task Options_and_a_batch_line_give_the_same_result()
    {
        CommandLine.Answer options = await CommandLine.RunAsync(
            ["plan", "experts", "-c", "16k", "-np", "2", "-ctk", "q8_0", "-ctv", "q8_0", "-ngl", "all", "--cpu-moe", "-nkvo", "--no-mmap", "-fa", "on", "--json"]);
        CommandLine.Answer batch = await CommandLine.RunAsync(
            ["plan", "--batch", "-"],
            """{"model":"experts","ctx":16384,"parallel":2,"cacheTypeK":"q8_0","cacheTypeV":"q8_0","gpuLayers":"all","nCpuMoe":"all","kvOffload":false,"mmap":false,"flashAttention":"on"}""");
        Assert.Equal(options.Output, batch.Output);
        Assert.Equal((0, 0), (options.Code, batch.Code));
    }

    [Fact]
    public async Task Batch_answers_every_line_in_order_and_goes_on_after_errors()
    {
        const int Lines = 300;
        IEnumerable<string> lines = Enumerable.Range(0, Lines).Select(i => i % 7 == 3 ? "{broken" : i % 7 == 5 ? """{"model":"crash"}""" : $$"""{"model":"dense","ctx":{{256 * (i + 1)}}}""");
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "--batch", "-"], string.Join('\n', lines));
        string[] results = answer.Output.TrimEnd().Split('\n');
        Assert.Equal(Lines, results.Length);
        for (int i = 0; i < Lines; i++)
        {
            JsonElement result = JsonDocument.Parse(results[i]).RootElement;
            if (i % 7 is 3 or 5)
            {
                Assert.Equal(i % 7 == 3 ? "usage" : "unexpected", result.GetProperty("error").GetProperty("code").GetString());
            }
            else
            {
                Assert.Equal(256 * (i + 1), result.GetProperty("workload").GetProperty("ctx").GetInt32());
            }
        }

        Assert.Equal(0, answer.Code);
    }

    [Fact]
    public async Task Options_beside_a_batch_hold_for_lines_that_say_nothing_else()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(
            ["plan", "--batch", "-", "-c", "4k"], """
            {"model":"dense"}
            {"model":"dense","ctx":512}
            """);
        int[] contexts = [.. answer.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement.GetProperty("workload").GetProperty("ctx").GetInt32())];
        Assert.Equal([4096, 512], contexts);
    }

    [Fact]
    public async Task Does_not_fit_is_an_answer()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "dense", "-ngl", "all", "--json"], rig: Core.Tests.Planning.Samples.Rig(1));
        Assert.Equal(0, answer.Code);
        Assert.Equal("does-not-fit", JsonDocument.Parse(answer.Output).RootElement.GetProperty("verdict").GetString());
    }
}
