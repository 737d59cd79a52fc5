using LocalRig.Graphs;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>A recorded graph taken back to what it was before llama.cpp's scheduler: copies and dependency nodes dropped.</summary>
public static class UnscheduledGraph
{
    public static Graph Of(RecordedGraph recorded)
    {
        Dictionary<GraphTensor, GraphTensor> originals = [];
        GraphTensor[] nodes = [.. recorded.Nodes.Select(n => recorded.Tensors[n.Tensor].Tensor)];
        for (int i = 1; i < nodes.Length; i++)
        {
            bool isCopy = nodes[i].Operation == Operation.None && nodes[i].ViewOf is null;
            if (isCopy)
            {
                originals[nodes[i]] = nodes[i - 1].Sources[0]!;
            }
        }

        Graph graph = new();
        foreach (GraphTensor node in nodes.Where(n => n.Operation != Operation.None))
        {
            for (int s = 0; s < node.Sources.Length; s++)
            {
                if (node.Sources[s] is { } source && originals.TryGetValue(source, out GraphTensor? original))
                {
                    node.Sources[s] = original;
                }
            }

            graph.Nodes.Add(node);
        }

        GraphTensor[] leafs = [.. recorded.Leafs.Select(l => recorded.Tensors[l.Tensor].Tensor)];
        int first = Array.FindLastIndex(leafs, l => l.Name.Contains('#', StringComparison.Ordinal)) + 1;
        foreach (GraphTensor leaf in leafs[first..])
        {
            leaf.IsOutput = false;
            graph.Leafs.Add(leaf);
        }

        return graph;
    }
}
