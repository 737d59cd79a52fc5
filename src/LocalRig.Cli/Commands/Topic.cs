namespace LocalRig.Cli.Commands;

/// <summary>Something people ask that isn't a plan: what LocalRig can say about it, what it can't, and where to turn.</summary>
/// <param name="Name">Its name for <c>localrig help</c>.</param>
/// <param name="Words">Other words people look for it by.</param>
/// <param name="Cannot">What LocalRig doesn't answer, and why.</param>
/// <param name="Can">What it does answer.</param>
/// <param name="Commands">The commands for that.</param>
/// <param name="Elsewhere">Where the rest is answered, or empty.</param>
internal sealed record Topic(string Name, string[] Words, string Cannot, string Can, string[] Commands, string Elsewhere)
{
    public static Topic[] All { get; } =
    [
        new(
            "training", ["train", "finetune", "fine-tune", "finetuning", "fine-tuning", "lora", "qlora", "sft"],
            "LocalRig doesn't compute training or fine-tuning: gradients, optimizer states and kept activations are no part of running a model, and nothing here measures them.",
            "It gives the floor below which no fine-tuning gets: the weights in 16 bits for all of them, or in four bits for adapters on a quantized model (QLoRA); all else comes on top.",
            ["localrig plan Qwen3.5-9B --quant BF16", "localrig plan Qwen3.5-9B --quant Q4_K_M"],
            "For training, ask the tool you train with: Hugging Face's `accelerate estimate-memory` gives Adam's memory; Unsloth, Axolotl and torchtune document theirs."),
        new(
            "users", ["concurrency", "concurrent", "team", "multi-user", "multiuser", "parallel", "throughput", "batching", "production"],
            "LocalRig doesn't forecast how many tokens per second many people get together; its speed is for one answer at a time.",
            "It computes to the byte what several at once take under llama.cpp: a slot each, its share of the context, its recurrent state. For vLLM and SGLang it tells the cache pool and how many sequences find room.",
            ["localrig plan Qwen3.5-27B --parallel 8 -c 64k", "localrig serve Qwen3.5-27B --rig \"2x rtx-3090\" -c 32k", "localrig start --for several"],
            "For dozens of users take vLLM or SGLang on cards with room for the cache, and measure: `vllm bench serve`."),
        new(
            "cluster", ["machines", "nodes", "several-machines", "ray", "rpc", "distributed", "multi-node"],
            "LocalRig doesn't forecast the speed of several machines together; it gives a ceiling and what the link costs each token.",
            "It computes what each device of each machine holds, how many sequences fit, and the commands: vLLM over Ray, SGLang across nodes, llama.cpp over RPC. Machines stand apart by a slash, and `over` names the link.",
            ["localrig serve DeepSeek-V3 --rig \"2 nodes of 8x h100-80gb-sxm over infiniband-ndr\"", "localrig serve Qwen3-32B --rig \"rtx-3090 / rtx-3090 over 10gbe\" --runtime llama.cpp"],
            "docs/serving.md tells how each number is made and what it was compared with."),
        new(
            "runtimes", ["runtime", "engine", "engines", "ollama", "lmstudio", "lm-studio", "vllm", "sglang", "mlx", "llama-server"],
            "LocalRig starts a runtime only to verify or to measure, and its bytes are llama.cpp's: what Ollama, LM Studio, vLLM, SGLang and MLX make of the same model differs where they can't be told the placement.",
            "It writes what to type in each for a plan, valid for a named version, and says what that runtime can't express or why it can't run it.",
            ["localrig commands Qwen3.5-27B --rig rtx-3090", "localrig commands Qwen3.5-9B --runtime ollama@0.29", "localrig runtimes", "localrig verify Qwen3.5-9B --quant Q4_K_M"], ""),
        new(
            "best", ["best-model", "recommend", "recommendation", "leaderboard", "ranking", "which"],
            "There is no best model: rankings contradict each other, because they test different things, and a model your machine can't hold is no use to you. LocalRig never averages them.",
            "It says which is the largest your machine runs well, in which quantization, how fast, and what came second and why; and what others publish of a model, side by side.",
            ["localrig", "localrig start", "localrig rank Qwen3.5-27B", "localrig --rig \"rtx-4090\""], ""),
        new(
            "hardware", ["no-hardware", "gpu", "vram", "machine", "computer"],
            "Without facts about the machine nothing exact can be said; LocalRig doesn't guess them.",
            "It finds out itself what this machine is, knows some 280 devices by name, and takes a size where the name isn't known.",
            ["localrig doctor", "localrig rigs rtx", "localrig plan Qwen3.5-9B --rig gpu:12GB", "localrig needs Qwen3.5-27B"], ""),
        new(
            "scope", ["limits", "about", "topics"],
            "LocalRig doesn't train models, run them, rank them itself, or forecast many users at once. It says 'unknown' where nobody published a figure.",
            "It computes memory to the byte and speed with its interval for any model and machine, and what follows: what to run, change, buy or rent, and whether a guide is right.",
            ["localrig start", "localrig audit guide.md", "localrig help training", "localrig help users"], ""),
    ];

    /// <summary>The topic a word means, or null.</summary>
    public static Topic? Find(string word) =>
        Array.Find(All, t => t.Name.Equals(word, StringComparison.OrdinalIgnoreCase) || t.Words.Contains(word, StringComparer.OrdinalIgnoreCase));
}
