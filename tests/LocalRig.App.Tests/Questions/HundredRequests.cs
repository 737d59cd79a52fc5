using System.Text.Json.Nodes;

namespace LocalRig.App.Tests.Questions;

/// <summary>Requests to every question that needs no machine, as a command line and as JSON.</summary>
internal static class HundredRequests
{
    private static readonly string[] Models = ["Qwen3.5-27B", "Qwen3.5-9B", "Qwen3.5-35B-A3B", "gpt-oss-20b", "gemma-4-31B", "Llama-3.1-8B"];

    private static readonly string[] Rigs = ["rtx-3090", "2x rtx-3060-12-gb + 64GB", "m4-max-40c:64", "64GB ddr5-5600"];

    /// <summary>Question, command line after its name, request.</summary>
    public static IEnumerable<(string Question, string[] Line, JsonObject Request)> All()
    {
        foreach (string model in Models)
        {
            foreach (string rig in Rigs)
            {
                yield return ("plan", [model, "--rig", rig, "-c", "16k", "-ctk", "q8_0", "-ctv", "q8_0", "-fa", "on"], new() { ["model"] = model, ["rig"] = rig, ["ctx"] = 16384, ["cacheTypeK"] = "q8_0", ["cacheTypeV"] = "q8_0", ["flashAttention"] = "on" });
                yield return ("commands", [model, "--rig", rig, "--runtime", "ollama@0.29"], new() { ["model"] = model, ["rig"] = rig, ["runtime"] = "ollama@0.29" });
            }

            yield return ("levers", [model, "--rig", "rtx-4080"], new() { ["model"] = model, ["rig"] = "rtx-4080" });
            yield return ("curve", [model, "--rig", "rtx-4070"], new() { ["model"] = model, ["rig"] = "rtx-4070" });
            yield return ("quants", [model, "--rig", "rtx-3060", "--all"], new() { ["model"] = model, ["rig"] = "rtx-3060", ["all"] = true });
            yield return ("needs", [model, "--tps", "20", "--currency", "EUR"], new() { ["model"] = model, ["tps"] = 20, ["currency"] = "EUR" });
            yield return ("cloud", [model, "--rig", "rtx-3090", "--tokens-per-day", "1M", "--cost", "900", "--api", "Qwen3.5-27B"], new() { ["model"] = model, ["rig"] = "rtx-3090", ["tokensPerDay"] = "1M", ["cost"] = 900, ["api"] = "Qwen3.5-27B" });
            yield return ("rank", [model], new() { ["model"] = model });
            yield return ("inspect", [model, "--quant", "Q4_K_M", "--tensors"], new() { ["model"] = model, ["quant"] = "Q4_K_M", ["tensors"] = true });
            yield return ("serve", [model, "--rig", "4x rtx-3090", "--tp", "4", "-c", "32k"], new() { ["model"] = model, ["rig"] = "4x rtx-3090", ["tensorParallel"] = 4, ["ctx"] = "32k" });
            yield return ("model", [model], new() { ["words"] = model });
        }

        foreach (string rig in Rigs)
        {
            yield return ("survey", ["--rig", rig], new() { ["rig"] = rig });
            yield return ("match", ["--rig", rig, "--rig", "rtx-4090", "--family", "qwen3.5"], new() { ["rig"] = new JsonArray(rig, "rtx-4090"), ["family"] = "qwen3.5" });
            yield return ("start", ["--rig", rig, "--for", "coding", "--want", "speed"], new() { ["rig"] = rig, ["for"] = "coding", ["want"] = "speed" });
            yield return ("rig", rig.Split(' '), new() { ["words"] = rig });
        }

        yield return ("upgrade", ["--from", "rtx-3060", "--budget", "1500"], new() { ["from"] = "rtx-3060", ["budget"] = 1500 });
        yield return ("buy", ["--budget", "$1500", "--ram", "64GB"], new() { ["budget"] = "$1500", ["ram"] = "64GB" });
        yield return ("compare", ["rtx-3090", "rtx-4090", "--model", "Qwen3.5-9B"], new() { ["first"] = "rtx-3090", ["second"] = "rtx-4090", ["model"] = "Qwen3.5-9B" });
        yield return ("compare", ["Qwen3.5-9B --quant Q6_K", "--quant Q8_0", "--rig", "rtx-3060"], new() { ["first"] = new JsonObject { ["model"] = "Qwen3.5-9B", ["quant"] = "Q6_K" }, ["second"] = new JsonObject { ["quant"] = "Q8_0" }, ["rig"] = "rtx-3060" });
        yield return ("models", ["qwen3.5"], new() { ["filter"] = "qwen3.5" });
        yield return ("rigs", ["rtx-40"], new() { ["filter"] = "rtx-40" });
        yield return ("prices", ["rtx-3090"], new() { ["of"] = "rtx-3090" });
        yield return ("serve", ["Qwen3-8B", "--rig", "rtx-3090 / rtx-3090 over 10gbe", "--runtime", "llama.cpp"], new() { ["model"] = "Qwen3-8B", ["rig"] = "rtx-3090 / rtx-3090 over 10gbe", ["runtime"] = "llama.cpp" });
        yield return ("cloud", ["Qwen3.5-397B-A17B", "--rig", "rtx-3090"], new() { ["model"] = "Qwen3.5-397B-A17B", ["rig"] = "rtx-3090" });
        yield return ("audit", ["-", "--format", "markdown"], new() { ["text"] = Guide, ["source"] = "standard input", ["format"] = "markdown" });
    }

    /// <summary>A guide of one claim.</summary>
    public const string Guide = "An RTX 3090 has 24 GB of VRAM and 936 GB/s of bandwidth.\n";
}
