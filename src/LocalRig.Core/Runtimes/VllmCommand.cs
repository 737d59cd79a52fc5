using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Writes a plan for vLLM (docs.vllm.ai, cli/serve; GGUF by features/quantization/gguf).</summary>
internal static class VllmCommand
{
    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (ServingNotes.Refusal(request, "vLLM") is string refusal)
        {
            return request.Cannot(refusal);
        }

        if (!request.IsReleasedWeights && (request.Model.HubFile.Length > 0 || request.Model.Address.Length > 0))
        {
            return request.Cannot($"{request.Limit(LimitSubject.Format)?.Sentence} Download the file and plan that, or plan the released weights with --quant BF16.");
        }

        Workload workload = request.Plan.Question.Workload;
        CommandLineText line = new("vllm", "serve", Weights(request));
        line.AddIf(!request.IsReleasedWeights && request.Model.WeightsRepository.Length > 0, "--tokenizer", request.Model.WeightsRepository)
            .AddIf(request.IsReleasedWeights, "--dtype", request.Plan.Model.QuantName == "F16" ? "float16" : "bfloat16")
            .Add("--max-model-len", $"{request.ContextPerSlot}", "--max-num-seqs", $"{workload.Parallel}")
            .AddIf(request.Shape.Tensor > 1, "--tensor-parallel-size", $"{request.Shape.Tensor}")
            .AddIf(request.Shape.Pipeline > 1, "--pipeline-parallel-size", $"{request.Shape.Pipeline}")
            .AddIf(request.Shape.Nodes > 1, "--distributed-executor-backend", "ray")
            .AddIf(Drafts(request), "--speculative-config", $"'{{\"method\":\"qwen3_next_mtp\",\"num_speculative_tokens\":{workload.RecurrentSequences}}}'");
        IEnumerable<string> install = request.IsReleasedWeights ? [] : ["uv pip install vllm-gguf-plugin"];
        return request.Answer([.. install, line.ToString()], Notes(request));
    }

    private static bool Drafts(RuntimeRequest request) =>
        request.IsReleasedWeights && request.Architecture is ("qwen35" or "qwen35moe" or "qwen3next")
        && request.Plan.Question.Workload is { Mtp: true, RecurrentSequences: > 0 };

    private static string Weights(RuntimeRequest request) =>
        request.IsReleasedWeights ? request.Model.WeightsRepository
        : request.Model.HubRepository.Length > 0 ? $"{request.Model.HubRepository}:{request.Model.HubQuant}"
        : CommandLineText.Quoted(request.Model.Path == ModelReference.Placeholder ? "./" + request.Model.Path : request.Model.Path);

    private static IEnumerable<string> Notes(RuntimeRequest request)
    {
        if (!request.IsReleasedWeights)
        {
            if (request.Model.Note.Length > 0)
            {
                yield return request.Model.Note;
            }

            yield return $"{request.Limit(LimitSubject.Format)?.Sentence} Which architectures it reads isn't documented: whether {request.Architecture} is one is unknown. Released weights run for sure: plan with --quant BF16.";
        }

        foreach (string note in ServingNotes.Of(request, "vLLM"))
        {
            yield return note;
        }

        if (request.Plan.Question.Workload.Mtp && !Drafts(request))
        {
            yield return "The plan's multi-token prediction is not asked for: vLLM's --speculative-config wants the released weights and a number of drafted tokens.";
        }
    }
}
