using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes a plan for SGLang (docs.sglang.io, server_arguments).</summary>
internal static class SglangCommand
{
    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (ServingNotes.Refusal(request, "SGLang") is string refusal)
        {
            return request.Cannot(refusal);
        }

        if (!request.IsReleasedWeights)
        {
            return request.Cannot("SGLang lists gguf among its load formats but not which models and quantizations that reads, so no command is given; plan the released weights with --quant BF16.");
        }

        Workload workload = request.Plan.Question.Workload;
        CommandLineText line = new("python3", "-m", "sglang.launch_server", "--model-path", request.Model.WeightsRepository);
        line.Add("--dtype", request.Plan.Model.QuantName == "F16" ? "float16" : "bfloat16")
            .Add("--context-length", $"{request.ContextPerSlot}", "--max-running-requests", $"{workload.Parallel}")
            .AddIf(request.Shape.Tensor > 1, "--tp-size", $"{request.Shape.Tensor}")
            .AddIf(request.Shape.Pipeline > 1, "--pp-size", $"{request.Shape.Pipeline}")
            .AddIf(request.Shape.Nodes > 1, "--nnodes", $"{request.Shape.Nodes}");
        IEnumerable<string> mtp = workload.Mtp ? ["The plan's multi-token prediction is not asked for: LocalRig has no checked options for it in SGLang."] : [];
        return request.Answer([line.ToString()], [.. ServingNotes.Of(request, "SGLang"), .. mtp]);
    }
}
