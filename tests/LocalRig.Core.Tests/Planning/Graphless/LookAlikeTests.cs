using LocalRig.Architectures;
using LocalRig.Core.Tests.Architectures;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning.Graphless;

/// <summary>A model of an architecture nobody listed is bounded by the llama it looks like: each family that was compared with the real engine,
/// planned under a name nobody knows, needs no more than its bounds say.</summary>
public sealed class LookAlikeTests
{
    private static readonly Planner Planner = new(new LlamaCppEngine(LlamaCppProfile.V070));

    public static TheoryData<int, string> Samples
    {
        get
        {
            TheoryData<int, string> samples = [];
            for (int i = 0; i < ArchitectureSamples.All.Count; i++)
            {
                samples.Add(i, ArchitectureSamples.All[i].Architecture);
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Bounds_of_an_unlisted_name_hold_what_the_family_needs(int number, string architecture)
    {
        Model known = ArchitectureSamples.All[number].ToModel("Q4_K_M");
        Model unlisted = Unlisted(known, architecture);
        foreach ((Workload workload, PlacementRequest placement, Rig rig) in Questions())
        {
            MemoryPlan exact = Planner.Plan(known, new PlanQuestion { Workload = workload, Placement = placement }, rig);
            MemoryPlan bounded = Planner.Plan(unlisted, new PlanQuestion { Workload = workload, Placement = placement }, rig);
            Assert.Equal(Exactness.UnknownArchitecture, bounded.Exactness);
            for (int i = 0; i < exact.Devices.Length; i++)
            {
                Assert.True(
                    bounded.Devices[i].Parts.Compute >= exact.Devices[i].Parts.Compute,
                    $"{architecture} on {exact.Devices[i].Name}: {bounded.Devices[i].Parts.Compute} of scratch, {exact.Devices[i].Parts.Compute} needed");
            }
        }
    }

    [Fact]
    public void The_scratch_of_an_unlisted_llama_is_at_most_twice_its_own()
    {
        Model known = ArchitectureSamples.All.First(static s => s.Architecture == "internlm2").ToModel();
        PlanQuestion question = new() { Workload = new Workload { Context = 32768, FlashAttention = FlashAttention.On } };
        ByteSize exact = Planner.Plan(known, question, Card).Devices[0].Parts.Compute;
        ByteSize bound = Planner.Plan(Unlisted(known, "internlm2"), question, Card).Devices[0].Parts.Compute;
        Assert.InRange(bound.Bytes, exact.Bytes, 2 * exact.Bytes);
    }

    private static Rig Card { get; } =
        new()
        {
            Name = "card",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(512) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(1024) },
        };

    private static IEnumerable<(Workload Workload, PlacementRequest Placement, Rig Rig)> Questions()
    {
        PlacementRequest all = new() { GpuLayers = LayerChoice.All };
        yield return (new Workload { Context = 4096, FlashAttention = FlashAttention.On }, all, Card);
        yield return (new Workload { Context = 32768, Microbatch = 1024, FlashAttention = FlashAttention.On }, all with { GpuLayers = LayerChoice.Of(10) }, Card);
        yield return (new Workload { Context = 8192, FlashAttention = FlashAttention.Off }, all with { CpuMoeLayers = LayerChoice.Of(7) }, Card);
        yield return (new Workload { Context = 8192, FlashAttention = FlashAttention.On }, new PlacementRequest(), Card with { Devices = [] });
    }

    private static Model Unlisted(Model known, string architecture)
    {
        const string Name = "nobody-knows";
        Dictionary<string, object> values = [];
        foreach ((string key, object value) in known.Metadata.Values)
        {
            values[key.StartsWith(architecture + ".", StringComparison.Ordinal) ? Name + key[architecture.Length..] : key] = value;
        }

        values["general.architecture"] = Name;
        return known with { Metadata = new Metadata(values), Architecture = null };
    }
}
