using System.Text.Json.Nodes;
using LocalRig.Graphs;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>One compute graph as llama.cpp's allocator saw it.</summary>
public sealed class RecordedGraph
{
    public required JsonObject Index { get; init; }

    public required RecordedBuffer[] Buffers { get; init; }

    public required RecordedTensor[] Tensors { get; init; }

    public required (int Tensor, int Buffer)[] Leafs { get; init; }

    public required (int Tensor, int Buffer)[] Nodes { get; init; }

    public string Name => ((string)Index["graph"]!).Replace(".jsonl.gz", "", StringComparison.Ordinal);

    public override string ToString() => Name;
}

public sealed record RecordedBuffer(string Name, long Alignment, ulong MaxSize, long Size);

/// <summary>A tensor with what llama.cpp said of it beside what LocalRig's own type holds.</summary>
public sealed record RecordedTensor(GraphTensor Tensor, string OperationName, bool InPlace, int Flags, long[] AllocSizes);
