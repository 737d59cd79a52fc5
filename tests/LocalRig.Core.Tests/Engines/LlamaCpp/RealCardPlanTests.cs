using System.Collections.Concurrent;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>What the real CUDA, ROCm and Vulkan backends of Debian's llama.cpp 0.7.0 plan over stand-ins for the vendors' drivers, against ours:
/// every family on one card and two, of several generations, with offload, experts on the host, cache types, slots, flash attention on,
/// off and automatic, and requests drawn at random.</summary>
public sealed class RealCardPlanTests
{
    private static readonly string[] Recipes = ["recipe:Q4_K_M", "Q8_0", "F16", "recipe:Q2_K", "recipe:MXFP4_MOE", "recipe:IQ4_XS"];

    /// <summary>Tensors by name as people place them (-ot).</summary>
    private static readonly string[] Named =
        [@"\.ffn_.*_exps\.=CPU", @"blk\.[0-9]\.ffn_(up|down)=CPU", "exps=CPU", @"blk\.1[0-9]\.attn=CPU", "token_embd=CPU", "^output=CPU", @"([4-9]|1[0-9])\.ffn_.*_exps\.weight$=CPU", "ffn=CPU"];

    /// <summary>A model of each family and kind.</summary>
    private static readonly string[] Models =
    [
        "Llama-3.1-8B", "Llama-3.2-1B", "Mixtral-8x7B", "Ministral-3-8B", "Qwen2.5-7B", "Qwen3-14B", "Qwen3-30B-A3B", "Qwen3-Next-80B-A3B", "Qwen3.5-9B",
        "Qwen3.5-35B-A3B", "gemma-3-12b", "gemma-4-26B-A4B", "gemma-4-E2B", "gpt-oss-20b", "DeepSeek-V2-Lite", "DeepSeek-V3", "GLM-4.5-Air", "Phi-4",
    ];

    /// <summary>All of the catalogue that has a graph.</summary>
    private static readonly string[] Listed = [.. ModelCatalog.Default.Models.Where(static m => !m.Nominal && m.Architecture is not null).Select(static m => m.Id)];

    public static TheoryData<string> EveryModel => [.. Models];

    [Theory]
    [MemberData(nameof(EveryModel))]
    public void Plans_on_NVIDIA_cards_agree_with_the_real_engine(string id) =>
        Agree(id, RealCards.Cuda((86, 82, 24)), RealCards.Cuda((75, 68, 11)), RealCards.Cuda((61, 30, 24)), RealCards.Cuda((89, 128, 24), (120, 170, 32)));

    [Theory]
    [MemberData(nameof(EveryModel))]
    public void Plans_on_AMD_cards_agree_with_the_real_engine(string id) =>
        Agree(id, RealCards.Rocm(("gfx1100", 96, 24)), null, RealCards.Rocm(("gfx906", 60, 32)), RealCards.Rocm(("gfx1201", 64, 16), ("gfx942", 304, 192)));

    [Theory]
    [MemberData(nameof(EveryModel))]
    public void Plans_on_a_Vulkan_card_agree_with_the_real_engine(string id) =>
        Agree(id, RealCards.Vulkan(24), RealCards.Vulkan(16), RealCards.Vulkan(12), null);

    /// <summary>More of them, and others, at night: LOCALRIG_PLANS says how many of each kind, LOCALRIG_SEED which.</summary>
    [Theory]
    [InlineData("cuda", 24)]
    [InlineData("hip", 12)]
    [InlineData("vulkan", 12)]
    public void Requests_drawn_at_random_agree_with_the_real_engine(string kind, int count)
    {
        RealLlama.RequireCards(kind);
        count = Told("LOCALRIG_PLANS", count);
        Random random = new(Told("LOCALRIG_SEED", 20260 + count));
        Request[] requests = [.. Enumerable.Range(0, count).Select(_ => Draw(random, kind))];
        ConcurrentBag<string> differences = [];
        Parallel.ForEach(requests, new ParallelOptions { MaxDegreeOfParallelism = 2 }, r =>
        {
            using RealPlan plan = r.Sample is int sample ? new(ArchitectureSamples.All[sample].ToModel(), r.Model) : new(r.Model, r.Recipe);
            r.PlanInto(differences, plan);
        });
        Assert.True(differences.IsEmpty, string.Join(Environment.NewLine, differences.Order()));
    }

    /// <summary>Whether a model's rows are multiples of a recipe's blocks.</summary>
    private static bool Takes(string id, string recipe)
    {
        try
        {
            return ModelCatalog.Default.Get(id).ToModel(recipe).Architecture is not null;
        }
        catch (CatalogException)
        {
            return false;
        }
    }

    /// <summary>A layer's attention on a card that isn't its own turns automatic flash attention off, after the cache was made for it.</summary>
    [Theory]
    [InlineData(@"blk\.2.*=CUDA0", 8)]
    [InlineData(@"blk\.2.*=CUDA0", 512)]
    [InlineData(@"blk\.1[0-9]\.attn=CPU", 512)]
    public void Attention_sent_elsewhere_by_name_decides_on_flash_attention(string sent, int microbatch)
    {
        RealLlama.RequireCards("cuda");
        using RealPlan plan = new("Mixtral-8x7B", "Q8_0");
        List<string> differences = plan.Differences(
            RealCards.Cuda((70, 80, 32)), new Workload { Context = 8192, Microbatch = microbatch }, new Placement { GpuLayers = 28, Overrides = TensorOverrides.Parse([sent]) });
        Assert.Equal("", string.Join(Environment.NewLine, differences));
    }

    /// <summary>With position slopes (ALiBi) query heads aren't computed together, so that one row at a time needs no copies of a quantized cache on Volta.</summary>
    [Fact]
    public void Slopes_keep_query_heads_apart_on_Volta()
    {
        RealLlama.RequireCards("cuda");
        ArchitectureSample refact = ArchitectureSamples.All.First(static s => s.Architecture == "refact");
        using RealPlan plan = new(refact.ToModel(), refact.Architecture);
        Workload workload = new() { Context = 32768, Microbatch = 1, CacheTypeK = TensorType.Q4_0, CacheTypeV = TensorType.Q4_0 };
        List<string> differences = plan.Differences(RealCards.Cuda((70, 80, 32), (70, 80, 32)), workload, new Placement());
        Assert.Equal("", string.Join(Environment.NewLine, differences));
    }

    /// <summary>Vulkan has no scan for Mamba 1, so its decay stays in main memory.</summary>
    [Fact]
    public void Mamba_ones_scan_stays_on_the_processor_under_Vulkan()
    {
        RealLlama.RequireCards("vulkan");
        ArchitectureSample mamba = ArchitectureSamples.All.First(static s => s.Architecture == "mamba");
        using RealPlan plan = new(mamba.ToModel(), mamba.Architecture);
        Assert.Equal("", string.Join(Environment.NewLine, plan.Differences(RealCards.Vulkan(8), new Workload { Context = 131072, Microbatch = 4096, Batch = 4096, Parallel = 2 }, new Placement())));
    }

    /// <summary>Layers whose feed-forward is twice as wide as those before them, at the physical batch of a public load that held 98 MiB more than is planned for its build.</summary>
    [Theory]
    [InlineData(2048)]
    [InlineData(1024)]
    public void Layers_twice_as_wide_under_Vulkan(int microbatch)
    {
        RealLlama.RequireCards("vulkan");
        using RealPlan plan = new("gemma-4-E2B", "Q4_0");
        Workload workload = new() { Context = 8192, Microbatch = microbatch, FlashAttention = FlashAttention.On };
        Assert.Equal("", string.Join(Environment.NewLine, plan.Differences(RealCards.Vulkan(24), workload, new Placement())));
    }

    /// <summary>A quantized V cache needs flash attention, so nobody asks where it would run.</summary>
    [Fact]
    public void A_quantized_V_cache_turns_automatic_flash_attention_on()
    {
        RealLlama.RequireCards("cuda");
        using RealPlan plan = new("Mixtral-8x7B", "Q8_0");
        Placement placement = new() { GpuLayers = 28, Overrides = TensorOverrides.Parse([@"blk\.2.*=CUDA0"]) };
        foreach (TensorType values in (TensorType[])[TensorType.Q8_0, TensorType.F16])
        {
            Workload workload = new() { Context = 8192, CacheTypeK = TensorType.Q8_0, CacheTypeV = values };
            Assert.Equal("", string.Join(Environment.NewLine, plan.Differences(RealCards.Cuda((70, 80, 32)), workload, placement)));
        }
    }

    private static int Told(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int told) ? told : usual;

    private static void Agree(string id, RealCards plain, RealCards? old, RealCards offloaded, RealCards? two)
    {
        RealLlama.RequireCards(plain.Kind);
        using RealPlan plan = new(id, "recipe:Q4_K_M");
        Workload workload = new();
        bool experts = plan.HasExperts;
        List<Request> requests =
        [
            new(id, "", plain, workload, new Placement { CpuMoeLayers = experts ? 3 : 0 }),
            new(id, "", offloaded, workload with { Context = 16384, Parallel = 2, FlashAttention = FlashAttention.On }, new Placement { GpuLayers = plan.Layers / 2 }),
            new(id, "", two ?? plain, workload with { Context = 32768, CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0, FlashAttention = FlashAttention.On }, new Placement()),
        ];
        if (old is not null)
        {
            requests.Add(new(id, "", old, workload with { Context = 8192, Microbatch = 1024, FlashAttention = FlashAttention.Off }, new Placement()));
        }

        if (two is not null)
        {
            requests.Add(new(id, "", two, workload with { Context = 65536, Parallel = 4 }, new Placement { TensorSplit = [3, 1], CpuMoeLayers = experts ? 10 : 0 }));
        }

        ConcurrentBag<string> differences = [];
        Parallel.ForEach(requests, new ParallelOptions { MaxDegreeOfParallelism = 2 }, r => r.PlanInto(differences, plan));
        Assert.True(differences.IsEmpty, string.Join(Environment.NewLine, differences.Order()));
    }

    private static Request Draw(Random random, string kind)
    {
        T Any<T>(params T[] from) => from[random.Next(from.Length)];
        bool Chance(double of) => random.NextDouble() < of;
        int? sample = Chance(0.3) ? random.Next(ArchitectureSamples.All.Count) : null;
        string id = sample is int row ? ArchitectureSamples.All[row].Architecture : Chance(0.5) ? Any(Models) : Any(Listed);
        int devices = Any(1, 1, 2, 3);
        RealCards cards = kind switch
        {
            "cuda" => RealCards.Cuda([.. Enumerable.Range(0, devices).Select(_ => Any((86, 82, 24), (89, 128, 24), (120, 170, 32), (75, 68, 11), (61, 30, 24), (70, 80, 32), (52, 16, 4), (90, 132, 80)))]),
            "hip" => RealCards.Rocm([.. Enumerable.Range(0, devices).Select(_ => Any(("gfx1100", 96, 24), ("gfx1201", 64, 16), ("gfx1030", 80, 16), ("gfx90a", 104, 64), ("gfx942", 304, 192), ("gfx906", 60, 32)))]),
            _ => RealCards.Vulkan(Any(8, 16, 24)),
        };
        FlashAttention attention = Any(FlashAttention.On, FlashAttention.On, FlashAttention.Auto, FlashAttention.Off);
        TensorType values = attention == FlashAttention.Off ? TensorType.F16 : Any(TensorType.F16, TensorType.F16, TensorType.Q8_0, TensorType.Q4_0, TensorType.Q5_1, TensorType.BF16);
        bool latent = id.StartsWith("DeepSeek", StringComparison.Ordinal);
        int microbatch = Any(512, 512, 1, 8, 31, 128, 1024, 4096);
        Workload workload = new()
        {
            Context = Any(2048, 8192, 12345, 32768, 131072),
            Microbatch = microbatch,
            Batch = Math.Max(microbatch, new Workload().Batch),
            Parallel = Any(1, 1, 2, 3, 8),
            FlashAttention = attention,
            CacheTypeV = values,
            CacheTypeK = latent || Chance(0.7) ? values : Any(TensorType.F16, TensorType.Q8_0),
            SwaFull = Chance(0.1),
        };
        Placement placement = new()
        {
            GpuLayers = Any(Placement.AllLayers, Placement.AllLayers, 0, random.Next(1, 40)),
            CpuMoeLayers = Chance(0.25) ? Any(999, random.Next(1, 30)) : 0,
            TensorSplit = cards.Devices.Length > 1 && Chance(0.4) ? [.. cards.Devices.Select(_ => (double)random.Next(1, 5))] : [],
            KvOffload = !Chance(0.1),
            OpOffload = !Chance(0.1),
            Overrides = Chance(0.25) ? TensorOverrides.Parse([Any(Named), .. Chance(0.3) ? [$@"blk\.{Any(1, 2, 3)}.*={cards.Prefix}{cards.Devices.Length - 1}"] : Array.Empty<string>()]) : TensorOverrides.None,
        };
        return new Request(id, sample is null && Any(Recipes) is string recipe && Takes(id, recipe) ? recipe : "F16", cards, workload, placement) { Sample = sample };
    }

    private sealed record Request(string Model, string Recipe, RealCards Cards, Workload Workload, Placement Placement)
    {
        /// <summary>Which of the samples of architectures; null for a model of the catalogue.</summary>
        public int? Sample { get; init; }

        public void PlanInto(ConcurrentBag<string> differences, RealPlan plan)
        {
            foreach (string difference in plan.Differences(Cards, Workload, Placement))
            {
                differences.Add(difference);
            }
        }
    }
}
