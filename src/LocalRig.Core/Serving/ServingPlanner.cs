using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>Plans a model for vLLM or SGLang. Weights and cache per token are arithmetic over shapes; what the start-up measures is bounded.</summary>
public static class ServingPlanner
{
    private const long HalfPrecision = 2;

    /// <summary>The plan in the format asked for, else in the first of 16 bits, FP8 and 4 bits of which a sequence surely fits.</summary>
    /// <exception cref="ServingException">The runtime would refuse it, or LocalRig can't tell.</exception>
    public static ServingPlan Plan(Model model, Cluster cluster, ServingQuestion question)
    {
        model = Shaped(model);
        Architecture architecture = model.Architecture!;
        Check(architecture, cluster, question);
        Parallelism parallelism = Spread(architecture, cluster, question);
        if (parallelism.Pipeline > 1 && architecture.Layers.Any(static l => l.SharesEarlierCache))
        {
            throw new ServingException($"Some layers of {model.Id} read the caches of earlier ones; how stages on several devices would share those isn't documented. Give the devices of one machine, or one.");
        }

        ImmutableArray<WeightFormat> formats = Native(model)
            ? question.Format is null ? [WeightFormat.MxFp4] : throw new ServingException($"{model.Id} is released in MXFP4 and served so; leave --format out.")
            : question.Format is { } asked ? [asked]
            : Checkpoint.ReleasedAs(model.Id) is { } released ? [released.Format != WeightFormat.Other ? released.Format : throw new ServingException($"{model.Id} is released in a format of its own, which LocalRig doesn't model; give --format for another checkpoint of it.")]
            : [WeightFormat.Bf16, WeightFormat.Fp8, WeightFormat.GptqInt4];
        ServingPlan? plan = null;
        foreach (WeightFormat format in formats)
        {
            plan = Plan(model, cluster, question, parallelism, format);
            if (plan.FitsSurely)
            {
                break;
            }
        }

        return plan!;
    }

    /// <summary>The model with its shape, which llama.cpp's graphs aren't needed for.</summary>
    private static Model Shaped(Model model) =>
        model.Architecture is not null ? model
        : ArchitectureReader.ReadShape(model.Metadata) is KnownArchitecture known ? model with { Architecture = known.Architecture }
        : throw new ServingException($"LocalRig doesn't know the shape of {model.Id}, so it can't tell what each device would hold.");

    private static bool Native(Model model) => model.Tensors.Tensors.Any(t => t.Type == TensorType.MXFP4);

    private static void Check(Architecture architecture, Cluster cluster, ServingQuestion question)
    {
        if (cluster.Nodes.FirstOrDefault(n => n.Devices.IsEmpty) is { } none)
        {
            throw new ServingException($"{none.Name} has no graphics processor; LocalRig models vLLM and SGLang on those alone.");
        }

        if (cluster.Nodes.SelectMany(n => n.Devices).FirstOrDefault(d => d.Backend is not (Backend.Cuda or Backend.Rocm)) is { } other)
        {
            throw new ServingException($"vLLM and SGLang need CUDA or ROCm; {other.CatalogId ?? other.Name} has neither. `localrig plan` answers for llama.cpp there.");
        }

        if (question.Context > architecture.ContextLength)
        {
            throw new ServingException($"A context of {question.Context:N0} is more than the {architecture.ContextLength:N0} tokens the model was trained for; vLLM refuses that.");
        }
    }

    /// <summary>All devices of a machine share layers and machines follow each other, where the model allows; else the most that does.</summary>
    private static Parallelism Spread(Architecture architecture, Cluster cluster, ServingQuestion question)
    {
        int devices = cluster.Devices;
        if (question.Tensor is null && question.Pipeline is null && question.Data == 1
            && Parallelism.Widest(architecture, [.. cluster.Nodes.Select(n => n.Devices.Length)], question.Expert) is Parallelism widest)
        {
            return widest;
        }

        int pipeline = question.Pipeline ?? (question.Data > 1 ? 1 : Math.Max(1, devices / (question.Tensor ?? devices)));
        Parallelism asked = new(question.Tensor ?? Math.Max(1, devices / (pipeline * question.Data)), pipeline, question.Data, question.Expert);
        if (asked.Ranks > devices)
        {
            string replicas = asked.Data > 1 ? $" times {asked.Data} replicas" : "";
            throw new ServingException($"Tensor parallelism {asked.Tensor} times {asked.Pipeline} stages{replicas} needs {asked.Ranks} devices; there are {devices}.");
        }

        CheckReplicas(architecture, cluster, question, asked);
        return asked.Refusal(architecture) is { } refusal ? throw new ServingException(refusal) : asked;
    }

    private static void CheckReplicas(Architecture architecture, Cluster cluster, ServingQuestion question, Parallelism asked)
    {
        if (asked.Data > 1 && (!asked.Expert || asked.Pipeline > 1 || question.Runtime == ServingRuntime.Sglang))
        {
            throw new ServingException("LocalRig models data parallelism for vLLM together with expert parallelism and without stages; without it replicas are as many plans of their own.");
        }

        if (asked.Data > 1 && cluster.Nodes.Length > 1 && cluster.Nodes.Any(n => n.Devices.Length % asked.Tensor != 0))
        {
            throw new ServingException($"A replica's {asked.Tensor} devices must be in one machine; give another --tensor-parallel-size.");
        }

        if (question.Runtime == ServingRuntime.Sglang && asked.Expert
            && architecture.Layers.Select(l => l.FeedForward).OfType<ExpertFeedForward>().FirstOrDefault(e => e.Experts % asked.ExpertRanks != 0) is { } uneven)
        {
            throw new ServingException($"SGLang wants the {uneven.Experts} experts divided evenly; {asked.ExpertRanks} devices don't.");
        }
    }

    /// <summary>The weights of every device, by place among those that share the experts and by stage.</summary>
    private static ImmutableArray<ImmutableArray<RankWeights>> Weights(Model model, Parallelism parallelism, WeightFormat format, Checkpoint? checkpoint)
    {
        bool even = model.Architecture!.Layers.Select(l => l.FeedForward).OfType<ExpertFeedForward>().All(e => e.Experts % parallelism.ExpertRanks == 0);
        ImmutableArray<RankWeights> first = RankWeights.Of(model, parallelism, format, 0, checkpoint);
        return [.. Enumerable.Range(0, parallelism.ExpertRanks).Select(m => even || m == 0 ? first : RankWeights.Of(model, parallelism, format, m, checkpoint))];
    }

    private static ServingPlan Plan(Model model, Cluster cluster, ServingQuestion question, Parallelism parallelism, WeightFormat format)
    {
        Architecture architecture = model.Architecture!;
        ImmutableArray<ImmutableArray<RankWeights>> weights = Weights(model, parallelism, format == WeightFormat.MxFp4 ? WeightFormat.Bf16 : format, question.Checkpoint);
        CachePages pages = CachePages.Of(architecture, parallelism, question.CacheElementBytes, question.DraftTokens, question.PrefixCaching);
        ImmutableArray<int> layers = parallelism.LayersPerStage(architecture.Layers.Length);
        (int batch, int usual) = SchedulerDefaults.Of(cluster.Place(0).Device, question);
        ImmutableArray<RankPlan>.Builder ranks = ImmutableArray.CreateBuilder<RankPlan>();
        List<CountRange> blocks = [];
        for (int rank = 0; rank < parallelism.Ranks; rank++)
        {
            int stage = rank / parallelism.Tensor % parallelism.Pipeline;
            RankPlan plan = Rank(cluster, question, parallelism, model, format, weights[Member(parallelism, rank)][stage], rank, layers[stage]);
            ranks.Add(plan);
            blocks.Add(Blocks(plan.Pool, pages.BytesPerBlock(layers.Take(stage).Sum(), layers[stage])));
        }

        // the fewest blocks of any device count for all
        CountRange fewest = new(blocks.Min(b => b.Low), blocks.Min(b => b.Likely), blocks.Min(b => b.High));
        double perSequence = pages.BlocksPerSequence(question.Context, batch);
        LinkEffect? link = LinkEffect.Of(architecture, parallelism, cluster);
        int? cap = question.Runtime == ServingRuntime.Vllm ? StateBlocks.Cap(architecture.Layers.Any(static l => l.Attention is RecurrentAttention), fewest.Low, usual) : null;
        ImmutableArray<string> notes = ServingNotes.Of(
            model.Id, question, format, parallelism, cluster, pages.Uniform, format != WeightFormat.MxFp4 && weights[0].Any(w => w.Padding > ByteSize.Zero));
        return new ServingPlan
        {
            Question = question,
            Model = model,
            Cluster = cluster,
            Format = format,
            Parallelism = parallelism,
            Ranks = ranks.ToImmutable(),
            Block = pages.Block,
            CachePerToken = new(Enumerable.Range(0, parallelism.Pipeline).Max(s => pages.BytesPerToken(layers.Take(s).Sum(), layers[s]))),
            PoolTokens = new(Tokens(fewest.Low), Tokens(fewest.Likely), Tokens(fewest.High)),
            Sequences = new(parallelism.Data * (fewest.Low / perSequence), parallelism.Data * (fewest.Likely / perSequence), parallelism.Data * (fewest.High / perSequence)),
            Link = link,
            DecodeCeiling = Ceiling(cluster, parallelism, weights, link),
            Blocks = fewest,
            MaxSequences = cap,
            Notes = cap is int most ? notes.Add(StateBlocks.Note(most, fewest, usual)) : notes,
        };

        long Tokens(long count) => pages.Tokens(count, question.Context, batch);
    }

    private static RankPlan Rank(
        Cluster cluster, ServingQuestion question, Parallelism parallelism, Model model, WeightFormat format, RankWeights weights, int rank, int layers)
    {
        (int node, Device device) = cluster.Place(rank);
        int stage = rank / parallelism.Tensor % parallelism.Pipeline;
        Overheads overheads = Overheads.Of(model.Architecture!, parallelism, device, SchedulerDefaults.Of(device, question), question.VisionParameters > 0 && !question.LanguageModelOnly);
        long vision = stage == 0 && !question.LanguageModelOnly ? question.VisionParameters * HalfPrecision : 0;
        // encoders are split like the text model (mm_encoder_tp_mode is "weights" where nothing is said: vllm/config/multimodal.py)
        SizeRange loaded = weights.Loaded + SizeRange.Exactly(new(vision / parallelism.Tensor));
        loaded += question.DraftTokens > 0 && stage == parallelism.Pipeline - 1 ? DraftHead.Of(model, parallelism, format) : SizeRange.Exactly(ByteSize.Zero);
        SizeRange total = DeviceTotal.Of(device);
        SizeRange budget = new(Share(total.Low), Share(total.Likely), Share(total.High));
        // SGLang's share is of weights and pool alone, of what was free at the start; scratch and graphs live in the rest
        SizeRange besides = question.Runtime == ServingRuntime.Sglang ? overheads.Runtime
            : question.GraphsOffThePool ? overheads.Total
            : overheads.Activations + overheads.Runtime;
        return new RankPlan(node, device.Name, stage, layers, loaded, overheads, besides, budget, budget - loaded - besides);

        ByteSize Share(ByteSize memory) => new((long)(memory.Bytes * question.Utilization));
    }

    private static CountRange Blocks(SizeRange pool, long bytesPerBlock) =>
        new(Whole(pool.Low, bytesPerBlock), Whole(pool.Likely, bytesPerBlock), Whole(pool.High, bytesPerBlock));

    private static long Whole(ByteSize pool, long bytesPerBlock) => Math.Max(0, pool.Bytes / bytesPerBlock);

    /// <summary>A device's place among those that share the experts: replicas follow each other, as they do with one stage only.</summary>
    private static int Member(Parallelism parallelism, int rank) => parallelism.ExpertRanks == 1 ? 0 : parallelism.Pipeline > 1 ? rank % parallelism.Tensor : rank;

    private static double? Ceiling(Cluster cluster, Parallelism parallelism, ImmutableArray<ImmutableArray<RankWeights>> weights, LinkEffect? link)
    {
        double seconds = link?.LeastSeconds ?? 0;
        for (int stage = 0; stage < parallelism.Pipeline; stage++)
        {
            double slowest = 0;
            for (int member = 0; member < parallelism.Tensor * parallelism.Data; member++)
            {
                int rank = stage * parallelism.Tensor + member; // with replicas there is one stage
                if (cluster.Place(rank).Device.Bandwidth is not Bandwidth bandwidth)
                {
                    return null;
                }

                slowest = Math.Max(slowest, weights[Member(parallelism, rank)][stage].ReadPerToken.Bytes / bandwidth.BytesPerSecond);
            }

            seconds += slowest;
        }

        return 1 / seconds;
    }
}
