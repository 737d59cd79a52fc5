using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Starts vLLM (docs.vllm.ai, cli/serve; GGUF by features/quantization/gguf).</summary>
internal static class VllmCommand
{
    private const int RayPort = 6379; // ray start's default
    private const int DataPort = 13345; // the port of the documentation's example

    /// <summary>A plan for vLLM.</summary>
    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (WholeOnCards.Refusal(request, "vLLM") is string refusal)
        {
            return request.Cannot(refusal);
        }

        if (!request.IsReleasedWeights && (request.Model.HubFile.Length > 0 || request.Model.Address.Length > 0))
        {
            return request.Cannot($"{request.Limit(LimitSubject.Format)?.Sentence} Download the file and plan that, or plan the released weights with --quant BF16.");
        }

        Workload workload = request.Plan.Question.Workload;
        ImmutableArray<NodeCommand> lines = Lines(new ServingLaunch
        {
            Weights = Weights(request),
            Tokenizer = request.IsReleasedWeights ? "" : request.Model.WeightsRepository,
            Type = request.IsReleasedWeights ? request.HalfPrecision : "",
            Context = request.ContextPerSlot,
            Sequences = workload.Parallel,
            Parallelism = request.Parallelism,
            Drafted = Drafts(request) ? workload.RecurrentSequences : 0,
        });
        IEnumerable<string> install = request.IsReleasedWeights ? [] : ["uv pip install vllm-gguf-plugin"];
        return request.Answer([.. install, .. lines.Select(l => l.Text)], Notes(request));
    }

    /// <summary>The commands, in the order to give them; machines are joined by Ray.</summary>
    public static ImmutableArray<NodeCommand> Lines(ServingLaunch launch)
    {
        Parallelism spread = launch.Parallelism;
        CommandLineText line = Line(launch);
        if (spread.Data > 1 && launch.Nodes > 1)
        {
            return Replicas(line.ToString(), launch.ReplicasPerNode);
        }

        line.AddIf(launch.Nodes > 1, "--distributed-executor-backend", "ray");
        NodeCommand serve = new(0, line.ToString());
        return launch.Nodes == 1
            ? [serve]
            : [new(0, $"ray start --head --port={RayPort}"), .. Enumerable.Range(1, launch.Nodes - 1).Select(n => new NodeCommand(n, $"ray start --address=HEAD:{RayPort}")), serve];
    }

    /// <summary>What the first machine of a group runs and what every other one does, without Ray (docs.vllm.ai, deployment/frameworks/lws and
    /// serving/parallelism_scaling): a shell's variables tell each machine its number and the first one's address.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="number">The variable with the machine's number, from 0.</param>
    /// <param name="head">The variable with the first machine's address.</param>
    public static GroupCommand Group(ServingLaunch launch, string number, string head)
    {
        string line = Line(launch).ToString();
        if (launch.Parallelism.Data > 1)
        {
            (int first, int other) = (launch.ReplicasPerNode[0], launch.ReplicasPerNode[^1]);
            string joined = $"--data-parallel-address \"${head}\" --data-parallel-rpc-port {DataPort}";
            return new($"{line} --data-parallel-size-local {first} {joined}", $"{line} --data-parallel-size-local {other} {joined} --data-parallel-start-rank $(({first} + ({number} - 1) * {other})) --headless");
        }

        string ranked = $"{line} --nnodes {launch.Nodes} --node-rank \"${number}\" --master-addr \"${head}\"";
        return new(ranked, ranked + " --headless");
    }

    private static CommandLineText Line(ServingLaunch launch)
    {
        Parallelism spread = launch.Parallelism;
        CommandLineText line = new("vllm", "serve", CommandLineText.Quoted(launch.Weights));
        return line.AddIf(launch.Tokenizer.Length > 0, "--tokenizer", launch.Tokenizer)
            .AddIf(launch.Type.Length > 0, "--dtype", launch.Type)
            .Add("--max-model-len", $"{launch.Context}")
            .AddIf(launch.Sequences is not null, "--max-num-seqs", $"{launch.Sequences}")
            .AddIf(launch.Utilization is not null, "--gpu-memory-utilization", launch.Utilization?.ToString("0.##", CultureInfo.InvariantCulture) ?? "")
            .AddIf(spread.Tensor > 1, "--tensor-parallel-size", $"{spread.Tensor}")
            .AddIf(spread.Pipeline > 1, "--pipeline-parallel-size", $"{spread.Pipeline}")
            .AddIf(launch.CacheInFp8, "--kv-cache-dtype", "fp8")
            .AddIf(launch.Drafted > 0, "--speculative-config", $"'{{\"method\":\"qwen3_next_mtp\",\"num_speculative_tokens\":{launch.Drafted}}}'")
            .AddIf(spread.Data > 1, "--data-parallel-size", $"{spread.Data}")
            .AddIf(spread.Expert, "--enable-expert-parallel");
    }

    /// <summary>Each machine starts its own replicas; the first one takes requests (docs.vllm.ai, Expert Parallel Deployment).</summary>
    private static ImmutableArray<NodeCommand> Replicas(string line, ImmutableArray<int> perNode) =>
    [
        .. perNode.Select((local, node) => new NodeCommand(
            node,
            $"{line} --data-parallel-size-local {local} --data-parallel-address HEAD --data-parallel-rpc-port {DataPort}"
                + (node > 0 ? $" --data-parallel-start-rank {perNode.Take(node).Sum()} --headless" : ""))),
    ];

    private static bool Drafts(RuntimeRequest request) =>
        request.IsReleasedWeights && request.Architecture is ("qwen35" or "qwen35moe" or "qwen3next")
        && request.Plan.Question.Workload is { Mtp: true, RecurrentSequences: > 0 };

    private static string Weights(RuntimeRequest request) =>
        request.IsReleasedWeights ? request.Model.WeightsRepository
        : request.Model.HubRepository.Length > 0 ? $"{request.Model.HubRepository}:{request.Model.HubQuant}"
        : request.Model.Path == ModelReference.Placeholder ? "./" + request.Model.Path : request.Model.Path;

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

        foreach (string note in WholeOnCards.Of(request, "vLLM"))
        {
            yield return note;
        }

        if (request.Plan.Question.Workload.Mtp && !Drafts(request))
        {
            yield return "The plan's multi-token prediction is not asked for: vLLM's --speculative-config wants the released weights and a number of drafted tokens.";
        }
    }
}
