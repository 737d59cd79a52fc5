using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Graphs we build from a model's shape against graphs llama.cpp built, node by node. Vulkan's are compared after its own
/// reordering, in the scheduler's tests.</summary>
public class GeneratedGraphTests
{
    [Theory]
    [InlineData("cpu", 70)]
    [InlineData("cuda", 91)]
    [InlineData("cuda2", 14)]
    public void Every_generated_graph_equals_llama_cpps_node_by_node(string backend, int graphs)
    {
        int seen = 0;
        foreach (RecordedGraph recorded in RecordedGraphs.Read(backend))
        {
            Graph generated = GraphFamilies.Build(RecordedRequests.For(recorded));
            Assert.Equal((recorded.Name, null), (recorded.Name, FirstDifference(recorded, generated)));
            seen++;
        }

        Assert.Equal(graphs, seen);
    }

    /// <summary>Says where two graphs part; the scheduler's copies and storage-holding views are left out of the recorded one.</summary>
    private static string? FirstDifference(RecordedGraph recorded, Graph generated)
    {
        List<GraphTensor> theirs = [.. recorded.Nodes.Select(n => recorded.Tensors[n.Tensor]).Where(t => t.OperationName != "NONE").Select(t => t.Tensor)];
        Dictionary<GraphTensor, int> theirPlace = Places(theirs);
        Dictionary<GraphTensor, int> ourPlace = Places(generated.Nodes);
        for (int i = 0; i < Math.Min(theirs.Count, generated.Nodes.Count); i++)
        {
            GraphTensor a = theirs[i];
            GraphTensor b = generated.Nodes[i];
            if (Form(a) != Form(b))
            {
                return $"node {i} ({a.Name}): llama.cpp {Form(a)}, ours {Form(b)}";
            }

            string[] sources = [.. a.Sources.ToArray().OfType<GraphTensor>().Select(s => Source(s, theirPlace))];
            string[] ours = [.. b.Sources.ToArray().OfType<GraphTensor>().Select(s => Source(s, ourPlace))];
            for (int s = 0; s < Math.Max(sources.Length, ours.Length); s++)
            {
                if (s >= sources.Length || s >= ours.Length || !Same(sources[s], ours[s]))
                {
                    return $"node {i} ({a.Name}): llama.cpp reads {string.Join(", ", sources)}; ours {string.Join(", ", ours)}";
                }
            }
        }

        return theirs.Count == generated.Nodes.Count ? null : $"llama.cpp has {theirs.Count} nodes, ours {generated.Nodes.Count}";
    }

    private static (Operation, TensorType, TensorShape, TensorStrides, long, bool, bool) Form(GraphTensor t) =>
        (t.Operation, t.Type, t.Shape, t.Strides, t.ViewOffset, t.ViewOf is not null, t.IsOutput);

    private static Dictionary<GraphTensor, int> Places(List<GraphTensor> nodes) =>
        nodes.Select((node, i) => (node, i)).ToDictionary(p => p.node, p => p.i);

    /// <summary>A source by its place among the nodes, or by name; a copy the scheduler made (<c>CUDA0#x#0</c>) by what it copies.</summary>
    private static string Source(GraphTensor source, Dictionary<GraphTensor, int> places)
    {
        if (places.TryGetValue(source, out int place))
        {
            return $"node {place}";
        }

        string[] parts = source.Name.Split('#');
        return parts.Length == 3 ? "copy of " + parts[1] : source.Name;
    }

    /// <summary>A copied node's name says nothing of its place, so a copy matches any node; a copied leaf must match by name.</summary>
    private static bool Same(string theirs, string ours) =>
        theirs == ours || (theirs.StartsWith("copy of ", StringComparison.Ordinal) && (ours.StartsWith("node ", StringComparison.Ordinal) || theirs == "copy of " + ours));
}
