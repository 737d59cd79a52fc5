using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

public class AllocatorWalkTests
{
    [Theory]
    [InlineData("cpu", 70)]
    [InlineData("cuda", 91)]
    [InlineData("cuda2", 14)]
    [InlineData("vulkan", 70)]
    public void Every_recorded_graph_needs_exactly_the_bytes_llama_cpp_allocated(string backend, int graphs)
    {
        int seen = 0;
        foreach (RecordedGraph recorded in RecordedGraphs.Read(backend))
        {
            Dictionary<GraphTensor, long[]> sizes = recorded.Tensors.ToDictionary(t => t.Tensor, t => t.AllocSizes);
            AllocatorGraph graph = new() { Buffers = [.. recorded.Buffers.Select((b, i) => new RecordedBufferType(b, i, sizes))] };
            foreach ((int tensor, int buffer) in recorded.Leafs)
            {
                graph.AddLeaf(recorded.Tensors[tensor].Tensor, buffer);
            }

            foreach ((int tensor, int buffer) in recorded.Nodes)
            {
                graph.AddNode(recorded.Tensors[tensor].Tensor, buffer);
            }

            Assert.Equal((recorded.Name, string.Join(' ', recorded.Buffers.Select(b => b.Size))), (recorded.Name, string.Join(' ', AllocatorWalk.Sizes(graph))));
            seen++;
        }

        Assert.Equal(graphs, seen);
    }

    [Fact]
    public void In_place_operations_are_those_ggml_marks()
    {
        foreach (string backend in RecordedGraphs.Backends)
        {
            foreach (RecordedTensor tensor in RecordedGraphs.Read(backend).SelectMany(g => g.Tensors))
            {
                Assert.Equal((tensor.OperationName, tensor.InPlace), (tensor.OperationName, AllocatorWalk.CanWorkInPlace(tensor.Tensor.Operation)));
            }
        }
    }

    private sealed class RecordedBufferType(RecordedBuffer buffer, int index, Dictionary<GraphTensor, long[]> sizes) : BufferType
    {
        public override string Name => buffer.Name;

        public override long Alignment => buffer.Alignment;

        public override long MaxSize => (long)Math.Min(buffer.MaxSize, long.MaxValue);

        public override long AllocSize(GraphTensor tensor) => sizes[tensor][index];
    }
}
