using CsCheck;
using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>What must hold of every plan, under random shapes, workloads and placements.</summary>
public class EngineLawsTests
{
    /// <summary>CUDA lengthens the last row of a quantized tensor to 512 elements and aligns to 128 bytes: less than this per tensor
    /// (ggml-cuda.cu, MATRIX_ROW_PADDING; 512 elements of the widest quantized type are 544 bytes).</summary>
    private const long MostPadding = 1024;

    private static readonly LlamaCppEngine Engine = new();

    private static readonly string[] Families =
        ["llama-3.2-1b", "qwen2.5-7b", "qwen3-0.6b", "qwen3-30b-a3b", "gemma3-4b", "gpt-oss-20b", "deepseek-v2-lite", "qwen3.5-0.8b", "qwen3.5-35b-a3b", "phi-4-14b"];

    private static readonly Gen<Model> Models = ModelsWith(Gen.Int[2, 12]);

    /// <summary>Models with layers enough to leave some out.</summary>
    internal static readonly Gen<Model> DeepModels = ModelsWith(Gen.Int[6, 40]);

    internal static readonly Gen<Workload> Workloads =
        from context in Gen.Int[1, 160]
        from parallel in OneOf(1, 1, 2, 4)
        from unified in Gen.Bool
        from cache in OneOf(TensorType.F16, TensorType.Q8_0)
        from microbatch in OneOf(128, 512, 1024)
        from flash in OneOf(FlashAttention.On, FlashAttention.Auto)
        select new Workload
        {
            Context = context * 256 * parallel,
            Parallel = parallel,
            KvUnified = unified,
            CacheTypeK = cache,
            CacheTypeV = cache,
            Microbatch = microbatch,
            FlashAttention = flash,
        };

    [Fact]
    public void More_context_never_needs_less_cache() =>
        Gen.Select(Models, Workloads, Gen.Int[1, 40]).Sample(
            (model, workload, more) =>
            {
                Workload longer = workload with { Context = workload.Context + more * 256 * workload.Parallel };
                return Cache(Plan(model, longer, new Placement(), 1)) >= Cache(Plan(model, workload, new Placement(), 1));
            },
            iter: 60);

    /// <summary>The context is a whole number of cells for each number of slots: rounding up each slot's share is no law.</summary>
    [Fact]
    public void More_slots_of_the_same_context_never_need_less_cache() =>
        Gen.Select(Models, Workloads, Gen.Int[1, 40], Gen.Int[2, 6]).Sample(
            (model, workload, cells, times) =>
            {
                int slots = workload.Parallel * times;
                Workload few = workload with { Context = cells * 256 * slots };
                return Cache(Plan(model, few with { Parallel = slots }, new Placement(), 1)) >= Cache(Plan(model, few, new Placement(), 1));
            },
            iter: 60);

    [Fact]
    public void One_cache_for_all_slots_never_needs_more_than_one_each() =>
        Gen.Select(Models, Workloads).Sample(
            (model, workload) =>
                Cache(Plan(model, workload with { KvUnified = true }, new Placement(), 1)) <= Cache(Plan(model, workload with { KvUnified = false }, new Placement(), 1)),
            iter: 60);

    [Fact]
    public void More_slots_of_the_same_context_each_never_need_less_cache() =>
        Gen.Select(Models, Workloads, Gen.Int[1, 3]).Sample(
            (model, workload, more) =>
            {
                int slots = workload.Parallel + more;
                Workload wider = workload with { Parallel = slots, Context = workload.Context / workload.Parallel * slots };
                return Cache(Plan(model, wider, new Placement(), 1)) >= Cache(Plan(model, workload, new Placement(), 1));
            },
            iter: 60);

    [Fact]
    public void A_quantized_cache_is_never_larger() =>
        Gen.Select(Models, Workloads).Sample(
            (model, workload) =>
                Cache(Plan(model, workload with { CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0 }, new Placement(), 1))
                <= Cache(Plan(model, workload with { CacheTypeK = TensorType.F16, CacheTypeV = TensorType.F16 }, new Placement(), 1)),
            iter: 60);

    [Fact]
    public void State_is_the_same_up_to_padding_however_layers_are_spread() =>
        Gen.Select(Models, Workloads, Gen.Int[0, 13], Gen.Int[1, 3]).Sample(
            (model, workload, gpuLayers, devices) =>
            {
                ByteSize some = Cache(Plan(model, workload, new Placement { GpuLayers = gpuLayers }, devices));
                ByteSize all = Cache(Plan(model, workload, new Placement(), devices));
                return some <= all && (all - some).Bytes <= 2 * MostPadding * model.Architecture!.Layers.Length;
            },
            iter: 60);

    [Fact]
    public void Moving_layers_keeps_every_weight_up_to_copies_and_padding() =>
        Gen.Select(Models, Workloads, Gen.Int[0, 13], Gen.Int[1, 3]).Sample(
            (model, workload, gpuLayers, devices) =>
            {
                ByteSize total = Sum(Plan(model, workload, new Placement { GpuLayers = gpuLayers }, devices), d => d.Weights);
                long padding = MostPadding * model.Tensors.Tensors.Length;
                long copied = model.Tensors.Find("token_embd.weight")!.Size.Bytes + devices * (model.Tensors.Find("rope_freqs.weight")?.Size.Bytes ?? 0);
                return total >= model.Tensors.TotalSize && total.Bytes <= model.Tensors.TotalSize.Bytes + padding + copied;
            },
            iter: 60);

    [Fact]
    public void Experts_sent_to_the_host_take_just_their_bytes_along() =>
        Gen.Select(Gen.Int[2, 12], Gen.Int[0, 12]).Sample(
            (layers, onHost) =>
            {
                Model model = Make("qwen3-30b-a3b", layers, "Q4_K_M");
                ByteSize all = Plan(model, new Workload(), new Placement(), 1).Devices[0].Weights;
                ByteSize left = Plan(model, new Workload(), new Placement { CpuMoeLayers = onHost }, 1).Devices[0].Weights;
                TensorInfo[] experts = [.. model.Tensors.Tensors.Where(t => t.Name.Contains("_exps.", StringComparison.Ordinal) && WeightList.LayerOf(t.Name) < onHost)];
                long moved = (all - left).Bytes;
                long bytes = experts.Sum(t => t.Size.Bytes);
                return moved >= bytes && moved <= bytes + MostPadding * experts.Length;
            },
            iter: 40);

    /// <summary>A rig of alike CUDA cards.</summary>
    internal static Rig CudaRig(int devices) =>
        new()
        {
            Name = "random",
            Devices = [.. Enumerable.Range(0, devices).Select(i => new Device { Name = $"gpu{i}", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(256) },
        };

    private static Gen<Model> ModelsWith(Gen<int> layerCounts) =>
        from family in OneOf(Families)
        from layers in layerCounts
        from recipe in OneOf("Q4_K_M", "Q8_0", "F16", "Q4_0")
        select Make(family, layers, recipe);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static EngineAllocation Plan(Model model, Workload workload, Placement placement, int devices) =>
        Engine.Allocate(model, workload, placement, CudaRig(devices));

    private static ByteSize Cache(EngineAllocation plan) => Sum(plan, d => d.KvCache + d.RecurrentState);

    private static ByteSize Sum(EngineAllocation plan, Func<DeviceAllocation, ByteSize> part) => new(plan.Devices.Sum(d => part(d).Bytes));

    private static Model Make(string family, int layers, string recipe)
    {
        ModelSpec spec = ModelSpec.All[family];
        Dictionary<string, object> facts = new(spec.Metadata.Values) { [$"{spec.Family}.block_count"] = (long)layers };
        Metadata metadata = new(facts);
        Architecture architecture = Assert.IsType<KnownArchitecture>(ArchitectureReader.Read(metadata)).Architecture;
        Assert.True(QuantRecipe.TryParse(recipe, out QuantRecipe? rules));
        return new Model($"{family} with {layers} layers", metadata, architecture, RecipeLayout.Make(architecture, WeightList.For(architecture, spec.Traits), rules), recipe);
    }
}
