using System.Collections.Immutable;
using CsCheck;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class ComfortableContextTests
{
    private static readonly string[] Ids = ["Llama-3.2-3B", "Qwen3.5-4B", "Qwen3-30B-A3B", "gemma-3-12b", "gpt-oss-20b"];

    private static readonly TensorType[] Caches = [TensorType.F16, TensorType.Q8_0, TensorType.Q4_0];

    /// <summary>Planned anew, the context leaves the margin free, and one a little more than a 64th larger does not, at least not with the
    /// compute buffers of the smaller: ggml's allocator now and then packs the larger graph tighter. Sampled over families, cards, cache types
    /// and sequences.</summary>
    [Fact]
    public void It_is_comfortable_and_a_little_more_is_not() =>
        Gen.Select(Gen.Int[0, Ids.Length - 1], Gen.Double[4, 24], Gen.Int[0, Caches.Length - 1], Gen.Int[1, 3]).Sample(
            (id, gibibytes, cache, parallel) =>
            {
                Model model = ModelCatalog.Default.Get(Ids[id]).ToModel(Ids[id] == "gpt-oss-20b" ? "MXFP4_MOE" : "Q4_K_M");
                Rig rig = Samples.Rig(gibibytes);
                PlanQuestion question = new() { Workload = new Workload { Context = 4096, Parallel = parallel } };
                Planner planner = new(new LlamaCppEngine());
                MemoryPlan plan = planner.Sketch(model, question, rig);
                int context = cache == 0 ? planner.LargestComfortableContext(plan) : planner.LargestComfortableContext(plan, Caches[cache], (TensorType.F16, planner.LargestComfortableContext(plan)));
                PlacementRequest placed = new() { GpuLayers = LayerChoice.Of(plan.Placement.GpuLayers), CpuMoeLayers = LayerChoice.Of(plan.Placement.CpuMoeLayers), Fixed = plan.Placement };
                ImmutableArray<DevicePlan> At(int tokens) =>
                    planner.Sketch(model, question with { Workload = question.Workload with { Context = tokens, CacheTypeK = Caches[cache], CacheTypeV = Caches[cache] }, Placement = placed }, rig).Devices;
                long Room(int tokens) => At(tokens).Min(d => (d.Headroom - plan.Margin).Bytes);
                long RoomWithComputeOf(int smaller, int tokens) => At(tokens).Zip(At(smaller), (d, s) => (d.Headroom - plan.Margin + d.Parts.Compute - s.Parts.Compute).Bytes).Min();
                int step = 256 * parallel;
                int more = (context + context / 60) / step * step + step;
                bool untrained = more > model.Architecture!.ContextLength * parallel;
                Assert.True(context == 0 || Room(context) >= 0, $"{Ids[id]} {gibibytes} {Caches[cache]}: {context} isn't comfortable");
                Assert.True(untrained || Room(more) < 0 || (context > 0 && RoomWithComputeOf(context, more) < 0), $"{Ids[id]} {gibibytes} {Caches[cache]}: {context}, but {more} is comfortable too");
            },
            iter: 300);

    [Fact]
    public void Smaller_cache_types_never_hold_less()
    {
        foreach (string id in Ids)
        {
            Planner planner = new(new LlamaCppEngine());
            MemoryPlan plan = planner.Sketch(ModelCatalog.Default.Get(id).ToModel(id == "gpt-oss-20b" ? "MXFP4_MOE" : "Q4_K_M"), new PlanQuestion(), Samples.Rig(24));
            int context = planner.LargestComfortableContext(plan);
            int small = planner.LargestComfortableContext(plan, TensorType.Q8_0, (TensorType.F16, context));
            Assert.True(small >= context, id);
            Assert.True(planner.LargestComfortableContext(plan, TensorType.Q4_0, (TensorType.F16, context), (TensorType.Q8_0, small)) >= small, id);
        }
    }
}
