using LocalRig.Catalog;
using LocalRig.Models;
using Xunit;

namespace LocalRig.Core.Tests.Architectures;

/// <summary>The real llama.cpp loads a file of every family's weights: it refuses a missing, superfluous or misshapen tensor.</summary>
public sealed class RealLoadTests
{
    public static TheoryData<string, bool> OnePerFamily =>
        new()
        {
            { "Llama-3.1-8B", false },
            { "Mixtral-8x7B", false },
            { "Ministral-3-8B", false },
            { "Llama-4-Scout", false },
            { "Llama-4-Maverick", false },
            { "Qwen2.5-7B", false },
            { "Qwen3-4B", false },
            { "Qwen3-30B-A3B", false },
            { "Qwen3-Next-80B-A3B", false },
            { "Qwen3.5-9B", true },
            { "Qwen3.5-35B-A3B", true },
            { "gemma-3-12b", false },
            { "gemma-4-E2B", false },
            { "gemma-4-E4B", false },
            { "gemma-4-26B-A4B", false },
            { "gemma-4-31B", false },
            { "gpt-oss-20b", false },
            { "DeepSeek-V2-Lite", false },
            { "DeepSeek-V3", true },
            { "DeepSeek-V3.2", false },
            { "Kimi-K2", false },
            { "GLM-4.5-Air", false },
            { "GLM-4.6", true },
            { "GLM-4.7-Flash", false },
            { "GLM-5", false },
            { "MiniMax-M2.5", false },
            { "Phi-4", false },
        };

    [Theory]
    [MemberData(nameof(OnePerFamily))]
    public void The_real_engine_finds_every_weight_it_wants_and_no_other(string id, bool withMtp)
    {
        RealLlama.Require();
        Model model = ModelCatalog.Default.Get(id).ToModel("Q8_0", withMtp: withMtp);
        string file = $"/tmp/localrig-{Environment.ProcessId}-{id}.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            string printed = RealLlama.Run("llama-fit-params", "-m", file, "-c", "512", "-fit", "off", "-fitp", "on");
            string? host = printed.Split('\n').LastOrDefault(l => l.StartsWith("Host ", StringComparison.Ordinal));
            Assert.True(host is not null, printed);
            Assert.True(long.Parse(host.Split(' ')[1]) > 0);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
