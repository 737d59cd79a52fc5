using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

public class GraphSchedulerTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("cuda2")]
    public void A_graph_without_its_schedule_is_scheduled_as_llama_cpp_did(string backend)
    {
        List<string> wrong = [];
        foreach (RecordedGraph recorded in RecordedGraphs.Read(backend))
        {
            RecordedJob job = new(recorded, backend);
            List<string> expected = Describe(recorded);
            ScheduledGraph scheduled = job.Schedule(UnscheduledGraph.Of(recorded));
            Compare(recorded, scheduled, expected, wrong);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Vulkan_reorders_the_graph_other_backends_run_as_built()
    {
        Dictionary<string, RecordedGraph> built = RecordedGraphs.Read("cuda").ToDictionary(g => g.Name["cuda.".Length..]);
        List<string> wrong = [];
        foreach (RecordedGraph recorded in RecordedGraphs.Read("vulkan"))
        {
            RecordedGraph same = built[recorded.Name["vulkan.".Length..]];
            RecordedJob job = new(same, "vulkan");
            ScheduledGraph scheduled = job.Schedule(UnscheduledGraph.Of(same));
            Compare(recorded, scheduled, Describe(recorded), wrong);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static void Compare(RecordedGraph recorded, ScheduledGraph scheduled, List<string> expected, List<string> wrong)
    {
        List<string> actual = Describe(scheduled.Allocation);
        int different = Enumerable.Range(0, Math.Min(expected.Count, actual.Count)).FirstOrDefault(i => expected[i] != actual[i], -1);
        if (different >= 0 || expected.Count != actual.Count)
        {
            string at = different < 0 ? "" : $"'{expected[different]}' became '{actual[different]}' at {different}";
            wrong.Add($"{recorded}: {expected.Count} steps became {actual.Count}; {at}");
            return;
        }

        string sizes = string.Join(' ', recorded.Buffers.Select(b => b.Size));
        string own = string.Join(' ', scheduled.Sizes());
        int splits = (int)recorded.Index["graph_info"]!["splits_pp"]!;
        if (sizes != own || splits != scheduled.Splits.Count)
        {
            wrong.Add($"{recorded}: {sizes} in {splits} splits became {own} in {scheduled.Splits.Count}");
        }
    }

    private static List<string> Describe(RecordedGraph recorded)
    {
        AllocatorGraph graph = new() { Buffers = [] };
        foreach ((int tensor, int buffer) in recorded.Leafs)
        {
            graph.AddLeaf(recorded.Tensors[tensor].Tensor, buffer);
        }

        foreach ((int tensor, int buffer) in recorded.Nodes)
        {
            graph.AddNode(recorded.Tensors[tensor].Tensor, buffer);
        }

        return Describe(graph);
    }

    private static List<string> Describe(AllocatorGraph graph) =>
        [
            .. graph.Leafs.Zip(graph.LeafBuffers, (t, b) => $"{b} {NameOf(t)} {t.IsInput} {t.IsOutput}"),
            .. graph.Nodes.Zip(graph.NodeBuffers, (t, b) => $"{b} {t.Operation} {NameOf(t)} {t.Shape} <- {string.Join(", ", t.Sources.ToArray().Select(NameOf))}"),
        ];

    /// <summary>Unnamed nodes carry their number, which dependency nodes and device names shift; those are left aside.</summary>
    private static string NameOf(GraphTensor? tensor) =>
        tensor is null ? "-"
        : tensor.Name.StartsWith("node_", StringComparison.Ordinal) ? "node"
        : tensor.Name;
}
