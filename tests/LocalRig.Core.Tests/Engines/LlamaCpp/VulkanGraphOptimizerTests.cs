using LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Vulkan's order of nodes against 70 graphs llama.cpp reordered.</summary>
public class VulkanGraphOptimizerTests
{
    [Fact]
    public void Every_generated_graph_comes_out_in_Vulkans_order()
    {
        List<string> wrong = [];
        int seen = 0;
        foreach (RecordedGraph recorded in RecordedGraphs.Read("vulkan"))
        {
            Graph graph = GraphFamilies.Build(RecordedRequests.For(recorded));
            if (FirstDifference(recorded, Reordered(recorded, graph)) is { } difference)
            {
                wrong.Add($"{recorded}: {difference}");
            }

            seen++;
        }

        Assert.Empty(wrong);
        Assert.Equal(70, seen);
    }

    /// <summary>The nodes in Vulkan's order, each split reordered by itself, with the nodes that keep storage as lists of what they keep.</summary>
    private static List<(GraphTensor? Node, List<GraphTensor> Kept)> Reordered(RecordedGraph recorded, Graph graph)
    {
        List<GraphTensor> nodes = [.. graph.Nodes];
        int[] uses = CountUses(graph);
        Dictionary<GraphTensor, List<GraphTensor>> kept = [];
        int start = 0;
        foreach ((int count, bool isVulkan) in SplitsOf(recorded))
        {
            if (isVulkan)
            {
                VulkanGraphOptimizer.Optimize(new SplitView(nodes, start, start + count, uses, kept));
            }

            start += count;
        }

        Assert.Equal(nodes.Count, start);
        List<(GraphTensor?, List<GraphTensor>)> order = [];
        foreach (GraphTensor node in nodes)
        {
            order.Add((node, []));
            foreach (GraphTensor[] held in kept.TryGetValue(node, out List<GraphTensor>? all) ? all.Chunk(10) : [])
            {
                order.Add((null, [.. held]));
            }
        }

        return order;
    }

    private static int[] CountUses(Graph graph)
    {
        int count = 0;
        foreach (GraphTensor tensor in graph.Leafs.Concat(graph.Nodes))
        {
            tensor.Mark = count++;
        }

        int[] uses = new int[count];
        foreach (GraphTensor source in graph.Nodes.SelectMany(n => n.Sources.ToArray()).OfType<GraphTensor>())
        {
            uses[source.Mark]++;
        }

        return uses;
    }

    /// <summary>Splits as recorded: the buffer changes, or inputs are copied in.</summary>
    private static List<(int Nodes, bool IsVulkan)> SplitsOf(RecordedGraph recorded)
    {
        List<(int, bool)> splits = [];
        int last = -1;
        foreach ((int tensor, int buffer) in recorded.Nodes)
        {
            RecordedTensor node = recorded.Tensors[tensor];
            bool isView = node.OperationName is "VIEW" or "RESHAPE" or "PERMUTE" or "TRANSPOSE";
            if (node.OperationName == "NONE")
            {
                bool isCopy = node.Tensor.ViewOf is null;
                last = isCopy ? -1 : last;
                continue;
            }

            if (buffer != last && !(isView && last != -1))
            {
                splits.Add((0, recorded.Buffers[buffer].Name.StartsWith("Vulkan", StringComparison.Ordinal)));
                last = buffer;
            }

            splits[^1] = (splits[^1].Item1 + 1, splits[^1].Item2);
        }

        return splits;
    }

    private static string? FirstDifference(RecordedGraph recorded, List<(GraphTensor? Node, List<GraphTensor> Kept)> ours)
    {
        List<GraphTensor> theirs = [];
        for (int i = 0; i < recorded.Nodes.Length; i++)
        {
            RecordedTensor node = recorded.Tensors[recorded.Nodes[i].Tensor];
            bool isCopy = node.OperationName == "NONE" && node.Tensor.ViewOf is null;
            bool comesBeforeCopy = i + 1 < recorded.Nodes.Length
                && recorded.Tensors[recorded.Nodes[i + 1].Tensor] is { OperationName: "NONE", Tensor.ViewOf: null };
            if (!isCopy && !comesBeforeCopy)
            {
                theirs.Add(node.Tensor);
            }
        }

        Dictionary<GraphTensor, int> theirPlace = theirs.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i);
        Dictionary<GraphTensor, int> ourPlace = ours.Index().Where(p => p.Item.Node is not null).ToDictionary(p => p.Item.Node!, p => p.Index);
        for (int i = 0; i < Math.Min(theirs.Count, ours.Count); i++)
        {
            string a = Describe(theirs[i], theirs[i].Sources.ToArray(), theirPlace);
            string b = Describe(ours[i].Node, ours[i].Node?.Sources.ToArray() ?? [.. ours[i].Kept], ourPlace);
            if (!Same(a, b))
            {
                return $"step {i} of llama.cpp is {theirs[i].Name} {a}, ours {ours[i].Node?.Name} {b}";
            }
        }

        return theirs.Count == ours.Count ? null : $"llama.cpp has {theirs.Count} steps, ours {ours.Count}";
    }

    private static string Describe(GraphTensor? node, GraphTensor?[] sources, Dictionary<GraphTensor, int> places)
    {
        string form = node is null || node.Operation == Operation.None
            ? "keeps"
            : $"{node.Operation} {node.Type} {node.Shape} {node.Strides} {node.ViewOffset}";
        return form + " | " + string.Join(" | ", sources.OfType<GraphTensor>().Select(s => places.TryGetValue(s, out int place) ? $"step {place}" : NameOf(s)));
    }

    private static string NameOf(GraphTensor leaf) => leaf.Name.Split('#') is [_, string original, _] ? "copy of " + original : leaf.Name;

    /// <summary>A copied node's name says nothing of its place, so it matches any step; a copied leaf must match by name.</summary>
    private static bool Same(string theirs, string ours)
    {
        string[] a = theirs.Split(" | ");
        string[] b = ours.Split(" | ");
        return a.Length == b.Length
            && a.Zip(b).All(p => p.First == p.Second
                || (p.First.StartsWith("copy of ", StringComparison.Ordinal) && (p.Second.StartsWith("step ", StringComparison.Ordinal) || p.First == "copy of " + p.Second)));
    }
}
